import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OrganizationRecord } from '../../src/sandbox/data/model.ts';
import { type Asked, startWith } from './fixture.ts';
import { hasDocument, type Validate, validators } from './openapi.ts';

type Write = [template: string, method: string, status: number, path: string, body: unknown];

/** Writes whose answers must fit the document, in an order in which each of them succeeds. */
function writesOf(organization: OrganizationRecord): Write[] {
  const org = `/organizations/${organization.slug}`;
  const closed = organization.projects.filter(({ trouble }) => trouble !== undefined).map(({ id }) => id);
  const [team] = organization.teams;
  const project = organization.projects.find(({ id }) => !closed.includes(id));
  const release = organization.releases.find(
    ({ projectIds, commits }) =>
      commits.length > 0 && projectIds.length > 0 && !projectIds.some((id) => closed.includes(id)),
  );
  const issues = organization.issues.filter(
    (issue) => issue.mergedInto === null && !issue.status.startsWith('pending') && !closed.includes(issue.projectId),
  );
  const issue = '/organizations/{org}/issues/{issue}/';
  const bulk = '/organizations/{org}/issues/';
  const bodies: Record<string, unknown>[] = [
    { status: 'resolved', statusDetails: { inNextRelease: true } },
    { status: 'ignored', statusDetails: { ignoreCount: 3, ignoreWindow: 60, ignoreDuration: 30 } },
    { status: 'ignored', substatus: 'archived_until_escalating' },
    { status: 'unresolved', substatus: 'escalating', inbox: true },
    { assignedTo: `team:${team?.id}`, priority: 'high', isPublic: true, isBookmarked: true, hasSeen: true },
    { assignedTo: '', isPublic: false, isSubscribed: true },
    { status: 'resolved' },
  ];
  const writes: Write[] = bodies.flatMap((body, index): Write[] => {
    const [one, other] = issues.slice(index * 2, index * 2 + 2);
    if (one === undefined || other === undefined) return [];
    const same = one.projectId === other.projectId ? [one.id, other.id] : [one.id];
    const ids = same.map((id) => `id=${id}`).join('&');
    return [
      [issue, 'put', 200, `${org}/issues/${one.id}/`, body],
      [bulk, 'put', 200, `${org}/issues/?project=-1&${ids}`, body],
    ];
  });
  const errors = issues.filter(
    ({ issueCategory, projectId }) => issueCategory === 'error' && projectId === project?.id,
  );
  const merged = errors.slice(-3).map(({ id }) => `id=${id}`);
  if (merged.length > 1)
    writes.push([bulk, 'put', 200, `${org}/issues/?project=-1&${merged.join('&')}`, { merge: true }]);
  if (release !== undefined) {
    const path = `${org}/releases/${encodeURIComponent(release.version)}/`;
    const commits = [{ id: 'abc', repository: 'new/one', message: 'x', author_name: 'Eve' }];
    writes.push(
      ['/organizations/{org}/releases/{version}/', 'put', 200, path, { ref: 'main', commits }],
      [
        '/organizations/{org}/releases/{version}/deploys/',
        'post',
        201,
        `${path}deploys/`,
        { environment: 'canary', name: 'x' },
      ],
    );
  }
  const [error] = errors;
  if (project !== undefined && error !== undefined) {
    const path = `/projects/${organization.slug}/${project.slug}/issues/?id=${error.id}`;
    const body = { status: 'unresolved', isPublic: false };
    writes.push(['/projects/{org}/{project}/issues/', 'put', 200, path, body]);
  }
  if (project !== undefined && team !== undefined) {
    const path = `/projects/${organization.slug}/${project.slug}/`;
    const teamPath = `/teams/${organization.slug}/${team.slug}/`;
    writes.push(
      [
        '/organizations/{org}/releases/',
        'post',
        201,
        `${org}/releases/`,
        { version: 'fresh', projects: [project.slug] },
      ],
      ['/projects/{org}/{project}/', 'put', 200, path, { subjectPrefix: 'x', highlightTags: ['a'] }],
      ['/teams/{org}/{team}/projects/', 'post', 201, `${teamPath}projects/`, { name: 'Fresh', platform: 'go' }],
      ['/organizations/{org}/teams/', 'post', 201, `${org}/teams/`, { name: 'Fresh' }],
      ['/teams/{org}/{team}/', 'put', 200, teamPath, { name: 'Renamed' }],
    );
  }
  writes.push(['/organizations/{org}/', 'put', 200, `${org}/`, { name: 'Renamed', openMembership: false }]);
  return writes;
}

/** Reads that must be as before after a reset, and fit the document after the writes too. */
function readsOf(organization: OrganizationRecord): [template: string, path: string][] {
  const org = `/organizations/${organization.slug}`;
  return [
    ['/organizations/{org}/', `${org}/`],
    ['/organizations/{org}/projects/', `${org}/projects/`],
    ['/organizations/{org}/teams/', `${org}/teams/`],
    ['/organizations/{org}/issues/', `${org}/issues/?project=-1&query=`],
    ['/organizations/{org}/releases/', `${org}/releases/?project=-1&status=`],
    ['/organizations/{org}/environments/', `${org}/environments/`],
  ];
}

const title = 'answers of writes fit the OpenAPI document (skipped where sentry-openapi.json is absent)';
describe.skipIf(!hasDocument)(title, () => {
  const open: Asked[] = [];
  beforeAll(async () => {
    open.push(await startWith(null));
  });
  afterAll(async () => {
    for (const { sandbox } of open) await sandbox.close();
  });

  it('in every organization of the sample data, and a reset undoes them', { timeout: 60_000 }, async () => {
    const validatorOf = validators();
    const compiled = new Map<string, Validate>();
    const validate = (template: string, method: string, status: number, body: unknown): string | null => {
      const key = `${method} ${template}`;
      const known = compiled.get(key) ?? validatorOf(template, method, status);
      compiled.set(key, known);
      return known(body);
    };
    const problems: string[] = [];
    for (const { sandbox, get, send } of open) {
      const worlds = sandbox.worlds.map(({ connection, organizations }) => ({
        headers: { 'maton-connection': connection.id },
        reads: organizations.flatMap(readsOf),
        writes: organizations.flatMap(writesOf),
      }));
      const readAll = async (): Promise<unknown[]> => {
        const bodies: unknown[] = [];
        for (const { headers, reads } of worlds) {
          for (const [template, path] of reads) {
            const { body } = await get(path, headers);
            bodies.push(body);
            const problem = validate(template, 'get', 200, body);
            if (problem !== null) problems.push(`GET ${path}\n${problem.slice(0, 600)}`);
          }
        }
        return bodies;
      };
      const before = await readAll();
      for (const { headers, writes } of worlds) {
        for (const [template, method, status, path, given] of writes) {
          const answer = await send(method.toUpperCase(), path, given, headers);
          const problem =
            answer.status === status
              ? validate(template, method, status, answer.body)
              : `status ${answer.status} ${answer.text.slice(0, 300)}`;
          if (problem !== null) problems.push(`${method} ${path} ${JSON.stringify(given)}\n${problem.slice(0, 600)}`);
        }
      }
      expect(await readAll()).not.toEqual(before);
      sandbox.reset();
      expect(await readAll()).toEqual(before);
    }
    expect(problems.slice(0, 5).join('\n\n')).toBe('');
    expect(compiled.size).toBe(17);
  });
});
