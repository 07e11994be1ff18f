import { badInput } from '../gateway/http/coded-error.ts';
import { identifiers } from '../gateway/http/identifiers.ts';
import { limits } from '../gateway/limits.ts';
import type { Naming } from './named.ts';
import { isNodeId, readNodeId } from './node-id.ts';
import type { Problems } from './problems.ts';

/** How a lone issue is named. */
export const issueNaming: Naming = {
  code: 'i',
  parts: ['organization', 'number'],
  within: 'issue',
  what: 'an issue',
};

/** Issues that an input names, all reached alike. */
export type IssuesNamed = {
  /** Null is the account of the request. */
  readonly account: string | null;
  readonly organization: string;
  /** As each was named first, by its number. */
  readonly given: ReadonlyMap<string, string>;
};

type Input = { readonly organization?: string | null | undefined; readonly ids: readonly string[] };

const field = 'ids';

/** Largest number that Sentry's database can look up; a larger one makes the whole call fail there. */
const largest = 2n ** 63n - 1n;

const numberOf = (value: string): string => {
  const isShortId = /^[A-Za-z0-9_-]+-[0-9A-Za-z]+$/.test(value);
  if (isShortId) throw badInput('Several issues are named by node id or number, not by short id.');
  const number = BigInt(identifiers.number(value));
  if (number < 1n || number > largest) throw badInput(`${JSON.stringify(value)} is no number that an issue can have.`);
  return String(number);
};

type Place = { readonly account: string | null; readonly organization: string; readonly number: string };

const placeOf = (id: string, owner: string | null, index: number, problems: Problems): Place | null =>
  problems.check<Place | null>(
    id,
    (value) => {
      if (!isNodeId(value)) {
        const number = numberOf(value);
        return owner === null ? null : { account: null, organization: owner, number };
      }
      const { account, parts } = readNodeId(value, issueNaming.code, issueNaming.parts);
      const [organization = '', number = ''] = parts;
      return { account, organization, number: numberOf(number) };
    },
    field,
    String(index),
  );

/**
 * Reads the issues that an input names by `ids`: node ids, or numbers together with `organization`; an issue named twice is one.
 * Notes what is wrong, an empty list above all, and gives null where nothing can be read.
 */
export const issuesNamed = ({ organization, ids }: Input, problems: Problems): IssuesNamed | null => {
  if (ids.length === 0) problems.add('REQUIRED', '"ids" is empty: name at least one issue.', field);
  if (ids.length > limits.bulkIssues) {
    problems.add('TOO_LONG', `"ids" holds ${ids.length} ids: name at most ${limits.bulkIssues} issues.`, field);
  }
  if (ids.length === 0 || ids.length > limits.bulkIssues) return null;
  if (!organization && ids.some((id) => !isNodeId(id))) {
    problems.add('REQUIRED', 'Give the "organization" as well: only node ids name issues without it.', 'organization');
  }
  const owner = organization ? problems.check(organization, identifiers.organization, 'organization') : null;
  const given = new Map<string, string>();
  let home: Place | null = null;
  for (const [index, id] of ids.entries()) {
    const place = placeOf(id, owner, index, problems);
    if (!place) continue;
    home ??= owner === null ? place : { ...place, organization: owner };
    if (place.organization !== home.organization || place.account !== home.account) {
      const what =
        place.organization === home.organization ? 'through another linked account' : 'of another organization';
      problems.add(
        'CONTRADICTION',
        `This id names an issue ${what}: change those in a mutation of their own.`,
        field,
        String(index),
      );
    }
    if (!given.has(place.number)) given.set(place.number, id);
  }
  return home && { account: home.account, organization: home.organization, given };
};
