import type { IssueRecord, OrganizationRecord, ProjectRecord, UserRecord } from '../data/model.ts';
import { invalid, type Read } from '../form/invalid.ts';
import { isInProject } from '../membership.ts';

/** Somebody who can have an issue; null takes it away from whoever has it. */
export type Assignee = IssueRecord['assignedTo'];

/** Where assignees are looked up. */
export type ActorSurroundings = { organization: OrganizationRecord; project: ProjectRecord };

function findUser({ members }: OrganizationRecord, name: string): UserRecord | undefined {
  const users = members.flatMap(({ user }) => (user === null ? [] : [user]));
  const lower = name.toLowerCase();
  return /^\d+$/.test(name)
    ? users.find(({ id }) => id === name)
    : users.find(({ username, email }) => username.toLowerCase() === lower || email.toLowerCase() === lower);
}

function readTeam({ organization, project }: ActorSurroundings, id: string, isOpen: boolean): Assignee {
  const team = organization.teams.find((each) => each.id === id);
  if (team === undefined) throw invalid('Team does not exist');
  if (!isOpen && !project.teamIds.includes(id)) throw invalid('Cannot assign to a team without access to the project');
  return { type: 'team', id };
}

function readUser(surroundings: ActorSurroundings, name: string, isOpen: boolean): Assignee {
  const user = findUser(surroundings.organization, name);
  if (user === undefined) throw invalid('User does not exist');
  if (!user.isActive) throw invalid('Cannot assign to a deactivated member');
  const { organization, project } = surroundings;
  if (!isOpen && !isInProject(organization, project, user)) throw invalid('Cannot assign to non-team member');
  return { type: 'user', id: user.id };
}

/** Reads `user:1`, `team:1`, a user's id, name or address; nothing takes the issue away. */
export function actor(surroundings: ActorSurroundings): Read<Assignee> {
  const isOpen = surroundings.organization.settings?.openMembership !== false;
  return (value) => {
    if (value === null || value === '' || value === false) return null;
    if (typeof value !== 'string' && typeof value !== 'number') {
      throw invalid('Could not parse actor. Format should be `type:id` where type is `team` or `user`.');
    }
    const [, type, id] = /^(team|user):(.*)$/.exec(String(value)) ?? [];
    if (type === 'team') return readTeam(surroundings, id ?? '', isOpen);
    return readUser(surroundings, id ?? String(value), isOpen);
  };
}
