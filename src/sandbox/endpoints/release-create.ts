import type { OrganizationRecord, ProjectRecord, ReleaseRecord } from '../data/model.ts';
import { readForm } from '../form/body.ts';
import { list, text } from '../form/values.ts';
import { findProject, isVisible, organizationOf } from '../lookup.ts';
import { releaseRow } from '../payloads/release.ts';
import { applyCommits } from '../release-write/apply.ts';
import { readRelease, version } from '../release-write/read.ts';
import { invalidFields, json, type Reply } from '../reply.ts';
import type { Scope } from '../scope.ts';

function projectsOf(organization: OrganizationRecord, names: readonly string[]): ProjectRecord[] {
  return names.map((name) => {
    const project = findProject(organization, name);
    if (project === undefined || !isVisible(project)) {
      throw invalidFields({ projects: ['Invalid project ids or slugs'] });
    }
    return project;
  });
}

function ownerOf(organization: OrganizationRecord, name: string): string {
  const users = organization.members.flatMap(({ user }) => (user === null ? [] : [user]));
  const found = users.find(({ id, username, email }) => [id, username, email].includes(name));
  if (found === undefined) throw invalidFields({ owner: ['Unable to find user'] });
  return found.id;
}

/**
 * `POST /organizations/{org}/releases/`: as often as one likes. A known release is given the projects it lacks, never
 * loses one, and keeps its own ref, url and dates; 208 where it had them all.
 */
export function createRelease(scope: Scope): Reply {
  const organization = organizationOf(scope);
  const given = readForm(scope, (form) => ({
    version: form.read('version', version, { required: true }) ?? '',
    projects: form.read('projects', list(text(), { empty: false }), { required: true }) ?? [],
    owner: form.read('owner', text()),
    ...readRelease(form),
  }));
  const projects = projectsOf(organization, given.projects);
  const ownerUserId = given.owner === undefined ? null : ownerOf(organization, given.owner);
  const known = organization.releases.find((release) => release.version === given.version);
  const release: ReleaseRecord = known ?? {
    id: Number(scope.newId()),
    version: given.version,
    status: given.status ?? 'open',
    ref: given.ref || null,
    url: given.url || null,
    dateCreated: scope.now,
    dateReleased: given.dateReleased ?? null,
    firstEvent: null,
    lastEvent: null,
    projectIds: [],
    ownerUserId,
    data: {},
    commits: [],
    deploys: [],
    isUnused: true,
    userAgent: (scope.header('user-agent') ?? '').slice(0, 256),
  };
  if (known === undefined) organization.releases.unshift(release);
  release.status = given.status ?? release.status;
  const added = projects.filter(({ id }) => !release.projectIds.includes(id)).map(({ id }) => id);
  release.projectIds = [...release.projectIds, ...new Set(added)];
  applyCommits(scope, organization, release, given);
  const row = releaseRow(organization, release);
  return json({ ...row, firstEvent: null, lastEvent: null }, known !== undefined && added.length === 0 ? 208 : 201);
}
