import type { DeployRecord, OrganizationRecord, ProjectRecord, ReleaseRecord } from '../data/model.ts';
import { findProject, isVisible, organizationOf, projectOf } from '../lookup.ts';
import { dateTimePage } from '../paging.ts';
import { offsetList, orBadRequest, paged, pageRequest } from '../params.ts';
import { commitPayload } from '../payloads/commit.ts';
import { deployPayload, projectsOfRelease, releaseRow } from '../payloads/release.ts';
import { json, notFound, type Reply } from '../reply.ts';
import { isOn, type Scope } from '../scope.ts';
import { iso } from '../time.ts';

/** The release named in the path. */
export function releaseOf(scope: Scope, organization: OrganizationRecord): ReleaseRecord {
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

/** `GET .../releases/{version}/deploys/`: the one last made of each visible project and environment, no history. */
export function listDeploys(scope: Scope): Reply {
  const organization = organizationOf(scope);
  const release = releaseOf(scope, organization);
  const latest = new Set<DeployRecord>();
  for (const project of projectsOfRelease(organization, release).filter(isVisible)) {
    const seen = new Set<string>();
    for (const deploy of release.deploys) {
      if (!deploy.projectIds.includes(project.id) || seen.has(deploy.environment)) continue;
      seen.add(deploy.environment);
      latest.add(deploy);
    }
  }
  const rows = [...latest].sort((a, b) => b.dateFinished - a.dateFinished);
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
