import type { OrganizationRecord, ProjectRecord } from './data/model.ts';
import { findProject, isVisible, meetTrouble } from './lookup.ts';
import { badRequest, forbidden, notFound } from './reply.ts';
import type { Scope } from './scope.ts';

/**
 * The projects that an organization's list is about. Left out: those the user is a member of; `-1` or `$all`: all
 * visible ones. One that is unknown or not visible is a 403 for the whole list.
 */
export async function selectedProjects(scope: Scope, organization: OrganizationRecord): Promise<ProjectRecord[]> {
  const names = scope.query.getAll('project').filter((name) => name !== '');
  const slugs = scope.query.getAll('projectSlug').filter((name) => name !== '');
  if (scope.switches.oldBuild && names.some((name) => !/^-?\d+$/.test(name))) {
    throw badRequest('Invalid project parameter. Values must be numbers.');
  }
  if (names.includes('-1') || slugs.includes('$all')) return organization.projects.filter(isVisible);
  const wanted = [...names, ...slugs];
  if (wanted.length === 0) {
    return organization.projects.filter((project) => isVisible(project) && project.isMember);
  }
  const found = wanted.map((name) => findProject(organization, name));
  const projects: ProjectRecord[] = [];
  for (const project of found) {
    if (project === undefined) throw forbidden();
    if (!projects.includes(project)) projects.push(project);
  }
  for (const project of projects) await meetTrouble(scope, project);
  return projects;
}

/** The environments asked for; one that the organization does not have is a 404. */
export function selectedEnvironments(scope: Scope, organization: OrganizationRecord): string[] {
  const names = scope.query.getAll('environment').filter((name) => name !== '');
  const known = new Set(organization.projects.flatMap(({ environments }) => environments.map(({ name }) => name)));
  if (names.some((name) => !known.has(name))) throw notFound();
  return names;
}
