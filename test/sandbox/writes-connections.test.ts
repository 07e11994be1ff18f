import { afterEach, describe, expect, it } from 'vitest';
import type { SandboxOptions } from '../../src/sandbox/index.ts';
import { type Asked, issue, object, organization, pluck, rows, startWith } from './fixture.ts';

const open: Asked[] = [];
async function start(options: SandboxOptions = {}): Promise<Asked> {
  const asked = await startWith([organization({ issues: [issue(1)] })], options);
  open.push(asked);
  return asked;
}
afterEach(async () => {
  for (const { sandbox } of open.splice(0)) await sandbox.close();
});

async function create({ send }: Asked): Promise<string> {
  return String(object((await send('POST', '/connections', { app: 'sentry' })).body).connection_id);
}

async function linkOf({ get }: Asked, id: string): Promise<string> {
  return String(object(object((await get(`/connections/${id}`)).body).connection).url);
}

describe('POST of a connection', () => {
  it('answers with its id alone; it is pending, with a link on the sandbox', async () => {
    const asked = await start();
    const { status, body } = await asked.send('POST', '/connections', { app: 'sentry' });
    expect([status, Object.keys(object(body))]).toEqual([200, ['connection_id']]);
    const id = String(object(body).connection_id);
    const read = object(object((await asked.get(`/connections/${id}`)).body).connection);
    expect(read).toMatchObject({ connection_id: id, status: 'PENDING', app: 'sentry', metadata: {} });
    expect(read).not.toHaveProperty('last_updated_time');
    expect(String(read.url).startsWith(`${asked.sandbox.origin}/connect/?session_token=`)).toBe(true);
    expect(String(read.url)).not.toContain(id);
    expect(pluck(object((await asked.get('/connections?status=PENDING')).body).connections, 'connection_id')).toContain(
      id,
    );
  });

  it('is another one each time', async () => {
    const asked = await start();
    expect(await create(asked)).not.toBe(await create(asked));
  });

  it.each([
    [{ connectionAnswer: 'connection_Id' } as const, 200, { connection_Id: expect.any(String) }],
    [{ connectionAnswer: 'nested' } as const, 200, { connection: { url: expect.any(String), status: 'PENDING' } }],
    [{ connectionCreatedStatus: 201 } as const, 201, { connection_id: expect.any(String) }],
  ])('takes the forms that were seen: %j', async (switches, status, body) => {
    const { send } = await start({ switches });
    expect(await send('POST', '/connections', { app: 'sentry' })).toMatchObject({ status, body });
  });

  it('is for the app that it names', async () => {
    const { send } = await start();
    for (const given of [{ app: 'github' }, {}, undefined]) {
      expect(await send('POST', '/connections', given)).toMatchObject({ status: 400, body: { code: 400 } });
    }
    expect((await send('POST', '/connections', { app: 'sentry' }, { authorization: 'Bearer x' })).status).toBe(401);
    expect((await send('PUT', '/connections', {})).status).toBe(405);
  });
});

describe('the link of a connection', () => {
  it('makes it active when opened, with a world of its own', async () => {
    const asked = await start();
    const id = await create(asked);
    const headers = { 'maton-connection': id };
    expect((await asked.get('/organizations/', headers)).status).toBe(400);
    const page = await fetch(await linkOf(asked, id));
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(object(object((await asked.get(`/connections/${id}`)).body).connection)).toMatchObject({
      status: 'ACTIVE',
      last_updated_time: expect.any(String),
    });
    expect(pluck((await asked.get('/organizations/', headers)).body, 'slug')).toEqual(['elsewhere']);
    await asked.send('PUT', '/organizations/elsewhere/', { name: 'Mine' }, headers);
    expect((await asked.get('/organizations/elsewhere/', headers)).body).toMatchObject({ name: 'Mine' });
    const other = { 'maton-connection': asked.sandbox.worlds[1]?.connection.id ?? '' };
    expect((await asked.get('/organizations/elsewhere/', other)).body).toMatchObject({ name: 'Elsewhere' });
  });

  it('makes it fail when access is denied', async () => {
    const asked = await start();
    const id = await create(asked);
    const link = await linkOf(asked, id);
    expect((await fetch(`${link}&error=access_denied`)).status).toBe(400);
    expect((await fetch(link)).status).toBe(400);
    expect(await asked.get(`/connections/${id}`)).toMatchObject({ body: { connection: { status: 'FAILED' } } });
  });

  it('leads nowhere for strangers', async () => {
    const { sandbox } = await start();
    expect((await fetch(`${sandbox.origin}/connect/?session_token=x`)).status).toBe(404);
    expect((await fetch(`${sandbox.origin}/connect/`, { method: 'POST' })).status).toBe(405);
  });
});

describe('DELETE of a connection', () => {
  it.each([
    ['json', 200, '{'],
    ['empty', 204, ''],
    ['text', 200, 'Connection'],
  ] as const)('answers with %s, and then nobody knows it', async (connectionDeletedAnswer, status, beginning) => {
    const { sandbox, get, send } = await start({ switches: { connectionDeletedAnswer } });
    const id = sandbox.worlds[0]?.connection.id ?? '';
    const answer = await send('DELETE', `/connections/${id}`);
    expect([answer.status, answer.text.startsWith(beginning)]).toEqual([status, true]);
    expect(await get(`/connections/${id}`)).toMatchObject({ status: 404, body: { code: 404 } });
    expect((await send('DELETE', `/connections/${id}`)).status).toBe(404);
    expect((await get('/organizations/', { 'maton-connection': id })).status).toBe(404);
    expect(pluck((await get('/organizations/')).body, 'slug')).toEqual(['elsewhere']);
  });
});

describe('worlds', () => {
  it('do not see what is written in others', async () => {
    const asked = await startWith(null, { mirror: true });
    open.push(asked);
    const [first, second] = asked.sandbox.worlds.map(({ connection }) => ({ 'maton-connection': connection.id }));
    const list = rows((await asked.get('/organizations/acme/issues/?project=-1&limit=1', first)).body);
    const path = `/organizations/acme/issues/${list[0]?.id}/`;
    await asked.send('PUT', path, { status: 'resolved' }, first);
    await asked.send('DELETE', '/projects/acme/storefront/', undefined, first);
    expect((await asked.get('/projects/acme/storefront/', first)).status).toBe(404);
    expect((await asked.get('/projects/acme/storefront/', second)).status).toBe(200);
    expect((await asked.get(path, second)).body).toMatchObject({ status: 'unresolved' });
  });
});
