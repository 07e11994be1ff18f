import type { IssueRecord, OrganizationRecord, ProjectRecord } from '../data/model.ts';
import { deleteIssues } from '../issue-update/delete.ts';
import { updateIssues } from '../issue-update/update.ts';
import { isPending, organizationOf, ownIssues, projectOf } from '../lookup.ts';
import { searchWindow } from '../params.ts';
import { badRequest, empty, Refusal, type Reply } from '../reply.ts';
import type { Scope } from '../scope.ts';
import { scoreOf, searchIssues } from '../search/issues.ts';
import { selectedEnvironments, selectedProjects } from '../selection.ts';
import { inScope } from './issue-lists.ts';

/** How many issues one call may change. */
const maxIssues = 1000;

type Target = { organization: OrganizationRecord; projects: ProjectRecord[]; environments: string[] };

async function organizationTarget(scope: Scope): Promise<Target> {
  const organization = organizationOf(scope);
  const projects = await selectedProjects(scope, organization);
  return { organization, projects, environments: selectedEnvironments(scope, organization) };
}

async function projectTarget(scope: Scope): Promise<Target> {
  const organization = organizationOf(scope);
  const project = await projectOf(scope, organization);
  return { organization, projects: [project], environments: scope.query.getAll('environment').filter(Boolean) };
}

function named(ids: readonly string[], { organization, projects }: Target): IssueRecord[] {
  if (ids.some((id) => !/^\d+$/.test(id))) throw badRequest('Group ids must be integers');
  if (ids.length > maxIssues) throw badRequest(`At most ${maxIssues} issues can be changed at once.`);
  const wanted = new Set(ids);
  return ownIssues(organization)
    .filter((issue) => wanted.has(issue.id) && !isPending(issue))
    .filter(inScope(projects));
}

function searched(scope: Scope, target: Target): IssueRecord[] {
  const { world, now } = scope;
  const query = scope.query.get('query') ?? 'is:unresolved';
  const score = scoreOf('date', now) ?? (() => 0);
  try {
    const search = { ...target, query, viewer: world.viewer, window: searchWindow(scope), now };
    const found = searchIssues(search).sort((a, b) => score(b) - score(a));
    return found.slice(0, maxIssues).map(({ issue }) => issue);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw badRequest('Invalid query. Error getting group ids and group list');
  }
}

/** The danger of these calls: without any id they are about all that the search finds. */
function chosen(scope: Scope, target: Target, fallsBack: boolean): IssueRecord[] {
  const ids = scope.query.getAll('id');
  if (ids.length === 0) return searched(scope, target);
  const issues = named(ids, target);
  return issues.length === 0 && fallsBack ? searched(scope, target) : issues;
}

function update(scope: Scope, target: Target): Reply {
  const issues = chosen(scope, target, scope.switches.bulkFallsBack);
  return issues.length === 0 ? empty(204) : updateIssues(scope, target.organization, issues);
}

function remove(scope: Scope, target: Target): Reply {
  deleteIssues(chosen(scope, target, false));
  return empty(204);
}

/** `PUT /organizations/{org}/issues/`: answers with a delta, or 204 where nothing matched. */
export async function updateOrganizationIssues(scope: Scope): Promise<Reply> {
  return update(scope, await organizationTarget(scope));
}

/** `DELETE /organizations/{org}/issues/`. */
export async function deleteOrganizationIssues(scope: Scope): Promise<Reply> {
  return remove(scope, await organizationTarget(scope));
}

/** `PUT /projects/{org}/{project}/issues/`. */
export async function updateProjectIssues(scope: Scope): Promise<Reply> {
  return update(scope, await projectTarget(scope));
}

/** `DELETE /projects/{org}/{project}/issues/`. */
export async function deleteProjectIssues(scope: Scope): Promise<Reply> {
  return remove(scope, await projectTarget(scope));
}
