import type { OrganizationRecord, ProjectRecord, ReleaseRecord } from '../data/model.ts';
import { isVisible, organizationOf, projectOf } from '../lookup.ts';
import { offsetList, windowOf } from '../params.ts';
import { projectsOfRelease, releaseRow } from '../payloads/release.ts';
import { badRequest, json, type Reply } from '../reply.ts';
import { isOn, type Scope } from '../scope.ts';
import { releaseTests } from '../search/releases.ts';
import { selectedEnvironments, selectedProjects } from '../selection.ts';
import { within } from '../time.ts';
import { orderOf, type ReleaseEntry } from './release-order.ts';

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
  const rows = releases.flatMap((release): ReleaseEntry[] =>
    isFlat ? inProjects(release).map((project) => ({ release, project })) : [{ release, project: null }],
  );
  rows.sort(orderOf(scope.query.get('sort') ?? 'date', organization, isFlat));
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
