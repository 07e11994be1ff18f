import type { OrganizationRecord, ProjectRecord, ReleaseRecord } from '../data/model.ts';
import { type Health, healthOf } from '../payloads/health.ts';
import { projectsOfRelease } from '../payloads/release.ts';
import { versionParts } from '../payloads/version.ts';
import { badRequest } from '../reply.ts';
import { compareVersions } from '../search/releases.ts';

/** A row of a list: a release, and where it is flattened one of its projects. */
export type ReleaseEntry = { release: ReleaseRecord; project: ProjectRecord | null };

const healthSorts = new Map<string, (health: Health) => number>([
  ['sessions', ({ sessions }) => sessions],
  ['users', ({ users }) => users],
  ['crash_free_sessions', ({ crashFreeSessions }) => -crashFreeSessions],
  ['crash_free_users', ({ crashFreeUsers }) => -crashFreeUsers],
  ['sessions_24h', ({ sessions24h }) => sessions24h],
  ['users_24h', ({ users24h }) => users24h],
]);

/** How a list of releases is sorted; the sorts by sessions need it flattened. */
export function orderOf(
  sort: string,
  organization: OrganizationRecord,
  isFlat: boolean,
): (a: ReleaseEntry, b: ReleaseEntry) => number {
  const byDate = (a: ReleaseEntry, b: ReleaseEntry): number =>
    b.release.dateCreated - a.release.dateCreated || b.release.id - a.release.id;
  const score = healthSorts.get(sort);
  const best = ({ release, project }: ReleaseEntry, read: (health: Health) => number): number => {
    const projects = project === null ? projectsOfRelease(organization, release) : [project];
    const scores = projects.map((each) => healthOf(release, each)).flatMap((health) => (health ? [read(health)] : []));
    return Math.max(Number.NEGATIVE_INFINITY, ...scores);
  };
  const descending = (a: number, b: number): number => (a === b ? 0 : a < b ? 1 : -1);
  if (score !== undefined && isFlat) return (a, b) => descending(best(a, score), best(b, score)) || byDate(a, b);
  if (sort === 'adoption') {
    return (a, b) =>
      descending(
        best(a, ({ adoption }) => adoption),
        best(b, ({ adoption }) => adoption),
      ) || byDate(a, b);
  }
  if (sort === 'semver') {
    const rank = ({ version }: ReleaseRecord): number => (versionParts(version).numbers === null ? 1 : 0);
    return (a, b) =>
      rank(a.release) - rank(b.release) || (compareVersions(b.release.version, a.release.version) ?? 0) || byDate(a, b);
  }
  if (sort === 'build') {
    const build = ({ version }: ReleaseRecord): number => Number(versionParts(version).build ?? -1) || 0;
    return (a, b) => descending(build(a.release), build(b.release)) || byDate(a, b);
  }
  if (sort !== 'date') throw badRequest('invalid sort');
  return byDate;
}
