import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { jsonType } from '../support/raw.ts';
import { type Served, startServer } from '../support/server.ts';

const friend = 'https://app.example';
const query = '{ organization(slug: "acme") { name } }';

let open: Served;
let listed: Served;
beforeAll(async () => {
  open = await startServer();
  listed = await startServer({ MATON_API_KEY: 'sandbox', CORS_ORIGINS: `${friend}, http://localhost:3000` });
});
beforeEach(() => listed.sandbox.clearCalls());
afterAll(() => Promise.all([open.close(), listed.close()]));

/** A request as a browser sends it: fetch would drop `Sec-Fetch-Site` and `Origin` of its own accord. */
const send = (
  { origin }: Served,
  method: string,
  headers: Record<string, string>,
): Promise<{ status: number | undefined; headers: Record<string, unknown>; body: string }> =>
  new Promise((resolve, reject) => {
    const address = method === 'GET' ? `${origin}/graphql?query=${encodeURIComponent(query)}` : `${origin}/graphql`;
    const sent = request(address, { method, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    sent.on('error', reject);
    sent.end(method === 'POST' ? JSON.stringify({ query }) : undefined);
  });

const json = { 'content-type': jsonType };

describe.each(['GET', 'POST'])('a %s', (method) => {
  it.each([
    ['curl and servers', {}],
    ['a page of our own', { 'sec-fetch-site': 'same-origin', origin: 'http://behind.a.proxy' }],
    ['the address bar', { 'sec-fetch-site': 'none' }],
    ['a listed origin', { origin: friend, 'sec-fetch-site': 'cross-site' }],
    ['a listed origin of this site', { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' }],
    ['a listed origin in an older browser', { origin: friend }],
  ])('from %s is answered', async (_name, headers) => {
    expect((await send(listed, method, { ...json, ...headers })).status).toBe(200);
    expect(listed.sandbox.calls).toHaveLength(1);
  });

  it('from a page of our own in an older browser is answered', async () => {
    expect((await send(listed, method, { ...json, origin: listed.origin })).status).toBe(200);
  });

  it.each([
    ['an image or script of another site', { 'sec-fetch-site': 'cross-site' }],
    ['an image of another port', { 'sec-fetch-site': 'same-site' }],
    ['a foreign page', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a foreign page in an older browser', { origin: 'https://evil.example' }],
    ['a page that hides its origin', { origin: 'null' }],
    ['a page of another port', { origin: 'http://127.0.0.1:1' }],
  ])('from %s is refused and sends nothing up', async (_name, headers) => {
    const { status, headers: answered, body } = await send(listed, method, { ...json, ...headers });
    expect(status).toBe(403);
    expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    expect(answered['access-control-allow-origin']).toBeUndefined();
    expect(listed.sandbox.calls).toEqual([]);
    expect(listed.log.slice(-2).join('')).toContain('CORS_ORIGINS');
  });

  it.each([
    ['more than an origin', 'https://evil.example/\u009b31m?secret', 'https://evil.example'],
    ['a long origin', `https://evil.example${'a'.repeat(8_000)}`, `https://evil.example${'a'.repeat(180)}`],
    ['a hidden origin', 'null', 'null'],
    ['no address', 'evil \u009b31m secret', 'malformed'],
    ['nothing', undefined, 'not told'],
  ])('that tells %s is logged by no more than an origin', async (_name, origin, logged) => {
    const headers = { ...json, 'sec-fetch-site': 'cross-site', ...(origin !== undefined && { origin }) };
    expect((await send(listed, method, headers)).status).toBe(403);
    const line = listed.log.findLast((each) => each.includes('CORS_ORIGINS'));
    expect(JSON.parse(line ?? '')).toMatchObject({ origin: logged });
  });

  it('from any other page is refused with an account where no origin is named', async () => {
    const closed = await startServer({ MATON_API_KEY: 'sandbox', WRITES: '1' });
    const { status, headers } = await send(closed, method, { ...json, origin: friend, 'sec-fetch-site': 'cross-site' });
    expect(status).toBe(403);
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(closed.sandbox.calls).toEqual([]);
    expect(closed.log.join('')).toContain('CORS_ORIGINS');
    await closed.close();
  });

  it('from any origin is answered by the sandbox, but not one without an origin', async () => {
    const { status, headers } = await send(open, method, { ...json, origin: friend, 'sec-fetch-site': 'cross-site' });
    expect([status, headers['access-control-allow-origin']]).toEqual([200, '*']);
    expect((await send(open, method, { ...json, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });
});

describe('a preflight', () => {
  const asked = 'apollo-require-preflight,apollographql-client-name,baggage,content-type,sentry-trace,traceparent';
  const preflight = (server: Served, headers: Record<string, string>) =>
    send(server, 'OPTIONS', { origin: friend, 'access-control-request-method': 'POST', ...headers });
  const named = (names: unknown) => String(names).split(', ');

  it.each([
    ['any origin with the sandbox', () => open, '*'],
    ['a listed origin', () => listed, friend],
  ])('of %s is granted the methods and headers it asks for', async (_name, server, origin) => {
    const { status, headers } = await preflight(server(), { 'access-control-request-headers': asked });
    expect(status).toBe(204);
    expect(headers['access-control-allow-origin']).toBe(origin);
    expect(headers['access-control-allow-methods']).toBe('GET, POST');
    expect(named(headers['access-control-allow-headers'])).toEqual(asked.split(','));
    expect(headers['access-control-allow-credentials']).toBeUndefined();
    expect(headers.vary).toContain('Access-Control-Request-Headers');
  });

  it('that asks for no headers is told of ours', async () => {
    const { headers } = await preflight(open, {});
    expect(named(headers['access-control-allow-headers'])).toEqual([
      'content-type',
      'authorization',
      'maton-connection',
    ]);
  });

  it('is granted nothing that is no header name, nor a list without end', async () => {
    const odd = await preflight(open, { 'access-control-request-headers': 'a b, x-good, <script>, , "q"' });
    expect(odd.headers['access-control-allow-headers']).toBe('x-good');
    const long = Array.from({ length: 600 }, (_, index) => `x-header-${index}`).join(',');
    const { headers } = await preflight(open, { 'access-control-request-headers': long });
    expect(String(headers['access-control-allow-headers'])).not.toContain('x-header');
  });

  it('of a foreign origin is granted nothing, and leaves a line in the log', async () => {
    const { status, headers } = await preflight(listed, {
      origin: 'https://evil.example',
      'access-control-request-headers': asked,
    });
    expect(status).toBe(204);
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(listed.log.slice(-2).join('')).toContain('https://evil.example');
  });

  it('lets headers in that never travel up', async () => {
    listed.sandbox.switches.echoHeaders = true;
    const added = Object.fromEntries(asked.split(',').map((name) => [name, 'x']));
    await send(listed, 'POST', { ...added, ...json, origin: friend });
    const sent = Object.keys(listed.sandbox.calls[0]?.headers ?? {});
    expect(sent).toContain('user-agent');
    expect(sent.filter((name) => name in added)).toEqual([]);
    listed.sandbox.switches.echoHeaders = false;
  });
});
