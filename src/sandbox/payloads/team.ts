import type { OrganizationRecord, ProjectRecord, TeamRecord, World } from '../data/model.ts';
import { iso } from '../time.ts';
import { access } from './access.ts';
import { avatar } from './avatar.ts';
import { projectBaseRow } from './project.ts';

type Payload = Record<string, unknown>;

/** The projects of a team, by slug. */
export function projectsOfTeam(organization: OrganizationRecord, team: TeamRecord): ProjectRecord[] {
  return organization.projects
    .filter(({ teamIds }) => teamIds.includes(team.id))
    .sort((a, b) => (a.slug < b.slug ? -1 : 1));
}

/** A team as lists carry it; without its projects and external teams. */
export function teamRow(world: World, organization: OrganizationRecord, team: TeamRecord): Payload {
  const viewer = organization.members.find(({ user }) => user?.id === world.viewer.id);
  const membership = team.members.find(({ memberId }) => memberId === viewer?.id);
  return {
    id: team.id,
    slug: team.slug,
    name: team.name,
    dateCreated: iso(team.dateCreated),
    isMember: membership !== undefined,
    teamRole: membership?.teamRole ?? null,
    flags: { 'idp:provisioned': team.idpProvisioned ?? false },
    access,
    hasAccess: true,
    isPending: false,
    memberCount: team.members.length,
    avatar: avatar(),
  };
}

/** A team with its projects, as its list carries it unless `detailed=0`. */
export function detailedTeamRow(world: World, organization: OrganizationRecord, team: TeamRecord): Payload {
  return {
    ...teamRow(world, organization, team),
    projects: projectsOfTeam(organization, team).map(projectBaseRow),
    externalTeams: [],
  };
}
