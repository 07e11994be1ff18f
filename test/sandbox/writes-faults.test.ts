import { afterEach, describe, expect, it } from 'vitest';
import type { Fault, SandboxOptions } from '../../src/sandbox/index.ts';
import { type Asked, issue, organization, release, rows, startWith } from './fixture.ts';

const open: Asked[] = [];
async function start(options: SandboxOptions = {}, ...faults: Fault[]): Promise<Asked> {
  const organizations = [organization({ issues: [issue(1)], releases: [release(1, 'v1')] })];
  const asked = await startWith(organizations, { ...options, switches: { faults, ...options.switches } });
  open.push(asked);
  return asked;
}
afterEach(async () => {
  for (const { sandbox } of open.splice(0)) await sandbox.close();
});

const path = '/organizations/shop/releases/v1/deploys/';
const deploy = { environment: 'production' };
const deploys = ({ sandbox }: Asked): number =>
  sandbox.worlds[0]?.organizations[0]?.releases.find(({ version }) => version === 'v1')?.deploys.length ?? -1;

/** Sends a deploy; false where no answer came in time. */
async function post({ sandbox }: Asked): Promise<number | false> {
  try {
    const response = await fetch(`${sandbox.origin}/sentry/api/0${path}`, {
      method: 'POST',
      headers: { authorization: 'Bearer sandbox', 'content-type': 'application/json' },
      body: JSON.stringify(deploy),
      signal: AbortSignal.timeout(200),
      redirect: 'manual',
    });
    await response.text();
    return response.status;
  } catch {
    return false;
  }
}

describe('a fault of a write', () => {
  it.each([
    ['html', 502],
    ['text-as-json', 500],
    ['empty', 200],
    ['redirect', 301],
    ['sentry-429', 429],
    ['maton-429', 429],
    ['maton-404', 404],
    ['maton-500', 500],
    ['query-timeout', 400],
    ['hang', false],
    ['drop', false],
  ] as const)('of kind %s does nothing', async (kind, status) => {
    const asked = await start({}, { method: 'POST', path: /deploys/, kind });
    expect(await post(asked)).toBe(status);
    expect([deploys(asked), asked.sandbox.calls.length]).toEqual([0, 1]);
  });

  it.each([
    ['reset-after-effect', false],
    ['502-after-effect', 502],
    ['hang-after-effect', false],
    ['cut', false],
    ['stall', false],
  ] as const)('of kind %s comes after the effect', async (kind, status) => {
    const asked = await start({}, { method: 'POST', path: /deploys/, kind, times: 1 });
    expect(await post(asked)).toBe(status);
    expect(deploys(asked)).toBe(1);
    expect(await post(asked)).toBe(201);
    expect([deploys(asked), asked.sandbox.calls.length]).toEqual([2, 2]);
  });

  it('may have another status after the effect, and strikes its method alone', async () => {
    const asked = await start({}, { method: 'POST', path: /deploys/, kind: '502-after-effect', status: 504 });
    expect((await asked.get(path)).status).toBe(200);
    expect([await post(asked), deploys(asked)]).toEqual([504, 1]);
  });

  it('strikes connections too', async () => {
    const asked = await start({}, { method: 'POST', path: /^\/connections$/, kind: '502-after-effect' });
    const count = async (): Promise<number> =>
      Object.values((await asked.get('/connections?status=PENDING')).body ?? {}).flat().length;
    const before = await count();
    expect((await asked.send('POST', '/connections', { app: 'sentry' })).status).toBe(502);
    expect(await count()).toBe(before + 1);
  });
});

describe('the recorder', () => {
  it('keeps method and body of writes', async () => {
    const { sandbox, send, get } = await start();
    await send('PUT', '/organizations/shop/issues/?id=1001', { status: 'resolved' });
    await send('POST', '/connections', { app: 'sentry' });
    await send('DELETE', '/organizations/shop/issues/1001/');
    await get('/organizations/');
    expect(sandbox.calls.map(({ method, path: where, body }) => [method, where, body])).toEqual([
      ['PUT', '/organizations/shop/issues/?id=1001', { status: 'resolved' }],
      ['POST', '/connections', { app: 'sentry' }],
      ['DELETE', '/organizations/shop/issues/1001/', undefined],
      ['GET', '/organizations/', undefined],
    ]);
    expect(sandbox.calls[3]).not.toHaveProperty('body');
  });

  it('keeps a body that is no JSON as text; the edge refuses one too large', async () => {
    const { sandbox } = await start();
    const headers = { authorization: 'Bearer sandbox', 'content-type': 'application/json' };
    const url = `${sandbox.origin}/sentry/api/0/organizations/shop/`;
    expect((await fetch(url, { method: 'PUT', headers, body: 'nope' })).status).toBe(400);
    expect(sandbox.calls[0]?.body).toBe('nope');
    const large = JSON.stringify({ name: 'x'.repeat(5_000_000) });
    const refused = await fetch(url, { method: 'PUT', headers, body: large });
    expect([refused.status, refused.headers.get('content-type')]).toEqual([413, 'text/html']);
  });
});

describe('methods, scopes and limits', () => {
  it('are told where they are missing', async () => {
    const { send } = await start();
    const refused = await send('POST', '/organizations/shop/issues/1001/', {});
    expect(refused).toMatchObject({ status: 405, body: { detail: 'Method "POST" not allowed.' } });
    expect(refused.headers.get('allow')).toBe('GET, PUT, DELETE');
    expect((await send('PUT', '/organizations/shop', {})).status).toBe(404);
  });

  it('refuse writes of a token that may only read', async () => {
    const { sandbox, get, send } = await start();
    sandbox.switches.scopes = ['org:read', 'event:read', 'project:read', 'event:write'];
    const issues = '/organizations/shop/issues/';
    expect((await get('/organizations/shop/')).status).toBe(200);
    expect((await send('PUT', `${issues}1001/`, { priority: 'low' })).status).toBe(200);
    for (const [method, where, body] of [
      ['DELETE', `${issues}1001/`, undefined],
      ['DELETE', `${issues}?id=1001`, undefined],
      ['PUT', '/organizations/shop/', {}],
      ['DELETE', '/projects/shop/api/', undefined],
      ['POST', '/organizations/shop/teams/', { slug: 'x' }],
      ['POST', path, deploy],
    ] as const) {
      const refused = await send(method, where, body);
      expect([where, refused.status]).toEqual([where, 403]);
      expect(refused.headers.get('www-authenticate')).toContain('insufficient_scope');
    }
  });

  it('let five issues be changed a second, and five be deleted in five', async () => {
    const { send } = await start({ rateLimit: 1000 });
    const all = (method: string): Promise<number[]> =>
      Promise.all(
        Array.from({ length: 12 }, async () => {
          const answer = await send(method, '/organizations/shop/issues/1001/', method === 'PUT' ? {} : undefined);
          return answer.status;
        }),
      );
    const changed = await send('PUT', '/organizations/shop/issues/1001/', {});
    expect(changed.headers.get('x-sentry-rate-limit-limit')).toBe('5');
    expect(await all('PUT')).toContain(429);
    expect(await all('DELETE')).toContain(429);
    const made = await send('POST', '/organizations/shop/releases/', { version: 'v', projects: ['api'] });
    expect(made.headers.get('x-sentry-rate-limit-limit')).toBe('40');
  });
});

describe('two ports and a prefix', () => {
  it('keep the planes apart', async () => {
    const asked = await start({ controlPort: 0 });
    const { sandbox, get } = asked;
    expect(sandbox.controlOrigin).not.toBe(sandbox.origin);
    expect((await get('/connections')).status).toBe(200);
    expect((await get('/organizations/')).status).toBe(200);
    const headers = { authorization: 'Bearer sandbox' };
    expect((await fetch(`${sandbox.origin}/connections`, { headers })).status).toBe(400);
    expect((await fetch(`${sandbox.controlOrigin}/sentry/api/0/organizations/`, { headers })).status).toBe(404);
    const link = rows(Object.values((await get('/connections?status=PENDING')).body ?? {})[0])[0]?.url;
    expect(String(link).startsWith(sandbox.controlOrigin)).toBe(true);
    expect((await fetch(String(link))).status).toBe(200);
  });

  it('stand before every path', async () => {
    const { sandbox, get, send } = await start({ prefix: '/maton' });
    expect((await get('/organizations/shop/')).status).toBe(200);
    expect((await send('PUT', '/organizations/shop/', { name: 'x' })).status).toBe(200);
    expect((await get('/connections')).status).toBe(200);
    expect(sandbox.calls.map((call) => call.path)).toEqual([
      '/organizations/shop/',
      '/organizations/shop/',
      '/connections',
    ]);
    const headers = { authorization: 'Bearer sandbox' };
    expect((await fetch(`${sandbox.origin}/sentry/api/0/organizations/`, { headers })).status).toBe(404);
    const link = rows(Object.values((await get('/connections?status=PENDING')).body ?? {})[0])[0]?.url;
    expect((await fetch(String(link))).status).toBe(200);
  });
});

describe('reset', () => {
  const state = async ({ get }: Asked): Promise<unknown> =>
    Promise.all(
      [
        '/organizations/shop/',
        '/organizations/shop/issues/1001/',
        '/organizations/shop/releases/v1/',
        '/organizations/shop/repos/',
        '/connections',
      ].map(async (where) => (await get(where)).body),
    );

  async function change({ send, sandbox }: Asked): Promise<void> {
    sandbox.switches.releaseBusy = true;
    await send('PUT', '/projects/shop/web-shop/', { slug: 'x', subjectPrefix: 'y' });
    await send('PUT', '/organizations/shop/issues/1001/', { status: 'resolved', isPublic: true, assignedTo: 'bo' });
    sandbox.switches.releaseBusy = false;
    await send('PUT', '/organizations/shop/releases/v1/', { commits: [{ id: 'a', repository: 'r' }] });
    await send('POST', path, { environment: 'new' });
    await send('POST', '/organizations/shop/teams/', { slug: 't' });
    await send('DELETE', '/teams/shop/web/');
    await send('POST', '/connections', { app: 'sentry' });
    await send('DELETE', `/connections/${sandbox.worlds[1]?.connection.id}`);
    await send('PUT', '/organizations/shop/', { slug: 'gone' });
  }

  it('undoes every write, ids too', async () => {
    const asked = await start();
    const before = await state(asked);
    await change(asked);
    const changed = await asked.get('/connections');
    asked.sandbox.reset();
    expect(await state(asked)).toEqual(before);
    await change(asked);
    expect((await asked.get('/connections')).body).toEqual(changed.body);
    const response = await fetch(`${asked.sandbox.origin}/__reset`, { method: 'POST' });
    expect(response.status).toBe(204);
    expect(await state(asked)).toEqual(before);
  });

  it('is quick, as is the start', async () => {
    const begun = performance.now();
    const asked = await startWith(null);
    open.push(asked);
    for (let i = 0; i < 5; i++) asked.sandbox.reset();
    expect(performance.now() - begun).toBeLessThan(1000);
  });
});
