import type { EventHead, IssueRecord, OrganizationRecord, World } from './model.ts';

/**
 * A copy of a world whose records may be written to while the given one stays as it is. Writes replace what a record
 * holds and never reach into it, so one level is enough.
 */
export function copyWorld(world: World): World {
  return {
    ...world,
    connection: { ...world.connection },
    organizations: world.organizations.map(copyOrganization),
  };
}

function copyOrganization(organization: OrganizationRecord): OrganizationRecord {
  return {
    ...organization,
    teams: organization.teams.map((team) => ({ ...team })),
    members: organization.members.map((member) => ({ ...member })),
    projects: organization.projects.map((project) => ({ ...project })),
    issues: organization.issues.map(copyIssue),
    releases: organization.releases.map((release) => ({ ...release })),
    repositories: [...organization.repositories],
  };
}

/** Events are made when first asked for: a copy asks the original, until it is given others. */
function copyIssue(issue: IssueRecord): IssueRecord {
  const copy: IssueRecord = Object.create(Object.prototype, Object.getOwnPropertyDescriptors(issue));
  let own: EventHead[] | undefined;
  return Object.defineProperty(copy, 'events', {
    get: () => own ?? issue.events,
    set: (events: EventHead[]) => {
      own = events;
    },
    enumerable: true,
    configurable: true,
  });
}
