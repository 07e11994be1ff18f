import type { OrganizationRecord, TeamRecord } from '../data/model.ts';
import { readForm } from '../form/body.ts';
import { orNull, slug, text } from '../form/values.ts';
import { organizationOf } from '../lookup.ts';
import { isInProject, memberFor } from '../membership.ts';
import { teamRow } from '../payloads/team.ts';
import { empty, invalidFields, json, Refusal, type Reply, refuse } from '../reply.ts';
import type { Scope } from '../scope.ts';
import { freeSlug, slugify } from '../slugs.ts';
import { teamOf } from './teams.ts';

const maxSlug = 50;

function hasSlug({ teams }: OrganizationRecord, wanted: string): boolean {
  return teams.some((team) => team.slug === wanted);
}

/** `POST /organizations/{org}/teams/`: whoever makes a team is its first member. */
export function createTeam(scope: Scope): Reply {
  const organization = organizationOf(scope);
  const given = readForm(scope, (form) => ({
    slug: form.read('slug', orNull(slug(maxSlug))),
    name: form.read('name', orNull(text({ max: 64, blank: true }))),
  }));
  const label = given.name || given.slug;
  if (!label) throw invalidFields({ non_field_errors: ['Name or slug is required'] });
  if (given.slug != null && hasSlug(organization, given.slug)) {
    const message = 'A team with this slug already exists.';
    throw new Refusal(json({ non_field_errors: [message], detail: message }, 409));
  }
  const viewer = memberFor(organization, scope.world.viewer);
  const team: TeamRecord = {
    id: scope.newId(),
    slug: given.slug ?? freeSlug(slugify(label, maxSlug), (each) => hasSlug(organization, each)),
    name: label,
    dateCreated: scope.now,
    members: viewer === undefined ? [] : [{ memberId: viewer.id, teamRole: 'contributor' }],
  };
  organization.teams.push(team);
  return json(teamRow(scope.world, organization, team), 201);
}

function refuseProvisioned(team: TeamRecord): void {
  if (team.idpProvisioned === true) {
    throw refuse(403, "This team is managed through your organization's identity provider.");
  }
}

/** `PUT /teams/{org}/{team}/`. */
export function updateTeam(scope: Scope): Reply {
  const organization = organizationOf(scope);
  const team = teamOf(scope, organization);
  refuseProvisioned(team);
  const update = readForm(scope, (form) => {
    const wanted = form.read('slug', slug(maxSlug));
    if (wanted !== undefined && wanted !== team.slug && hasSlug(organization, wanted)) {
      form.refuse('slug', `The slug "${wanted}" is already in use.`);
    }
    return { slug: wanted, name: form.read('name', text({ max: 64 })) };
  });
  team.slug = update.slug ?? team.slug;
  team.name = update.name ?? team.name;
  return json(teamRow(scope.world, organization, team));
}

/** `DELETE /teams/{org}/{team}/`: its projects stay, its slug is free at once. */
export function deleteTeam(scope: Scope): Reply {
  const organization = organizationOf(scope);
  const team = teamOf(scope, organization);
  refuseProvisioned(team);
  organization.teams.splice(organization.teams.indexOf(team), 1);
  for (const project of organization.projects) {
    if (!project.teamIds.includes(team.id)) continue;
    project.teamIds = project.teamIds.filter((id) => id !== team.id);
    project.isMember = isInProject(organization, project, scope.world.viewer);
  }
  for (const issue of organization.issues) {
    if (issue.assignedTo?.type === 'team' && issue.assignedTo.id === team.id) issue.assignedTo = null;
    if (issue.owners.some(({ owner }) => owner === `team:${team.id}`)) {
      issue.owners = issue.owners.filter(({ owner }) => owner !== `team:${team.id}`);
    }
  }
  return empty(204);
}
