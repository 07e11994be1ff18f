import { afterEach, describe, expect, it } from 'vitest';
import type { OrganizationRecord } from '../../src/sandbox/data/model.ts';
import { fixedBy } from '../../src/sandbox/release-write/fixes.ts';
import {
  type Asked,
  DAY,
  issue,
  now,
  object,
  organization,
  pluck,
  project,
  release,
  rows,
  startWith,
} from './fixture.ts';

const open: Asked[] = [];
async function start(given: Partial<OrganizationRecord> = {}): Promise<Asked> {
  const asked = await startWith([organization(given)]);
  open.push(asked);
  return asked;
}
afterEach(async () => {
  for (const { sandbox } of open.splice(0)) await sandbox.close();
});

const path = '/organizations/shop/releases/';

describe('POST of a release', () => {
  it('makes it: 201, then 208, then 201 for a project more', async () => {
    const { get, send } = await start();
    const made = await send('POST', path, { version: 'a b@1.0', projects: ['web-shop'], ref: 'main' });
    expect(made).toMatchObject({
      status: 201,
      body: { version: 'a b@1.0', ref: 'main', status: 'open', projects: [{ slug: 'web-shop', id: 101 }] },
    });
    expect(object(made.body)).toMatchObject({ commitCount: 0, deployCount: 0, firstEvent: null, lastCommit: null });
    const again = await send('POST', path, { version: 'a b@1.0', projects: ['101'], ref: 'other' });
    expect([again.status, object(again.body).ref]).toEqual([208, 'main']);
    const more = await send('POST', path, { version: 'a b@1.0', projects: [102], status: 'archived' });
    expect([more.status, pluck(object(more.body).projects, 'slug')]).toEqual([201, ['web-shop', 'api']]);
    expect((await get(`${path}a%20b%401.0/`)).body).toMatchObject({ status: 'archived' });
    expect(pluck((await get(`${path}?project=-1&status=`)).body, 'version')).toEqual(['a b@1.0']);
    expect((await get('/projects/shop/api/')).body).toMatchObject({ latestRelease: { version: 'a b@1.0' } });
  });

  it('keeps who made it', async () => {
    const { send } = await start();
    const given = { version: 'v1', projects: ['api'], owner: 'bo', dateReleased: '2026-06-01T10:00:00Z' };
    expect((await send('POST', path, given, { 'user-agent': 'sentry-graph/test' })).body).toMatchObject({
      userAgent: 'sentry-graph/test',
      owner: { id: '12', type: 'user' },
      dateReleased: '2026-06-01T10:00:00Z',
    });
  });

  it('takes commits, with their repository, authors and files', async () => {
    const { sandbox, get, send } = await start();
    const commits = [
      { id: 'a1', repository: 'shop/web', message: 'First', timestamp: '2026-06-01T10:00:00Z', author_name: 'Eve Day' },
      {
        id: 'b2',
        repository: 'shop/web',
        message: 'Second',
        timestamp: '2026-06-02T10:00:00Z',
        author_email: 'bo@example.com',
        author_name: 'Bo',
        patch_set: [{ path: 'src/a.py', type: 'M' }],
      },
    ];
    const { status, body } = await send('POST', path, { version: 'v1', projects: ['api'], commits });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      commitCount: 2,
      lastCommit: { id: 'b2', message: 'Second', repository: { name: 'shop/web' }, author: { id: '12' } },
    });
    expect(pluck(object(body).authors, 'name').sort()).toEqual(['Bo Lind', 'Eve Day']);
    expect(pluck((await get(`${path}v1/commits/`)).body, 'id')).toEqual(['b2', 'a1']);
    expect(pluck((await get('/organizations/shop/repos/')).body, 'name')).toEqual(['shop/web']);
    const [made] = sandbox.worlds[0]?.organizations[0]?.releases ?? [];
    expect(made?.commits[0]?.patchSet).toEqual([{ path: 'src/a.py', type: 'M' }]);
  });

  it('resolves what its commits say they fix', async () => {
    const { get, send } = await start({ issues: [issue(1), issue(2), issue(3, { projectId: '102' })] });
    const commits = [{ id: 'a1', message: 'Round totals\n\nfixes shop-1, SHOP-3', author_email: 'bo@example.com' }];
    await send('POST', path, { version: 'v1', projects: ['web-shop'], commits });
    expect((await get('/organizations/shop/issues/1001/')).body).toMatchObject({
      status: 'resolved',
      statusDetails: { inRelease: 'v1' },
      activity: [{ type: 'set_resolved_in_commit', user: { id: '12' } }],
    });
    expect(pluck((await get('/organizations/shop/issues/?project=-1')).body, 'id').sort()).toEqual(['1002', '1003']);
  });

  it.each([
    ['Fixes SHOP-1', ['SHOP-1']],
    ['this closes: web-shop-2A and more', ['web-shop-2A']],
    ['resolved SHOP-1, SHOP-2', ['SHOP-1', 'SHOP-2']],
    ['prefixes SHOP-1, see SHOP-2', []],
  ])('reads %j', (message, ids) => {
    expect(fixedBy(message)).toEqual(ids);
  });

  it.each([
    [{}, { version: ['This field is required.'], projects: ['This field is required.'] }],
    [{ version: 'v', projects: [] }, { projects: ['This list may not be empty.'] }],
    [{ version: 'v', projects: ['api', 'none'] }, { projects: ['Invalid project ids or slugs'] }],
    [{ version: 'a/b', projects: ['api'] }, { version: [expect.stringContaining('not allowed')] }],
    [{ version: 'Latest', projects: ['api'] }, { version: [expect.stringContaining('not allowed')] }],
    [{ version: 'x'.repeat(201), projects: ['api'] }, { version: [expect.stringContaining('200')] }],
    [{ version: 'v', projects: ['api'], url: 'ci' }, { url: ['Enter a valid URL.'] }],
    [{ version: 'v', projects: ['api'], dateReleased: 'now' }, { dateReleased: [expect.any(String)] }],
    [{ version: 'v', projects: ['api'], status: 'done' }, { status: [expect.any(String)] }],
    [{ version: 'v', projects: ['api'], owner: 'x' }, { owner: ['Unable to find user'] }],
    [
      { version: 'v', projects: ['api'], commits: [{ message: 'x' }, { id: 'a' }, { id: 'x'.repeat(65) }] },
      { commits: [{ id: ['This field is required.'] }, {}, { id: [expect.stringContaining('64')] }] },
    ],
    [
      { version: 'v', projects: ['api'], commits: [{ id: 'a', patch_set: [{ path: 'x', type: 'Q' }] }] },
      { commits: [{ patch_set: [{ type: [expect.any(String)] }] }] },
    ],
  ])('refuses %j', async (given, problems) => {
    const { get, send } = await start();
    expect(await send('POST', path, given)).toMatchObject({ status: 400, body: problems });
    expect((await get(`${path}?project=-1`)).body).toEqual([]);
  });

  it('refuses refs of repositories that nobody knows', async () => {
    const { send } = await start();
    const refs = [{ repository: 'none', commit: 'a' }];
    expect(await send('POST', path, { version: 'v', projects: ['api'], refs })).toMatchObject({
      status: 400,
      body: { refs: [expect.stringContaining('none')] },
    });
  });

  it('is a conflict while commits are worked on, though it is made', async () => {
    const { sandbox, get, send } = await start();
    sandbox.switches.releaseBusy = true;
    const commits = [{ id: 'a1' }];
    expect(await send('POST', path, { version: 'v', projects: ['api'], commits })).toMatchObject({
      status: 409,
      body: { detail: 'Release commits are currently being processed' },
    });
    expect((await get(`${path}v/`)).body).toMatchObject({ commitCount: 0 });
    expect((await send('PUT', `${path}v/`, { commits })).status).toBe(409);
    expect((await send('PUT', `${path}v/`, { ref: 'x' })).status).toBe(200);
    sandbox.switches.releaseBusy = false;
    expect((await send('POST', path, { version: 'v', projects: ['api'], commits })).status).toBe(208);
  });
});

describe('PUT of a release', () => {
  it('changes what is given and not empty', async () => {
    const { get, send } = await start({ releases: [release(1, 'v1', { url: 'https://ci.example.com/1' })] });
    const { status, body } = await send('PUT', `${path}v1/`, { ref: 'main', url: '', status: 'archived' });
    expect([status, body]).toMatchObject([200, { ref: 'main', url: 'https://ci.example.com/1', status: 'archived' }]);
    expect((await send('PUT', `${path}v1/`, { ref: null, dateReleased: null })).body).toMatchObject({ ref: 'main' });
    expect((await get(`${path}?project=-1`)).body).toEqual([]);
    expect((await send('PUT', `${path}v2/`, {})).status).toBe(404);
    expect((await send('PUT', `${path}v1/`, { url: 'x' })).body).toEqual({ url: ['Enter a valid URL.'] });
  });

  it('puts commits in place of those before, and clears them', async () => {
    const { get, send } = await start({ releases: [release(1, 'v1')] });
    await send('PUT', `${path}v1/`, { commits: [{ id: 'a1' }, { id: 'b2' }] });
    expect(pluck((await get(`${path}v1/commits/`)).body, 'id')).toEqual(['a1', 'b2']);
    expect((await send('PUT', `${path}v1/`, { commits: [{ id: 'c3' }] })).body).toMatchObject({ commitCount: 1 });
    expect((await send('PUT', `${path}v1/`, { refs: [] })).body).toMatchObject({ commitCount: 0, lastCommit: null });
  });

  it('needs all of its projects to be visible', async () => {
    const projects = [project('101', 'web-shop'), project('102', 'api', { trouble: 'forbidden' })];
    const { get, send } = await start({ projects, releases: [release(1, 'v1', { projectIds: ['101', '102'] })] });
    expect((await get(`${path}v1/`)).status).toBe(200);
    expect((await send('PUT', `${path}v1/`, {})).status).toBe(404);
    expect((await send('DELETE', `${path}v1/`)).status).toBe(404);
    expect((await send('POST', `${path}v1/deploys/`, { environment: 'production' })).status).toBe(404);
  });
});

describe('DELETE of a release', () => {
  it('is refused while issues refer to it or it has health data', async () => {
    const { get, send } = await start({
      issues: [issue(1)],
      releases: [release(1, 'shop@1.2.0'), release(2, 'healthy')],
    });
    for (const version of ['shop@1.2.0', 'healthy']) {
      expect(await send('DELETE', `${path}${version}/`)).toMatchObject({
        status: 400,
        body: { detail: expect.any(String) },
      });
    }
    await send('POST', path, { version: 'fresh', projects: ['web-shop'] });
    expect(await send('DELETE', `${path}fresh/`)).toMatchObject({ status: 204, text: '' });
    expect((await get(`${path}fresh/`)).status).toBe(404);
    expect((await send('DELETE', `${path}fresh/`)).status).toBe(404);
  });
});

describe('POST of a deploy', () => {
  const releases = [release(1, 'v1', { projectIds: ['101', '102'] })];

  it('is one more each time; the list shows the latest by project and environment', async () => {
    const { get, send } = await start({ releases });
    const given = { environment: 'canary', name: 'one', url: 'https://ci.example.com/1' };
    const { status, body } = await send('POST', `${path}v1/deploys/`, given);
    expect([status, body]).toMatchObject([201, { ...given, dateStarted: null, dateFinished: '2026-06-15T12:00:00Z' }]);
    await send('POST', `${path}v1/deploys/`, { environment: 'canary', name: 'two', projects: ['api'] });
    await send('POST', `${path}v1/deploys/`, { environment: 'canary', name: 'three', projects: [102] });
    expect(pluck((await get(`${path}v1/deploys/`)).body, 'name').sort()).toEqual(['one', 'three']);
    expect((await get(`${path}v1/`)).body).toMatchObject({ deployCount: 3, lastDeploy: { name: 'three' } });
    const environments = rows((await get('/organizations/shop/environments/')).body);
    expect(environments.map(({ name }) => name)).toContain('canary');
    expect(pluck((await get('/projects/shop/api/environments/')).body, 'name')).toContain('canary');
    const listed = rows((await get('/organizations/shop/projects/?query=api')).body);
    expect(listed[0]?.latestDeploys).toMatchObject({ canary: { version: 'v1' } });
  });

  it('made later counts, whenever it was finished', async () => {
    const { get, send } = await start({ releases });
    for (const days of [1, 2]) {
      const dateFinished = new Date(now - days * DAY).toISOString();
      await send('POST', `${path}v1/deploys/`, { environment: 'production', name: `${days}`, dateFinished });
    }
    expect(pluck((await get(`${path}v1/deploys/`)).body, 'name')).toEqual(['2']);
  });

  it.each([
    [{}, { environment: ['This field is required.'] }],
    [{ environment: 'x'.repeat(65) }, { environment: [expect.stringContaining('64')] }],
    [{ environment: 'a/b' }, { environment: ['Invalid value for environment'] }],
    [{ environment: 'p', projects: ['none'] }, { projects: { '0': ['Invalid project'] } }],
    [
      { environment: 'p', url: 'x', dateStarted: 1 },
      { url: [expect.any(String)], dateStarted: [expect.any(String)] },
    ],
  ])('refuses %j', async (given, problems) => {
    const { send } = await start({ releases });
    expect(await send('POST', `${path}v1/deploys/`, given)).toMatchObject({ status: 400, body: problems });
  });

  it('refuses projects of other releases in an object', async () => {
    const { get, send } = await start({ releases: [release(1, 'v1')] });
    const given = { environment: 'production', projects: ['web-shop', 'api'] };
    expect(await send('POST', `${path}v1/deploys/`, given)).toMatchObject({
      status: 400,
      body: {
        detail: {
          code: 'parameter-validation-error',
          message: 'Invalid projects (api) for release v1',
          extra: {},
        },
      },
    });
    expect((await get(`${path}v1/`)).body).toMatchObject({ deployCount: 0 });
  });
});
