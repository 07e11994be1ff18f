import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../src/sandbox/index.ts';
import { type Asked, organization, startWith } from './fixture.ts';

const open: Asked[] = [];
async function start(...faults: Fault[]): Promise<Asked> {
  const asked = await startWith([organization()]);
  asked.sandbox.switches.faults.push(...faults);
  open.push(asked);
  return asked;
}
afterEach(async () => {
  for (const { sandbox } of open.splice(0)) await sandbox.close();
});

const path = /^\/organizations\/$/;

describe('a fault', () => {
  it('strikes matching calls as often as it says, and is recorded', async () => {
    const { sandbox, get } = await start({ path, times: 2, kind: 'html' });
    expect((await get('/organizations/shop/')).status).toBe(200);
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++) statuses.push((await get('/organizations/')).status);
    expect(statuses).toEqual([502, 502, 200]);
    expect(sandbox.calls).toHaveLength(4);
  });

  it('can be bound to a method, and sees the query', async () => {
    const { get } = await start(
      { path: /per_page=3/, method: 'POST', status: 500 },
      { path: /per_page=3/, status: 503 },
    );
    expect((await get('/organizations/?per_page=3')).status).toBe(503);
  });

  it('answers with its own status, body and headers', async () => {
    const { get } = await start({ path, status: 418, body: { detail: 'tea' }, headers: { 'retry-after': '3' } });
    const { status, body, headers } = await get('/organizations/');
    expect([status, body, headers.get('retry-after')]).toEqual([418, { detail: 'tea' }, '3']);
  });

  it('with a delay alone leaves the answer as it is', async () => {
    const { get } = await start({ path, delayMs: 1 });
    expect((await get('/organizations/')).status).toBe(200);
  });

  it.each([
    ['html', 502, 'text/html', '<!DOCTYPE'],
    ['text-as-json', 500, 'application/json', 'upstream'],
    ['empty', 200, null, ''],
    ['redirect', 301, null, ''],
    ['sentry-429', 429, 'text/html; charset=utf-8', '{"detail":"You are'],
    ['maton-429', 429, 'application/json', '{"error":{'],
    ['maton-404', 404, 'application/json', '{"message":'],
    ['maton-500', 500, 'application/json', '{"message":'],
    ['query-timeout', 400, 'application/json', '{"detail":"Query timeout'],
  ] as const)('of kind %s is a %i', async (kind, status, type, beginning) => {
    const { get } = await start({ path, kind });
    const answer = await get('/organizations/');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, type]);
    expect(answer.text.startsWith(beginning)).toBe(true);
    expect(answer.headers.has('x-sentry-rate-limit-reset')).toBe(kind === 'sentry-429');
  });

  it('can be an empty 405 or an HTML 404', async () => {
    const { get } = await start({ path, kind: 'empty', status: 405, times: 1 }, { path, kind: 'html', status: 404 });
    expect(await get('/organizations/')).toMatchObject({ status: 405, text: '' });
    expect(await get('/organizations/')).toMatchObject({ status: 404, text: expect.stringContaining('<html>') });
  });

  it('redirects to the upstream host', async () => {
    const { get } = await start({ path, kind: 'redirect' });
    expect((await get('/organizations/')).headers.get('location')).toContain('https://sentry.io/');
  });

  it.each(['drop', 'cut'] as const)('of kind %s breaks the connection', async (kind) => {
    const { get } = await start({ path, kind });
    await expect(get('/organizations/')).rejects.toThrow();
  });

  it('can be larger than anybody should read', async () => {
    const { get } = await start({ path, kind: 'huge' });
    expect((await get('/organizations/')).text.length).toBeGreaterThan(10 * 1024 * 1024);
  });

  it('can drip', async () => {
    const { get } = await start({ path, kind: 'drip', delayMs: 0 });
    expect(await get('/organizations/')).toMatchObject({ status: 200, body: [{ slug: 'shop' }] });
  });

  it('can hang, before or after its head', async () => {
    const { sandbox } = await start({ path, kind: 'hang', times: 1 }, { path, kind: 'stall' });
    const ask = (): Promise<string> =>
      new Promise((resolve) => {
        const headers = { authorization: 'Bearer sandbox' };
        const asked = request(`${sandbox.origin}/sentry/api/0/organizations/`, { headers, timeout: 50 }, (response) => {
          response.on('data', () => {});
          response.on('error', () => resolve('head'));
        });
        asked.on('timeout', () => asked.destroy());
        asked.on('error', () => resolve('nothing'));
        asked.end();
      });
    expect([await ask(), await ask()]).toEqual(['nothing', 'head']);
  });
});
