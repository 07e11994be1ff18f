import type { OrganizationRecord, ProjectRecord } from '../data/model.ts';
import { readForm } from '../form/body.ts';
import { invalid, type Read } from '../form/invalid.ts';
import { flag, orNull, slug, text } from '../form/values.ts';
import { organizationOf } from '../lookup.ts';
import { isInProject } from '../membership.ts';
import { projectRow } from '../payloads/project.ts';
import { isPlatform } from '../platforms.ts';
import { json, type Reply, refuse } from '../reply.ts';
import type { Scope } from '../scope.ts';
import { freeSlug, reservedSlugs, slugify } from '../slugs.ts';
import { teamOf } from './teams.ts';

/** How long the slug of a project may be. */
export const maxProjectSlug = 100;

/** Reads a platform; none, or one that Sentry knows. */
export const platform: Read<string> = (value) => {
  const name = text({ blank: true })(value);
  if (!isPlatform(name)) throw invalid('Invalid platform');
  return name;
};

/** Whether a slug is some project's of today; former ones may be taken. */
export function isProjectSlug({ projects }: OrganizationRecord, wanted: string): boolean {
  return projects.some((project) => project.slug === wanted);
}

/** `POST /teams/{org}/{team}/projects/`. */
export function createProject(scope: Scope): Reply {
  const organization = organizationOf(scope);
  const team = teamOf(scope, organization);
  const given = readForm(scope, (form) => {
    const name = form.read('name', text({ max: 50 }), { required: true });
    if (name !== undefined && reservedSlugs.has(name)) {
      form.refuse('name', `The name "${name}" is reserved and not allowed.`);
    }
    form.read('default_rules', flag);
    return {
      name: name ?? '',
      slug: form.read('slug', orNull(slug(maxProjectSlug))),
      platform: form.read('platform', orNull(platform)),
    };
  });
  if (given.slug != null && isProjectSlug(organization, given.slug)) {
    throw refuse(409, 'A project with this slug already exists.');
  }
  const isTaken = (each: string): boolean => isProjectSlug(organization, each) || reservedSlugs.has(each);
  const project: ProjectRecord = {
    id: scope.newId(),
    slug: given.slug ?? freeSlug(slugify(given.name, maxProjectSlug), isTaken),
    name: given.name,
    platform: given.platform || null,
    platforms: [],
    dateCreated: scope.now,
    firstEvent: null,
    teamIds: [team.id],
    environments: [],
    isBookmarked: false,
    isMember: false,
    hasSessions: false,
    formerSlugs: [],
  };
  project.isMember = isInProject(organization, project, scope.world.viewer);
  organization.projects.push(project);
  return json(projectRow(organization, project, ['unusedFeatures']), 201);
}
