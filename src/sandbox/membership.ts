import type { MemberRecord, OrganizationRecord, ProjectRecord, UserRecord } from './data/model.ts';

/** A user as member of an organization. */
export function memberFor({ members }: OrganizationRecord, user: UserRecord): MemberRecord | undefined {
  return members.find((member) => member.user?.id === user.id);
}

/** The members who own an organization; invited ones do not yet. */
export function ownersOf({ members }: OrganizationRecord): MemberRecord[] {
  return members.filter(({ orgRole, user }) => orgRole === 'owner' && user !== null);
}

/** Whether a user is in a team of a project. */
export function isInProject(organization: OrganizationRecord, project: ProjectRecord, user: UserRecord): boolean {
  const member = memberFor(organization, user);
  return organization.teams.some(
    (team) => project.teamIds.includes(team.id) && team.members.some(({ memberId }) => memberId === member?.id),
  );
}
