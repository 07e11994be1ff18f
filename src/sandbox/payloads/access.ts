/** Scopes of a member who may read and write. */
export const access = [
  'alerts:read',
  'alerts:write',
  'event:admin',
  'event:read',
  'event:write',
  'member:read',
  'org:read',
  'project:admin',
  'project:read',
  'project:releases',
  'project:write',
  'team:admin',
  'team:read',
  'team:write',
];

const readScopes = ['alerts:read', 'event:read', 'member:read', 'org:read', 'project:read', 'team:read'];

function orgRole(id: string, name: string, desc: string, scopes: string[], minimumTeamRole: string): object {
  const isGlobal = id === 'manager' || id === 'owner';
  return {
    id,
    name,
    desc,
    scopes,
    allowed: true,
    isAllowed: true,
    isRetired: id === 'admin',
    isTeamRolesAllowed: id !== 'billing',
    is_global: isGlobal,
    isGlobal,
    minimumTeamRole,
  };
}

/** The roles that an organization knows. */
export function orgRoleList(): object[] {
  return [
    orgRole('billing', 'Billing', 'Sees the subscription.', ['org:billing'], 'contributor'),
    orgRole('member', 'Member', 'Sees most data and acts on events.', readScopes, 'contributor'),
    orgRole('admin', 'Admin', 'Runs their own teams.', access, 'admin'),
    orgRole('manager', 'Manager', 'Runs all teams and members.', [...access, 'member:write'], 'admin'),
    orgRole('owner', 'Owner', 'May do everything.', [...access, 'member:write', 'org:admin'], 'admin'),
  ];
}

/** The roles that a team knows. */
export function teamRoleList(): object[] {
  const role = (id: string, name: string, desc: string, scopes: string[], isMinimumRoleFor: string | null): object => ({
    id,
    name,
    desc,
    scopes,
    allowed: true,
    isAllowed: true,
    isRetired: false,
    isTeamRolesAllowed: true,
    isMinimumRoleFor,
  });
  return [
    role('contributor', 'Contributor', 'Sees the projects of the team.', readScopes, null),
    role('admin', 'Team Admin', 'Runs the team.', access, 'admin'),
  ];
}
