import { afterEach, describe, expect, it } from 'vitest';
import type { SandboxOptions } from '../../src/sandbox/index.ts';
import { createSentryLimiter, defaultLimit } from '../../src/sandbox/limits.ts';
import { reads } from '../../src/sandbox/read-routes.ts';
import { type Asked, issue, object, organization, rows, startWith } from './fixture.ts';

const open: Asked[] = [];
async function start(options: SandboxOptions = {}): Promise<Asked> {
  const asked = await startWith([organization({ issues: [issue(1)] })], options);
  open.push(asked);
  return asked;
}
afterEach(async () => {
  for (const { sandbox } of open.splice(0)) await sandbox.close();
});

describe('paths', () => {
  it('need their slash, and no redirect mends it', async () => {
    const { get } = await start();
    const asJson = await get('/organizations/shop/projects');
    expect([asJson.status, object(asJson.body).info]).toEqual([
      404,
      expect.stringContaining('/organizations/shop/projects/'),
    ]);
    const asText = await get('/organizations/shop/projects', { accept: 'text/html' });
    expect([asText.status, asText.body]).toEqual([404, undefined]);
    expect(asText.text).toContain('trailing slash');
  });

  it.each([
    '/nothing/',
    '/organizations/shop/nothing/',
    '/projects/shop/api/../api/x/',
    '/organizations/shop/issues//',
    '/',
  ])('%s is an empty 404', async (path) => {
    const { get } = await start();
    expect(await get(path)).toMatchObject({ status: 404, text: '' });
  });

  it('take a parameter that cannot be decoded as no route', async () => {
    const { get } = await start();
    expect((await get('/organizations/%E0%A4%A/')).status).toBe(404);
    expect((await get('/organizations/a%2Fb/')).status).toBe(404);
  });

  it('know their methods', async () => {
    const { sandbox } = await start();
    const headers = { authorization: 'Bearer sandbox' };
    const response = await fetch(`${sandbox.origin}/sentry/api/0/organizations/`, { method: 'PATCH', headers });
    expect([response.status, await response.json()]).toEqual([405, { detail: 'Method "PATCH" not allowed.' }]);
  });
});

describe('flags', () => {
  it('are set by 1; by true only where Sentry reads it so', async () => {
    const { get } = await start();
    const events = '/organizations/shop/issues/1001/events/';
    for (const full of ['1', 'true']) expect(rows((await get(`${events}?full=${full}`)).body)[0]).toHaveProperty('sdk');
    for (const full of ['0', 'false']) {
      expect(rows((await get(`${events}?full=${full}`)).body)[0]).not.toHaveProperty('sdk');
    }
    const isPaged = async (flag: string): Promise<boolean> =>
      (await get(`/organizations/shop/projects/?all_projects=${flag}`)).headers.has('link');
    expect([await isPaged('1'), await isPaged('true')]).toEqual([false, true]);
  });
});

describe('scopes', () => {
  it('are needed for every read, but for the summary of an organization', async () => {
    const { sandbox, get } = await start();
    sandbox.switches.scopes = [];
    for (const route of reads) {
      const path = `/${route.path.replace('{organization}', 'shop').replaceAll(/\{\w+\}/g, '1')}`;
      const { status, headers, body } = await get(path);
      if (path === '/organizations/shop/') {
        expect([status, body]).toEqual([200, expect.objectContaining({ slug: 'shop', name: 'Shop' })]);
        expect(body).not.toHaveProperty('openMembership');
        expect(body).not.toHaveProperty('teams');
      } else {
        expect([path, status]).toEqual([path, 403]);
        expect(body).toEqual({ detail: 'You do not have permission to perform this action.' });
        expect(headers.get('www-authenticate')).toMatch(/^Bearer error="insufficient_scope", scope="\w+:read /);
      }
    }
  });

  it.each([
    ['org:read', ['/organizations/', '/organizations/shop/projects/', '/organizations/shop/teams/']],
    ['member:read', ['/organizations/shop/members/']],
    ['team:read', ['/teams/shop/web/']],
    ['project:read', ['/organizations/shop/releases/', '/projects/shop/api/', '/projects/shop/api/events/']],
    ['project:releases', ['/organizations/shop/releases/']],
    ['event:read', ['/organizations/shop/issues/', '/organizations/shop/issues/1001/', '/projects/shop/api/issues/']],
    ['event:admin', ['/organizations/shop/issues/', '/organizations/shop/issues/1001/', '/projects/shop/api/issues/']],
  ])('%s lets a token read %j', async (scope, readable) => {
    const { sandbox, get } = await start();
    sandbox.switches.scopes = [scope];
    const answers = await Promise.all(
      [
        '/organizations/',
        '/organizations/shop/issues/',
        '/organizations/shop/issues/1001/',
        '/organizations/shop/members/',
        '/organizations/shop/projects/',
        '/organizations/shop/releases/',
        '/organizations/shop/teams/',
        '/projects/shop/api/',
        '/projects/shop/api/events/',
        '/projects/shop/api/issues/',
        '/teams/shop/web/',
      ].map(async (path) => ({ path, status: (await get(path)).status })),
    );
    expect(answers.filter(({ status }) => status === 200).map(({ path }) => path)).toEqual(readable);
  });
});

describe('the limits', () => {
  it('are told with every answer, refusals too', async () => {
    const { get } = await start();
    for (const path of ['/organizations/', '/organizations/none/', '/nothing/', '/organizations']) {
      const { headers } = await get(path);
      expect(headers.get('x-sentry-rate-limit-limit')).toBe('40');
      expect(headers.get('x-sentry-rate-limit-remaining')).toBe('39');
      expect(headers.get('x-sentry-rate-limit-concurrentlimit')).toBe('25');
      expect(headers.get('x-sentry-rate-limit-reset')).toMatch(/^\d{10}$/);
    }
    expect((await get('/organizations/shop/issues/1001/')).headers.get('x-sentry-rate-limit-limit')).toBe('5');
  });

  it('hold for one endpoint, five issues a second', async () => {
    const { get } = await start({ rateLimit: 1000 });
    const answers = await Promise.all(Array.from({ length: 30 }, () => get('/organizations/shop/issues/1001/')));
    const limited = answers.filter(({ status }) => status === 429);
    expect(limited.length).toBeGreaterThan(0);
    expect(limited[0]?.headers.get('content-type')).toContain('text/html');
    expect(limited[0]?.headers.get('x-sentry-rate-limit-remaining')).toBe('0');
    expect(object(limited[0]?.body).detail).toContain('too frequently');
    expect((await get('/organizations/shop/')).status).toBe(200);
  });

  it('let the events of a project be read one call at a time', async () => {
    const { get } = await start({ rateLimit: 1000 });
    const path = '/projects/shop/api/events/';
    const answers = await Promise.all(Array.from({ length: 10 }, () => get(path)));
    expect(answers.map(({ status }) => status).sort()).toContain(429);
    expect((await get(path)).status).toBe(200);
  });

  it('hold for both forms of a path together', async () => {
    const { get } = await start({ rateLimit: 1000 });
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, i) => get(i % 2 === 0 ? '/issues/1001/' : '/organizations/shop/issues/1001/')),
    );
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(10);
  });

  it('take one call at a time where it is said so', () => {
    const admit = createSentryLimiter(true);
    const limit = { limit: 60, windowMs: 3_600_000, concurrent: 1 };
    const first = admit('u', 'events', limit);
    const second = admit('u', 'events', limit);
    expect([first.refusal, second.refusal?.status]).toEqual([null, 429]);
    expect(second.refusal?.body).toContain('concurrency');
    first.release();
    second.release();
    expect(admit('u', 'events', limit).refusal).toBeNull();
    expect(admit('v', 'events', limit).refusal).toBeNull();
  });

  it('refuse nothing while they are off', () => {
    const admit = createSentryLimiter(false);
    const passes = Array.from({ length: 100 }, () => admit('u', 'default', defaultLimit));
    expect(passes.every(({ refusal }) => refusal === null)).toBe(true);
  });
});
