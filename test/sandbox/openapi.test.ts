import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OrganizationRecord } from '../../src/sandbox/data/model.ts';
import { type Asked, rows, startWith } from './fixture.ts';
import { hasDocument, validators } from './openapi.ts';

/** Calls by the template whose schema their answers must fit. */
function callsOf(organization: OrganizationRecord): [template: string, path: string][] {
  const org = `/organizations/${organization.slug}`;
  const project = organization.projects.find(({ trouble }) => trouble === undefined);
  const closed = organization.projects.filter(({ trouble }) => trouble === 'forbidden').map(({ id }) => id);
  const visible = organization.issues.filter(
    (issue) =>
      issue.mergedInto === null &&
      !issue.status.startsWith('pending') &&
      issue.events.length > 0 &&
      !closed.includes(issue.projectId),
  );
  const releases = organization.releases.filter(({ projectIds }) => projectIds.some((id) => !closed.includes(id)));
  const calls: [string, string][] = [
    ['/organizations/', '/organizations/'],
    ['/organizations/{org}/', `${org}/`],
    ['/organizations/{org}/', `${org}/?detailed=0&include_feature_flags=1`],
    ['/organizations/{org}/projects/', `${org}/projects/`],
    [
      '/organizations/{org}/projects/',
      `${org}/projects/?all_projects=1&collapse=latestDeploys&collapse=unusedFeatures`,
    ],
    ['/organizations/{org}/teams/', `${org}/teams/`],
    ['/organizations/{org}/teams/', `${org}/teams/?detailed=0`],
    ['/organizations/{org}/user-teams/', `${org}/user-teams/`],
    ['/organizations/{org}/members/', `${org}/members/`],
    ['/organizations/{org}/environments/', `${org}/environments/?visibility=all`],
    ['/organizations/{org}/repos/', `${org}/repos/`],
    ['/organizations/{org}/releases/', `${org}/releases/?project=-1&status=`],
    ['/organizations/{org}/releases/', `${org}/releases/?project=-1&health=1&adoptionStages=1&flatten=1&sort=sessions`],
    ['/organizations/{org}/issues/', `${org}/issues/?project=-1&query=`],
    ['/organizations/{org}/issues/', `${org}/issues/?project=-1&query=&groupStatsPeriod=auto&statsPeriod=24h`],
    [
      '/organizations/{org}/issues/',
      `${org}/issues/?project=-1&query=level:error&expand=inbox&expand=owners&expand=sessions`,
    ],
    [
      '/organizations/{org}/issues/',
      `${org}/issues/?project=-1&expand=integrationIssues&expand=sentryAppIssues&expand=latestEventHasAttachments`,
    ],
    [
      '/organizations/{org}/events/',
      `${org}/events/?project=-1&dataset=errors&field=issue&field=project&field=count()&field=latest_event()&sort=-count()`,
    ],
    [
      '/organizations/{org}/events/',
      `${org}/events/?project=-1&dataset=errors&field=id&field=timestamp&sort=-timestamp`,
    ],
  ];
  for (const { id } of organization.members.slice(0, 40)) {
    calls.push(['/organizations/{org}/members/{member}/', `${org}/members/${id}/`]);
  }
  for (const { slug } of organization.teams.slice(0, 10)) {
    const team = `/teams/${organization.slug}/${slug}`;
    calls.push(['/teams/{org}/{team}/', `${team}/?expand=projects`]);
    calls.push(['/teams/{org}/{team}/projects/', `${team}/projects/`]);
    calls.push(['/teams/{org}/{team}/members/', `${team}/members/`]);
  }
  for (const { version } of releases.slice(0, 30)) {
    const release = `${org}/releases/${encodeURIComponent(version)}`;
    calls.push(['/organizations/{org}/releases/{version}/', `${release}/?health=1`]);
    calls.push(['/organizations/{org}/releases/{version}/deploys/', `${release}/deploys/`]);
    calls.push(['/organizations/{org}/releases/{version}/commits/', `${release}/commits/`]);
  }
  for (const issue of spread(visible, 15)) {
    const path = `${org}/issues/${issue.id}`;
    calls.push([
      '/organizations/{org}/issues/{issue}/',
      `${path}/?expand=inbox&expand=owners&expand=integrationIssues`,
    ]);
    calls.push(['/organizations/{org}/issues/{issue}/', `${path}/?collapse=stats&collapse=tags&collapse=release`]);
    calls.push(['/organizations/{org}/issues/{issue}/events/', `${path}/events/`]);
    calls.push(['/organizations/{org}/issues/{issue}/events/{event}/', `${path}/events/${issue.events[0]?.id}/`]);
    calls.push(['/organizations/{org}/issues/{issue}/hashes/', `${path}/hashes/`]);
    calls.push(['/organizations/{org}/issues/{issue}/hashes/', `${path}/hashes/?full=0`]);
    calls.push(['/organizations/{org}/issues/{issue}/tags/{key}/', `${path}/tags/environment/`]);
    calls.push(['/organizations/{org}/issues/{issue}/tags/{key}/values/', `${path}/tags/environment/values/`]);
    calls.push(['/organizations/{org}/shortids/{issue}/', `${org}/shortids/${issue.shortId}/`]);
    calls.push(['/organizations/{org}/eventids/{event}/', `${org}/eventids/${issue.events[0]?.id}/`]);
  }
  if (project !== undefined) {
    const path = `/projects/${organization.slug}/${project.slug}`;
    const event = visible.find(({ projectId }) => projectId === project.id)?.events[0];
    calls.push(['/projects/{org}/{project}/', `${path}/?include=stats`]);
    calls.push(['/projects/{org}/{project}/environments/', `${path}/environments/`]);
    calls.push(['/projects/{org}/{project}/teams/', `${path}/teams/`]);
    calls.push(['/projects/{org}/{project}/releases/', `${path}/releases/`]);
    calls.push(['/projects/{org}/{project}/issues/', `${path}/issues/?query=`]);
    calls.push(['/projects/{org}/{project}/events/', `${path}/events/`]);
    if (event !== undefined) {
      calls.push(['/projects/{org}/{project}/events/{event}/', `${path}/events/${event.id}/`]);
    }
  }
  return calls;
}

/** Some of a list, from its whole length. */
function spread<T>(items: readonly T[], count: number): T[] {
  const step = Math.max(1, Math.floor(items.length / count));
  return items.filter((_, index) => index % step === 0);
}

describe.skipIf(!hasDocument)('answers fit the OpenAPI document (skipped where sentry-openapi.json is absent)', () => {
  const asked: Asked[] = [];
  beforeAll(async () => {
    asked.push(await startWith(null));
  });
  afterAll(async () => {
    for (const { sandbox } of asked) await sandbox.close();
  });

  it('in every organization of the sample data', { timeout: 60_000 }, async () => {
    const validatorOf = validators();
    const compiled = new Map<string, ReturnType<typeof validatorOf>>();
    const problems: string[] = [];
    const met = new Map<string, number>();
    for (const { sandbox, get } of asked) {
      for (const world of sandbox.worlds) {
        for (const organization of world.organizations) {
          for (const [template, path] of callsOf(organization)) {
            const answer = await get(path, { 'maton-connection': world.connection.id });
            const validate = compiled.get(template) ?? validatorOf(template);
            compiled.set(template, validate);
            met.set(template, (met.get(template) ?? 0) + (Array.isArray(answer.body) ? rows(answer.body).length : 1));
            const problem = answer.status === 200 ? validate(answer.body) : `status ${answer.status} ${answer.text}`;
            if (problem !== null) problems.push(`${path}\n${problem.slice(0, 600)}`);
          }
        }
      }
    }
    expect(problems.slice(0, 5).join('\n\n')).toBe('');
    expect(met.size).toBeGreaterThan(25);
  });
});
