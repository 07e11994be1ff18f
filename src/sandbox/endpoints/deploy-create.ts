import type { DeployRecord, OrganizationRecord, ProjectRecord, ReleaseRecord } from '../data/model.ts';
import { readForm } from '../form/body.ts';
import { invalid, type Read } from '../form/invalid.ts';
import { list, moment, orNull, text, url } from '../form/values.ts';
import { findProject, organizationOf } from '../lookup.ts';
import { deployPayload, projectsOfRelease } from '../payloads/release.ts';
import { json, type Reply, refuse } from '../reply.ts';
import type { Scope } from '../scope.ts';
import { writableRelease } from './release-writes.ts';

const environmentName: Read<string> = (value) => {
  const name = text({ max: 64 })(value);
  if (/[\r\n\f\t/\\]/.test(name) || name.toLowerCase() === 'none') throw invalid('Invalid value for environment');
  return name;
};

function projectIn(organization: OrganizationRecord): Read<ProjectRecord> {
  return (value) => {
    const project = findProject(organization, text()(value));
    if (project === undefined) throw invalid('Invalid project');
    return project;
  };
}

/** Only projects of the release can be deployed with it. */
function refuseForeign(
  organization: OrganizationRecord,
  release: ReleaseRecord,
  projects: readonly ProjectRecord[],
): void {
  const own = projectsOfRelease(organization, release);
  const foreign = projects.filter((project) => !own.includes(project)).map(({ slug }) => slug);
  if (foreign.length === 0) return;
  throw refuse(400, {
    code: 'parameter-validation-error',
    message: `Invalid projects (${foreign.join(', ')}) for release ${release.version}`,
    extra: {},
  });
}

/** An environment has one id in all projects of an organization. */
function addEnvironment(
  scope: Scope,
  organization: OrganizationRecord,
  projects: readonly ProjectRecord[],
  name: string,
): void {
  const known = organization.projects.flatMap(({ environments }) => environments).find((each) => each.name === name);
  const id = known?.id ?? scope.newId();
  for (const project of projects) {
    if (project.environments.some((each) => each.name === name)) continue;
    project.environments = [...project.environments, { id, name, isHidden: false }];
  }
}

/** `POST .../releases/{version}/deploys/`: each call is one more deploy. */
export function createDeploy(scope: Scope): Reply {
  const organization = organizationOf(scope);
  const release = writableRelease(scope, organization);
  const given = readForm(scope, (form) => ({
    environment: form.read('environment', environmentName, { required: true }) ?? '',
    name: form.read('name', orNull(text({ max: 64, blank: true }))) ?? null,
    url: form.read('url', orNull(url({ blank: true }))) ?? null,
    dateStarted: form.read('dateStarted', orNull(moment)) ?? null,
    dateFinished: form.read('dateFinished', orNull(moment)) ?? scope.now,
    projects: form.read('projects', list(projectIn(organization), { empty: false })),
  }));
  const projects = [...new Set(given.projects ?? projectsOfRelease(organization, release))];
  refuseForeign(organization, release, projects);
  addEnvironment(scope, organization, projects, given.environment);
  const { projects: _, ...rest } = given;
  const deploy: DeployRecord = { id: scope.newId(), ...rest, projectIds: projects.map(({ id }) => id) };
  release.deploys = [deploy, ...release.deploys];
  return json(deployPayload(deploy), 201);
}
