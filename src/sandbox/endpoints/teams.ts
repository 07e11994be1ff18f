import type { MemberRecord, OrganizationRecord, TeamRecord } from '../data/model.ts';
import { organizationOf, projectOf } from '../lookup.ts';
import { offsetList } from '../params.ts';
import { teamMemberRow } from '../payloads/member.ts';
import { organizationSummary } from '../payloads/organization.ts';
import { projectBaseRow } from '../payloads/project.ts';
import { detailedTeamRow, projectsOfTeam, teamRow } from '../payloads/team.ts';
import { badRequest, json, notFound, type Reply } from '../reply.ts';
import type { Scope } from '../scope.ts';
import { containsAny, simpleTokens } from '../search/simple-tokens.ts';
import { byId } from './members.ts';
import { projectRowsOf } from './projects.ts';

function matches(team: TeamRecord, query: string): boolean {
  for (const [key, values] of simpleTokens(query)) {
    if (key === 'id' && values.some((value) => !/^\d+$/.test(value))) throw badRequest('Invalid team ID');
    const fits =
      (key === 'query' && containsAny([team.name, team.slug], values)) ||
      (key === 'id' && values.includes(team.id)) ||
      (key === 'slug' && values.includes(team.slug)) ||
      (key === 'hasExternalTeams' && !values.includes('true'));
    if (!fits) return false;
  }
  return true;
}

function bySlug(a: TeamRecord, b: TeamRecord): number {
  return a.slug < b.slug ? -1 : 1;
}

/** `GET /organizations/{org}/teams/`: by slug; `detailed=0` without projects. */
export function listTeams(scope: Scope): Reply {
  const organization = organizationOf(scope);
  const query = scope.query.get('query') ?? '';
  const rows = organization.teams.filter((team) => matches(team, query)).sort(bySlug);
  const toRow = scope.query.get('detailed') === '0' ? teamRow : detailedTeamRow;
  return offsetList(scope, organization.slug, rows, (team) => toRow(scope.world, organization, team));
}

/** `GET /organizations/{org}/user-teams/`: those of the asking user, all at once. */
export function listUserTeams(scope: Scope): Reply {
  const organization = organizationOf(scope);
  const rows = organization.teams.map((team) => detailedTeamRow(scope.world, organization, team));
  return json(rows.filter(({ isMember }) => isMember === true));
}

/** The team named in the path, by slug or number. */
export function teamOf(scope: Scope, organization: OrganizationRecord): TeamRecord {
  const name = scope.part('team');
  const found = organization.teams.find((team) => (/^\d+$/.test(name) ? team.id : team.slug) === name);
  if (found === undefined) throw notFound();
  return found;
}

/** `GET /teams/{org}/{team}/`. */
export function getTeam(scope: Scope): Reply {
  const organization = organizationOf(scope);
  const team = teamOf(scope, organization);
  const expand = scope.query.getAll('expand');
  const isCollapsed = scope.query.getAll('collapse').includes('organization');
  return json({
    ...teamRow(scope.world, organization, team),
    ...(isCollapsed ? {} : { organization: organizationSummary(organization) }),
    ...(expand.includes('projects') ? { projects: projectsOfTeam(organization, team).map(projectBaseRow) } : {}),
    ...(expand.includes('externalTeams') ? { externalTeams: [] } : {}),
  });
}

/** `GET /teams/{org}/{team}/projects/`. */
export function listTeamProjects(scope: Scope): Reply {
  const organization = organizationOf(scope);
  return projectRowsOf(scope, organization, projectsOfTeam(organization, teamOf(scope, organization)));
}

function membersOfTeam(organization: OrganizationRecord, team: TeamRecord): MemberRecord[] {
  const ids = new Set(team.members.map(({ memberId }) => memberId));
  return organization.members.filter(({ id }) => ids.has(id)).sort(byId);
}

/** `GET /teams/{org}/{team}/members/`. */
export function listTeamMembers(scope: Scope): Reply {
  const organization = organizationOf(scope);
  const team = teamOf(scope, organization);
  const rows = membersOfTeam(organization, team);
  return offsetList(scope, organization.slug, rows, (member) => teamMemberRow(member, team));
}

/** `GET /projects/{org}/{project}/teams/`. */
export async function listProjectTeams(scope: Scope): Promise<Reply> {
  const organization = organizationOf(scope);
  const project = await projectOf(scope, organization);
  const rows = organization.teams.filter(({ id }) => project.teamIds.includes(id)).sort(bySlug);
  return offsetList(scope, organization.slug, rows, (team) => teamRow(scope.world, organization, team));
}
