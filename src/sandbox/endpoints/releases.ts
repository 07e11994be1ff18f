import type { DeployRecord, OrganizationRecord, ProjectRecord, ReleaseRecord } from '../data/model.ts';
import { findProject, isVisible, organizationOf, projectOf } from '../lookup.ts';
import { dateTimePage } from '../paging.ts';
import { offsetList, orBadRequest, paged, pageRequest, windowOf } from '../params.ts';
import { commitPayload } from '../payloads/commit.ts';
import { type Health, healthOf } from '../payloads/health.ts';
import { deployPayload, projectsOfRelease, releaseRow } from '../payloads/release.ts';
import { versionParts } from '../payloads/version.ts';
import { badRequest, json, notFound, type Reply } from '../reply.ts';
import { isOn, type Scope } from '../scope.ts';
import { compareVersions, releaseTests } from '../search/releases.ts';
import { selectedEnvironments, selectedProjects } from '../selection.ts';
import { iso, within } from '../time.ts';

/** A row of a list: a release, and where it is flattened one of its projects. */
type Row = { release: ReleaseRecord; project: ProjectRecord | null };

const healthSorts = new Map<string, (health: Health) => number>([
  ['sessions', ({ sessions }) => sessions],
  ['users', ({ users }) => users],
  ['crash_free_sessions', ({ crashFreeSessions }) => -crashFreeSessions],
  ['crash_free_users', ({ crashFreeUsers }) => -crashFreeUsers],
  ['sessions_24h', ({ sessions24h }) => sessions24h],
  ['users_24h', ({ users24h }) => users24h],
]);

function orderOf(scope: Scope, organization: OrganizationRecord, isFlat: boolean): (a: Row, b: Row) => number {
  const sort = scope.query.get('sort') ?? 'date';
  const byDate = (a: Row, b: Row): number =>
    b.release.dateCreated - a.release.dateCreated || b.release.id - a.release.id;
  const score = healthSorts.get(sort);
  const best = ({ release, project }: Row, read: (health: Health) => number): number => {
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

function versionsIn(organization: OrganizationRecord, environments: readonly string[]): Set<string> {
  const versions = new Set<string>();
  for (const { events } of organization.issues) {
    for (const { release, environment } of events) {
      if (release !== null && environments.includes(environment)) versions.add(release);
    }
  }
  for (const { version, deploys } of organization.releases) {
    if (deploys.some(({ environment }) => environments.includes(environment))) versions.add(version);
  }
  return versions;
}

function matching(
  scope: Scope,
  organization: OrganizationRecord,
  projects: readonly ProjectRecord[],
  environments: readonly string[],
): ReleaseRecord[] {
  const status = scope.query.get('status') ?? 'open';
  if (!['', 'open', 'archived'].includes(status)) throw badRequest(`Invalid release status type: ${status}`);
  const tests = releaseTests(scope.query.get('query') ?? '', organization, projects);
  const ids = new Set(projects.map(({ id }) => id));
  const window = windowOf(scope);
  const seen = environments.length === 0 ? null : versionsIn(organization, environments);
  return organization.releases.filter(
    (release) =>
      release.projectIds.some((id) => ids.has(id)) &&
      (status === '' || release.status === status) &&
      (seen === null || seen.has(release.version)) &&
      (window === null || within(release.dateCreated, window)) &&
      tests.every((test) => test(release)),
  );
}

function releaseList(
  scope: Scope,
  organization: OrganizationRecord,
  projects: readonly ProjectRecord[],
  environments: readonly string[],
): Reply {
  const isFlat = isOn(scope, 'flatten');
  const releases = matching(scope, organization, projects, environments);
  const inProjects = (release: ReleaseRecord): ProjectRecord[] =>
    projects.filter(({ id }) => release.projectIds.includes(id));
  const rows = releases.flatMap((release): Row[] =>
    isFlat ? inProjects(release).map((project) => ({ release, project })) : [{ release, project: null }],
  );
  rows.sort(orderOf(scope, organization, isFlat));
  return offsetList(scope, organization.slug, rows, ({ release, project }) => {
    const visible = projectsOfRelease(organization, release).filter(isVisible);
    return releaseRow(organization, release, {
      countIn: project === null ? inProjects(release) : [project],
      show: project === null ? visible : [project],
      hasHealth: isOn(scope, 'health'),
      hasStages: isOn(scope, 'adoptionStages'),
      now: scope.now,
    });
  });
}

/** `GET /organizations/{org}/releases/`. */
export async function listReleases(scope: Scope): Promise<Reply> {
  const organization = organizationOf(scope);
  const projects = await selectedProjects(scope, organization);
  const environments = selectedEnvironments(scope, organization);
  if (projects.length === 0) return json([]);
  return releaseList(scope, organization, projects, environments);
}

/** `GET /projects/{org}/{project}/releases/`. */
export async function listProjectReleases(scope: Scope): Promise<Reply> {
  const organization = organizationOf(scope);
  const project = await projectOf(scope, organization);
  return releaseList(scope, organization, [project], scope.query.getAll('environment').filter(Boolean));
}

function releaseOf(scope: Scope, organization: OrganizationRecord): ReleaseRecord {
  const version = scope.part('version');
  const found = organization.releases.find((release) => release.version === version);
  if (found === undefined || !projectsOfRelease(organization, found).some(isVisible)) throw notFound();
  return found;
}

/** The neighbours of a release in a project, newest first. */
function projectMeta(organization: OrganizationRecord, release: ReleaseRecord, project: ProjectRecord): object {
  const releases = organization.releases
    .filter(({ projectIds }) => projectIds.includes(project.id))
    .sort((a, b) => b.dateCreated - a.dateCreated || b.id - a.id);
  const index = releases.indexOf(release);
  const hasSessions = project.hasSessions;
  return {
    prevReleaseVersion: releases[index + 1]?.version ?? null,
    nextReleaseVersion: index > 0 ? (releases[index - 1]?.version ?? null) : null,
    firstReleaseVersion: releases.at(-1)?.version ?? null,
    lastReleaseVersion: releases[0]?.version ?? null,
    sessionsLowerBound: hasSessions ? iso(release.dateCreated) : null,
    sessionsUpperBound: hasSessions ? iso(release.lastEvent ?? release.dateCreated) : null,
  };
}

/** `GET /organizations/{org}/releases/{version}/`; a project adds its neighbours. */
export function getRelease(scope: Scope): Reply {
  const organization = organizationOf(scope);
  const release = releaseOf(scope, organization);
  const name = scope.query.get('project') ?? scope.query.get('project_id');
  const project = name === null ? null : findProject(organization, name);
  if (project === undefined || (project !== null && !release.projectIds.includes(project.id))) throw notFound();
  return json({
    ...releaseRow(organization, release, {
      ...(project === null ? {} : { countIn: [project] }),
      show: projectsOfRelease(organization, release).filter(isVisible),
      hasHealth: isOn(scope, 'health'),
      hasStages: isOn(scope, 'adoptionStages'),
      now: scope.now,
    }),
    ...(project === null ? {} : { currentProjectMeta: projectMeta(organization, release, project) }),
  });
}

/** `GET .../releases/{version}/deploys/`: the last one of each visible project and environment, no history. */
export function listDeploys(scope: Scope): Reply {
  const organization = organizationOf(scope);
  const release = releaseOf(scope, organization);
  const newest = [...release.deploys].sort((a, b) => b.dateFinished - a.dateFinished);
  const latest = new Set<DeployRecord>();
  for (const project of projectsOfRelease(organization, release).filter(isVisible)) {
    const seen = new Set<string>();
    for (const deploy of newest) {
      if (!deploy.projectIds.includes(project.id) || seen.has(deploy.environment)) continue;
      seen.add(deploy.environment);
      latest.add(deploy);
    }
  }
  const rows = newest.filter((deploy) => latest.has(deploy));
  return offsetList(scope, organization.slug, rows, deployPayload);
}

function commitList(scope: Scope, organization: OrganizationRecord, release: ReleaseRecord): Reply {
  const request = pageRequest(scope);
  const rows = release.commits.map((commit, position) => ({ commit, position }));
  const page = orBadRequest(() => dateTimePage(rows, ({ position }) => position, { ...request, ascending: true }));
  return paged(scope, organization.slug, page, ({ commit }) => commitPayload(organization, release, commit));
}

/** `GET .../releases/{version}/commits/`: in the release's order. */
export function listCommits(scope: Scope): Reply {
  const organization = organizationOf(scope);
  return commitList(scope, organization, releaseOf(scope, organization));
}

/** `GET /projects/{org}/{project}/releases/{version}/commits/`. */
export async function listProjectCommits(scope: Scope): Promise<Reply> {
  const organization = organizationOf(scope);
  const project = await projectOf(scope, organization);
  const release = releaseOf(scope, organization);
  if (!release.projectIds.includes(project.id)) throw notFound();
  return commitList(scope, organization, release);
}
