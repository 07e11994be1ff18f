import { afterEach, describe, expect, it } from 'vitest';
import type { SandboxOptions } from '../../src/sandbox/index.ts';
import { type Answer, type Asked, now, object, organization, rows, startWith } from './fixture.ts';

const open: Asked[] = [];
async function start(options: SandboxOptions = {}): Promise<Asked> {
  const asked = await startWith([organization()], options);
  open.push(asked);
  return asked;
}
afterEach(async () => {
  for (const { sandbox } of open.splice(0)) await sandbox.close();
});

function connectionsOf(answer: Answer): Record<string, unknown>[] {
  return rows(object(answer.body).connections);
}

describe('the key', () => {
  it.each([{ authorization: 'Bearer nope' }, { authorization: '' }, { authorization: 'Basic sandbox' }])(
    'is checked on both planes: %o',
    async (headers) => {
      const { get } = await start();
      for (const path of ['/organizations/', '/connections']) {
        const { status, body } = await get(path, headers);
        expect(status).toBe(401);
        expect(object(object(body).error)).toMatchObject({ code: 401, message: expect.any(String) });
        expect(object(body)).not.toHaveProperty('detail');
      }
    },
  );
});

describe('the connection of a data call', () => {
  it('is the oldest active one by default', async () => {
    const { sandbox, get } = await start();
    expect((await get('/organizations/shop/')).status).toBe(200);
    const [first] = sandbox.worlds;
    if (first !== undefined) first.connection.dateCreated = now;
    expect((await get('/organizations/shop/')).status).toBe(404);
  });

  it('is the one that the header names', async () => {
    const { sandbox, get } = await start();
    const id = sandbox.worlds[1]?.connection.id ?? '';
    const { body } = await get('/organizations/', { 'maton-connection': id });
    expect(rows(body)[0]?.slug).toBe('elsewhere');
    expect(sandbox.calls.at(-1)).toMatchObject({ method: 'GET', path: '/organizations/', connection: id });
  });

  it('is a flat 404 of Maton where nobody knows it', async () => {
    const { get } = await start();
    const { status, body } = await get('/organizations/', { 'maton-connection': 'conn_1' });
    expect(status).toBe(404);
    expect(body).toMatchObject({ message: expect.stringContaining('conn_1'), type: 'Not Found', code: 404 });
    expect(object(body)).not.toHaveProperty('detail');
  });

  it('is a 400 of Maton where none is active', async () => {
    const { sandbox, get } = await start();
    for (const { connection } of sandbox.worlds) connection.status = 'FAILED';
    expect(await get('/organizations/')).toMatchObject({ status: 400, body: { type: 'Bad Request', code: 400 } });
  });

  it('is a 400 of Maton where the named one is pending', async () => {
    const { get } = await start();
    const pending = connectionsOf(await get('/connections?status=PENDING'))[0]?.connection_id;
    const { status, body } = await get('/organizations/', { 'maton-connection': String(pending) });
    expect([status, object(body).code]).toEqual([400, 400]);
  });

  it('is a 500 of Maton while it is expired, though its status stays', async () => {
    const { sandbox, get } = await start();
    const id = sandbox.worlds[0]?.connection.id ?? '';
    sandbox.switches.expiredConnections.push(id);
    expect(await get('/organizations/')).toMatchObject({
      status: 500,
      body: { code: 500, message: expect.any(String) },
    });
    expect(await get(`/connections/${id}`)).toMatchObject({ status: 200, body: { connection: { status: 'ACTIVE' } } });
  });
});

describe('connections', () => {
  it('are listed with all their fields', async () => {
    const { get } = await start();
    const list = connectionsOf(await get('/connections'));
    expect(list.length).toBeGreaterThan(2);
    expect(list[0]).toMatchObject({
      connection_id: expect.any(String),
      status: 'ACTIVE',
      creation_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      last_updated_time: expect.any(String),
      url: expect.stringContaining('session_token='),
      app: 'sentry',
      method: 'OAUTH2',
      metadata: {},
    });
    expect(list.find(({ status }) => status === 'PENDING')).not.toHaveProperty('last_updated_time');
  });

  it('are filtered by app, status and method', async () => {
    const { get } = await start();
    const count = async (query: string): Promise<number> => connectionsOf(await get(`/connections?${query}`)).length;
    const all = await count('app=sentry');
    expect(await count('app=github')).toBe(0);
    expect(await count('method=API_KEY')).toBe(0);
    expect(await count('method=OAUTH2')).toBe(all);
    expect(await count('status=ACTIVE')).toBe(2);
    expect((await count('status=PENDING')) + (await count('status=FAILED')) + 2).toBe(all);
  });

  it('come in two pages where that is switched on', async () => {
    const { sandbox, get } = await start();
    const all = connectionsOf(await get('/connections')).map((row) => row.connection_id);
    sandbox.switches.connectionsPaged = true;
    const first = await get('/connections');
    const token = object(first.body).next_token;
    const second = await get(`/connections?next_token=${String(token)}`);
    expect([...connectionsOf(first), ...connectionsOf(second)].map((row) => row.connection_id)).toEqual(all);
    expect(object(second.body)).not.toHaveProperty('next_token');
  });

  it('are read by id, and unknown ones are 404', async () => {
    const { sandbox, get } = await start();
    const id = sandbox.worlds[1]?.connection.id;
    expect(await get(`/connections/${id}`)).toMatchObject({ body: { connection: { connection_id: id } } });
    for (const path of ['/connections/none', '/connections/%E0%A4%A']) {
      expect(await get(path)).toMatchObject({ status: 404, body: { type: 'Not Found', code: 404 } });
    }
  });
});

describe('Maton', () => {
  it('knows no other app', async () => {
    const { sandbox } = await start();
    const response = await fetch(`${sandbox.origin}/github/user`, { headers: { authorization: 'Bearer sandbox' } });
    expect([response.status, object(await response.json()).code]).toEqual([400, 400]);
  });

  it('allows so many calls a second, then answers 429 without a Retry-After', async () => {
    const { get } = await start({ rateLimit: 10 });
    const answers = await Promise.all(Array.from({ length: 40 }, () => get('/organizations/')));
    const limited = answers.find(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(10);
    expect(limited?.body).toMatchObject({ error: { code: 429 } });
    expect(limited?.headers.has('retry-after')).toBe(false);
    expect(limited?.headers.has('x-sentry-rate-limit-limit')).toBe(false);
  });

  it('limits nothing where the rate is null', async () => {
    const { get } = await start();
    const answers = await Promise.all(Array.from({ length: 60 }, () => get('/organizations/shop/?detailed=0')));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
  });
});

describe('the recorder', () => {
  it('keeps paths raw, with their query, below each base', async () => {
    const { sandbox, get } = await start();
    await get('/organizations/shop/releases/a%20b%3F%40c/?x=%5B1%5D&x=2');
    await get('/connections?app=sentry');
    expect(sandbox.calls.map(({ path }) => path)).toEqual([
      '/organizations/shop/releases/a%20b%3F%40c/?x=%5B1%5D&x=2',
      '/connections?app=sentry',
    ]);
    expect(sandbox.calls[0]?.headers).toMatchObject({ accept: 'application/json', authorization: 'Bearer sandbox' });
    expect(sandbox.calls[0]?.connection).toBeNull();
    sandbox.clearCalls();
    expect(sandbox.calls).toEqual([]);
  });

  it('echoes headers where that is switched on', async () => {
    const { get } = await start({ switches: { echoHeaders: true } });
    const { headers } = await get('/organizations/', { 'x-odd': 'yes' });
    expect(JSON.parse(headers.get('x-sandbox-echo') ?? '')).toMatchObject({ 'x-odd': 'yes' });
  });
});

describe('reset', () => {
  it('brings data and switches back to the start', async () => {
    const { sandbox, get } = await start({ switches: { guessedNext: true } });
    sandbox.switches.brownout = true;
    sandbox.switches.guessedNext = false;
    sandbox.worlds.splice(0, 1);
    expect((await get('/organizations/')).status).toBe(404);
    sandbox.switches.faults.push({ path: /./, status: 500 });
    sandbox.reset();
    expect(sandbox.switches).toMatchObject({ brownout: false, guessedNext: true });
    expect((await get('/organizations/shop/')).body).toMatchObject({ name: 'Shop' });
    expect((await get('/organizations/')).status).toBe(200);
  });
});
