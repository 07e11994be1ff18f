import type { OrganizationRecord, ReleaseRecord } from '../data/model.ts';
import { readForm } from '../form/body.ts';
import { isPending, isVisible, organizationOf } from '../lookup.ts';
import { healthOf } from '../payloads/health.ts';
import { projectsOfRelease, releaseRow } from '../payloads/release.ts';
import { applyCommits } from '../release-write/apply.ts';
import { readRelease } from '../release-write/read.ts';
import { badRequest, empty, json, notFound, type Reply } from '../reply.ts';
import type { Scope } from '../scope.ts';
import { releaseOf } from './release.ts';

/** The release in the path, for whoever may see all of its projects. */
export function writableRelease(scope: Scope, organization: OrganizationRecord): ReleaseRecord {
  const release = releaseOf(scope, organization);
  if (!projectsOfRelease(organization, release).every(isVisible)) throw notFound();
  return release;
}

/** `PUT /organizations/{org}/releases/{version}/`: what is empty or null changes nothing; `refs: []` clears commits. */
export function updateRelease(scope: Scope): Reply {
  const organization = organizationOf(scope);
  const release = writableRelease(scope, organization);
  const given = readForm(scope, readRelease);
  release.ref = given.ref || release.ref;
  release.url = given.url || release.url;
  release.dateReleased = given.dateReleased ?? release.dateReleased;
  release.status = given.status ?? release.status;
  applyCommits(scope, organization, release, given);
  if (given.refs?.length === 0) release.commits = [];
  return json(releaseRow(organization, release));
}

/** `DELETE /organizations/{org}/releases/{version}/`. */
export function deleteRelease(scope: Scope): Reply {
  const organization = organizationOf(scope);
  const release = writableRelease(scope, organization);
  const isFirst = organization.issues.some((issue) => issue.firstRelease === release.version && !isPending(issue));
  if (isFirst) throw badRequest('This release is referenced by active issues and cannot be removed.');
  if (projectsOfRelease(organization, release).some((project) => healthOf(release, project) !== null)) {
    throw badRequest('This release has health data and cannot be removed.');
  }
  organization.releases.splice(organization.releases.indexOf(release), 1);
  return empty(204);
}
