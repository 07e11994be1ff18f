import type { IssueRecord, OrganizationRecord, UserRecord } from '../data/model.ts';
import type { TermValue } from './tokens.ts';
import { plainText } from './values.ts';

/** Who asks, and where users and teams are looked up. */
export type ActorOptions = { organization: OrganizationRecord; viewer: UserRecord };

function isAssignedTo(issue: IssueRecord, type: 'user' | 'team', id: string | undefined): boolean {
  return id !== undefined && issue.assignedTo?.type === type && issue.assignedTo.id === id;
}

function suggested(issue: IssueRecord, owner: string | undefined): boolean {
  return issue.assignedTo === null && owner !== undefined && issue.owners.some((entry) => entry.owner === owner);
}

function teamsOf(organization: OrganizationRecord, viewer: UserRecord): string[] {
  const member = organization.members.find(({ user }) => user?.id === viewer.id);
  return organization.teams
    .filter(({ members }) => members.some(({ memberId }) => memberId === member?.id))
    .map(({ id }) => id);
}

/** A test whether an issue is assigned to `me`, `none`, `my_teams`, `#team`, or a user; or suggested to them. */
export function actorTest(
  value: TermValue,
  withSuggested: boolean,
  options: ActorOptions,
): (issue: IssueRecord) => boolean {
  const { organization, viewer } = options;
  const text = plainText(value);
  const ofUser = (id: string | undefined) => (issue: IssueRecord) =>
    isAssignedTo(issue, 'user', id) || (withSuggested && suggested(issue, id && `user:${id}`));
  const ofTeam = (id: string | undefined) => (issue: IssueRecord) =>
    isAssignedTo(issue, 'team', id) || (withSuggested && suggested(issue, id && `team:${id}`));
  if (text === 'none') return (issue) => issue.assignedTo === null && (!withSuggested || issue.owners.length === 0);
  if (text === 'me') return ofUser(viewer.id);
  if (text === 'my_teams') {
    const tests = teamsOf(organization, viewer).map(ofTeam);
    return (issue) => tests.some((test) => test(issue));
  }
  if (text.startsWith('#')) return ofTeam(organization.teams.find(({ slug }) => slug === text.slice(1))?.id);
  const users = organization.members.map(({ user }) => user);
  return ofUser(users.find((user) => user?.email === text || user?.username === text)?.id);
}
