import type { OrganizationRecord, ProjectRecord, ReleaseRecord } from '../data/model.ts';
import { stageOf } from '../payloads/health.ts';
import { projectsOfRelease } from '../payloads/release.ts';
import { versionParts } from '../payloads/version.ts';
import { latestReleaseOf } from './issues.ts';
import { parseSearch, searchError, type Term, type TermValue } from './tokens.ts';
import { anyText, containsTest } from './values.ts';

/** A test of one release. */
export type ReleaseTest = (release: ReleaseRecord) => boolean;

/** Compares by the numbers of a version; a pre-release comes before its release. Null where one has none. */
export function compareVersions(a: string, b: string): number | null {
  const [left, right] = [versionParts(a), versionParts(b)];
  if (left.numbers === null || right.numbers === null) return null;
  for (const [index, number] of left.numbers.entries()) {
    const difference = number - (right.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  if (left.pre === right.pre) return 0;
  if (left.pre === null || right.pre === null) return left.pre === null ? 1 : -1;
  return left.pre < right.pre ? -1 : 1;
}

function versionTest(value: TermValue): ReleaseTest {
  const [, operator = '', text = ''] = /^(>=|<=|>|<|=)?(.*)$/.exec(value.text) ?? [];
  if (operator === '' && text.includes('*')) {
    const test = anyText([{ text, isQuoted: true }]);
    return ({ version }) => test(versionParts(version).bare);
  }
  if (versionParts(text).numbers === null)
    throw searchError(`Invalid operation 'OR' for semantic version filter: ${text}`);
  return ({ version }) => {
    const order = compareVersions(version, text);
    if (order === null) return false;
    switch (operator) {
      case '>':
        return order > 0;
      case '>=':
        return order >= 0;
      case '<':
        return order < 0;
      case '<=':
        return order <= 0;
      default:
        return order === 0;
    }
  };
}

function releaseKey(values: readonly TermValue[], latest: () => string | null): ReleaseTest {
  const version = values.some(({ text }) => text === 'latest') ? latest() : null;
  const test = anyText(values.filter(({ text }) => text !== 'latest'));
  return (release) => release.version === version || test(release.version);
}

function positive(term: Term, organization: OrganizationRecord, projects: readonly ProjectRecord[]): ReleaseTest {
  const { key, values } = term;
  switch (key) {
    case null: {
      const tests = values.map(containsTest);
      return ({ version }) => tests.some((test) => test(version));
    }
    case 'release':
      return releaseKey(values, () => latestReleaseOf(organization, projects));
    case 'release.version': {
      const tests = values.map(versionTest);
      return (release) => tests.some((test) => test(release));
    }
    case 'release.package': {
      const test = anyText(values);
      return ({ version }) => test(versionParts(version).package ?? '');
    }
    case 'release.build': {
      const test = anyText(values);
      return ({ version }) => test(versionParts(version).build ?? '');
    }
    case 'release.stage': {
      const test = anyText(values);
      return (release) =>
        projectsOfRelease(organization, release).some((project) => test(stageOf(organization, release, project)));
    }
    case 'finalized': {
      const wanted = values[0]?.text === 'true';
      return ({ dateReleased }) => (dateReleased !== null) === wanted;
    }
    default:
      throw searchError(`Invalid key for this search: ${key}`);
  }
}

/** Reads the `query` of a release list. */
export function releaseTests(
  query: string,
  organization: OrganizationRecord,
  projects: readonly ProjectRecord[],
): ReleaseTest[] {
  return parseSearch(query).map((term) => {
    const test = positive(term, organization, projects);
    return term.isNegated ? (release) => !test(release) : test;
  });
}
