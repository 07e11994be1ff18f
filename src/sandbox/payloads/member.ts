import type { MemberRecord, OrganizationRecord, TeamRecord } from '../data/model.ts';
import { ownersOf } from '../membership.ts';
import { iso } from '../time.ts';
import { orgRoleList, teamRoleList } from './access.ts';
import { userPayload } from './user.ts';

type Payload = Record<string, unknown>;

/** Whether someone was invited and has not joined. */
export function isInvited({ user }: MemberRecord): boolean {
  return user === null;
}

/** A member in a list. `user` is null while the invitation is open. */
export function memberRow(member: MemberRecord): Payload {
  return {
    id: member.id,
    email: member.email,
    name: member.user?.name ?? member.email,
    user: member.user === null ? null : userPayload(member.user),
    orgRole: member.orgRole,
    pending: isInvited(member),
    expired: member.expired,
    flags: {
      'idp:provisioned': member.idpProvisioned,
      'idp:role-restricted': false,
      'sso:linked': member.ssoLinked,
      'sso:invalid': false,
      'member-limit:restricted': false,
      'partnership:restricted': false,
    },
    dateCreated: iso(member.dateCreated),
    inviteStatus: member.inviteStatus,
    inviterName: member.inviterName,
  };
}

/** The names that older clients read a role by. */
function roleNames({ orgRole }: MemberRecord): Payload {
  return { role: orgRole, roleName: orgRole.charAt(0).toUpperCase() + orgRole.slice(1) };
}

/** A member as one of a team. */
export function teamMemberRow(member: MemberRecord, team: TeamRecord): Payload {
  const membership = team.members.find(({ memberId }) => memberId === member.id);
  return {
    ...memberRow(member),
    ...roleNames(member),
    teamRole: membership?.teamRole ?? null,
    teamSlug: team.slug,
  };
}

/** A member on their own, with their teams. */
export function memberDetail(organization: OrganizationRecord, member: MemberRecord): Payload {
  const teamRoles = organization.teams.flatMap(({ slug, members }) =>
    members
      .filter(({ memberId }) => memberId === member.id)
      .map(({ teamRole }) => ({ teamSlug: slug, role: teamRole })),
  );
  const owners = ownersOf(organization);
  return {
    ...memberRow(member),
    ...roleNames(member),
    teams: teamRoles.map(({ teamSlug }) => teamSlug),
    teamRoles,
    invite_link: null,
    isOnlyOwner: owners.length === 1 && owners[0] === member,
    orgRoleList: orgRoleList(),
    teamRoleList: teamRoleList(),
  };
}
