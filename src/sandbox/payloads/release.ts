import type { DeployRecord, OrganizationRecord, ProjectRecord, ReleaseRecord } from '../data/model.ts';
import { iso, isoOrNull } from '../time.ts';
import { authorPayload } from './author.ts';
import { commitPayload } from './commit.ts';
import { adoptionStages, healthData } from './health.ts';
import { userPayload } from './user.ts';
import { shortVersion, versionInfo } from './version.ts';

type Payload = Record<string, unknown>;

/** A deploy. */
export function deployPayload(deploy: DeployRecord): Payload {
  return {
    id: deploy.id,
    environment: deploy.environment,
    dateStarted: isoOrNull(deploy.dateStarted),
    dateFinished: iso(deploy.dateFinished),
    name: deploy.name,
    url: deploy.url,
  };
}

function newGroups(organization: OrganizationRecord, release: ReleaseRecord, projectId: string): number {
  return organization.issues.filter(
    (issue) => issue.projectId === projectId && issue.firstRelease === release.version && issue.mergedInto === null,
  ).length;
}

/** The projects of a release, by the order of the organization. */
export function projectsOfRelease(organization: OrganizationRecord, release: ReleaseRecord): ProjectRecord[] {
  return organization.projects.filter(({ id }) => release.projectIds.includes(id));
}

function projectPayload(organization: OrganizationRecord, release: ReleaseRecord, project: ProjectRecord): Payload {
  return {
    id: Number(project.id),
    slug: project.slug,
    name: project.name,
    newGroups: newGroups(organization, release, project.id),
    platform: project.platform,
    platforms: project.platforms,
    hasHealthData: project.hasSessions && release.isUnused !== true,
  };
}

function ownerPayload(organization: OrganizationRecord, release: ReleaseRecord): Payload | null {
  const owner = organization.members.find(({ user }) => user !== null && user.id === release.ownerUserId)?.user;
  return owner == null ? null : { ...userPayload(owner), type: 'user' };
}

/** What a list or a lookup adds to a release, and whose new issues it counts. */
export type ReleaseOptions = {
  /** The projects that new issues are counted in; left out: all of the release. */
  countIn?: readonly ProjectRecord[];
  /** The projects that are shown; left out: all of the release. */
  show?: readonly ProjectRecord[];
  hasHealth?: boolean;
  hasStages?: boolean;
  now?: number;
};

/** A release. */
export function releaseRow(
  organization: OrganizationRecord,
  release: ReleaseRecord,
  options: ReleaseOptions = {},
): Payload {
  const authors = new Map(release.commits.flatMap(({ author }) => (author === null ? [] : [[author.email, author]])));
  const all = projectsOfRelease(organization, release);
  const shown = options.show ?? all;
  const counted = options.countIn ?? all;
  const [lastCommit] = release.commits;
  const [lastDeploy] = release.deploys;
  return {
    id: release.id,
    version: release.version,
    status: release.status,
    shortVersion: shortVersion(release.version),
    versionInfo: versionInfo(release.version),
    ref: release.ref,
    url: release.url,
    dateReleased: isoOrNull(release.dateReleased),
    dateCreated: iso(release.dateCreated),
    dateStarted: null,
    data: release.data,
    newGroups: counted.reduce((sum, { id }) => sum + newGroups(organization, release, id), 0),
    owner: ownerPayload(organization, release),
    commitCount: release.commits.length,
    lastCommit: lastCommit === undefined ? null : commitPayload(organization, release, lastCommit),
    deployCount: release.deploys.length,
    lastDeploy: lastDeploy === undefined ? null : { ...deployPayload(lastDeploy), name: lastDeploy.name ?? '' },
    authors: [...authors.values()].map((author) => authorPayload(organization, author)),
    projects: shown.map((project) => ({
      ...projectPayload(organization, release, project),
      ...(options.hasHealth === true ? { healthData: healthData(release, project, options.now ?? 0) } : {}),
    })),
    firstEvent: isoOrNull(release.firstEvent),
    lastEvent: isoOrNull(release.lastEvent),
    currentProjectMeta: {},
    userAgent: release.userAgent ?? null,
    ...(options.hasStages === true ? { adoptionStages: adoptionStages(organization, release, shown) } : {}),
  };
}
