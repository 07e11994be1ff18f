import type { ProjectRecord } from '../data/model.ts';
import { organizationOf, projectOf } from '../lookup.ts';
import { badRequest, json, notFound, type Reply } from '../reply.ts';
import type { Scope } from '../scope.ts';
import { selectedProjects } from '../selection.ts';

type Environment = ProjectRecord['environments'][number];

function visible(scope: Scope, environments: Environment[]): Environment[] {
  const visibility = scope.query.get('visibility') ?? 'visible';
  if (!['all', 'hidden', 'visible'].includes(visibility)) {
    throw badRequest("Invalid value for 'visibility', valid values are: ['all', 'hidden', 'visible']");
  }
  return environments
    .filter(({ isHidden }) => visibility === 'all' || isHidden === (visibility === 'hidden'))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** `GET /organizations/{org}/environments/`: each name once, all at once; without `project` of the user's own projects. */
export async function listEnvironments(scope: Scope): Promise<Reply> {
  const organization = organizationOf(scope);
  const names = new Map<string, Environment>();
  for (const project of await selectedProjects(scope, organization)) {
    for (const environment of visible(scope, project.environments)) {
      if (!names.has(environment.name)) names.set(environment.name, environment);
    }
  }
  const rows = [...names.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return json(rows.map(({ id, name }) => ({ id, name })));
}

/** `GET /projects/{org}/{project}/environments/`. */
export async function listProjectEnvironments(scope: Scope): Promise<Reply> {
  const project = await projectOf(scope, organizationOf(scope));
  return json(visible(scope, project.environments));
}

/** `GET /projects/{org}/{project}/environments/{environment}/`. */
export async function getProjectEnvironment(scope: Scope): Promise<Reply> {
  const project = await projectOf(scope, organizationOf(scope));
  const found = project.environments.find(({ name }) => name === scope.part('environment'));
  if (found === undefined) throw notFound();
  return json(found);
}
