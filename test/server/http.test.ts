import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonType } from '../support/raw.ts';
import { type Served, startServer } from '../support/server.ts';

const query = '{ organization(slug: "acme") { name } }';

let served: Served;
beforeAll(async () => {
  served = await startServer();
});
afterAll(() => served.close());

/** A GET or POST with headers that fetch would not send. */
const raw = (origin: string, headers: Record<string, string>): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const call = request(`${origin}/graphql`, { method: 'POST', headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    call.on('error', reject);
    call.end(JSON.stringify({ query }));
  });

describe('the server', () => {
  it('answers over a real socket, with cost and request id', async () => {
    const response = await served.post({ query });
    expect(response.status).toBe(200);
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await response.json()).toMatchObject({ data: { organization: {} }, extensions: { cost: { calls: 1 } } });
    expect(served.log.at(-1)).toContain('"calls":1');
  });

  it.each([
    ['an answer', 200, () => served.post({ query }), []],
    ['a refused document', 400, () => served.post({ query: '{' }), []],
    ['a refused body', 415, () => served.post('', { 'content-type': 'text/plain' }), []],
    ['a refused method', 405, () => fetch(`${served.origin}/graphql`, { method: 'PUT' }), ['allow']],
    ['nothing', 404, () => fetch(`${served.origin}/nothing`), []],
    ['health', 200, () => fetch(`${served.origin}/health/ready`), []],
    [
      'an answer to a page',
      200,
      () => served.post({ query }, { origin: 'https://app.example' }),
      ['access-control-allow-origin', 'access-control-expose-headers'],
    ],
  ] as [string, number, () => Promise<Response>, string[]][])(
    'sends with %s just these headers',
    async (_name, status, ask, more) => {
      const response = await ask();
      const { date, 'content-length': length, 'x-request-id': id, ...headers } = Object.fromEntries(response.headers);
      expect(response.status).toBe(status);
      expect([Date.parse(date ?? ''), Number(length)]).not.toContain(Number.NaN);
      expect(id).toMatch(/^[0-9a-f-]{36}$/);
      for (const name of more) {
        expect(headers).toHaveProperty(name);
        delete headers[name];
      }
      expect(headers).toEqual({
        'cache-control': 'private, no-store',
        connection: 'keep-alive',
        'content-type': 'application/json; charset=utf-8',
        'keep-alive': 'timeout=5',
        'referrer-policy': 'no-referrer',
        vary: 'Authorization, Maton-Connection, Accept',
        'x-content-type-options': 'nosniff',
      });
    },
  );

  it.each([
    ['a form', 'application/x-www-form-urlencoded', 'query=%7B__typename%7D', 415],
    ['a multipart form', 'multipart/form-data; boundary=x', '--x--', 415],
    ['plain text', 'text/plain', '{"query":"{__typename}"}', 415],
    ['a batch', jsonType, '[{"query":"{__typename}"}]', 400],
    ['something that is no JSON', jsonType, '{', 400],
    ['a document that cannot be parsed', jsonType, '{"query":"{"}', 400],
    ['a document that is not valid', jsonType, '{"query":"{nope}"}', 400],
  ])('refuses %s', async (_name, type, body, status) => {
    served.sandbox.clearCalls();
    const response = await served.post(body, { 'content-type': type });
    expect(response.status).toBe(status);
    expect((await response.json()).errors).toHaveLength(1);
    expect(served.sandbox.calls).toEqual([]);
  });

  it.each([
    ['text/html', 406],
    ['image/png, text/plain', 406],
    ['', 200],
    ['text/html, */*;q=0.8', 200],
    ['application/graphql-response+json', 200],
    ['APPLICATION/JSON; charset=utf-8', 200],
  ])('answers what takes "%s" with %i, and runs nothing it cannot tell of', async (accept, status) => {
    served.sandbox.clearCalls();
    const response = await served.post({ query: status === 406 ? query : '{ __typename }' }, { accept });
    expect(response.status).toBe(status);
    expect((await response.json()).errors?.[0].extensions.code).toBe(status === 406 ? 'BAD_USER_INPUT' : undefined);
    expect(served.sandbox.calls).toEqual([]);
  });

  it('serves no host but loopback names', async () => {
    const headers = { 'content-type': jsonType };
    expect(await raw(served.origin, { ...headers, host: 'rebound.example' })).toBe(403);
    expect(await raw(served.origin, { ...headers, host: 'localhost:4000' })).toBe(200);
  });

  it('lets any origin in with the sandbox, without credentials', async () => {
    const response = await served.post({ query }, { origin: 'https://app.example' });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('takes the account from Maton-Connection, and refuses a malformed one', async () => {
    const [, second] = served.sandbox.worlds;
    served.sandbox.clearCalls();
    await served.post(
      { query: '{ organizations { nodes { slug } } }' },
      { 'maton-connection': second?.connection.id ?? '' },
    );
    expect(served.sandbox.calls.map(({ connection }) => connection)).toEqual([second?.connection.id]);
    const refused = await served.post({ query }, { 'maton-connection': 'a b' });
    expect(refused.status).toBe(400);
  });

  it('answers within a deadline the client lowered', async () => {
    served.sandbox.switches.faults.push({ path: /organizations\/acme/, kind: 'hang', times: 1 });
    const response = await served.post({ query, extensions: { timeoutMs: 150 } });
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UPSTREAM_TIMEOUT' } }] });
    served.sandbox.switches.faults.length = 0;
  });
});

describe('with a key of its own', () => {
  it('sends up its own key alone', async () => {
    const own = await startServer({ MATON_API_KEY: 'sandbox', LINKED_ACCOUNTS: 'one' });
    try {
      own.sandbox.switches.echoHeaders = true;
      const response = await own.post(
        { query },
        { authorization: 'Bearer theirs', cookie: 'a=b', 'x-forwarded-for': '1.2.3.4' },
      );
      expect(response.status).toBe(200);
      const [call] = own.sandbox.calls;
      expect(Object.keys(call?.headers ?? {}).sort()).toEqual([
        'accept',
        'accept-encoding',
        'authorization',
        'connection',
        'host',
        'user-agent',
      ]);
      expect(call?.headers.authorization).toBe('Bearer sandbox');
      expect(own.log.join('')).not.toContain('theirs');
      const foreign = await own.post({ query }, { 'maton-connection': 'other' });
      expect(await foreign.json()).toMatchObject({ errors: [{ extensions: { code: 'LINKED_ACCOUNT_NOT_FOUND' } }] });
    } finally {
      await own.close();
    }
  });
});

/** All that travels up with a call, but for the credential and the account. */
const ownHeaders = {
  accept: 'application/json',
  'accept-encoding': expect.any(String),
  connection: 'keep-alive',
  host: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
  'user-agent': 'sentry-graph/test',
};

describe('pass-through', () => {
  it('asks for a key before it reads the document, and sends it up', async () => {
    const through = await startServer({ AUTH_MODE: 'pass-through' });
    try {
      const without = await through.post('{ not json');
      expect(without.status).toBe(401);
      const wrong = await (await through.post({ query }, { authorization: 'Bearer wrong' })).json();
      expect(wrong).toMatchObject({ errors: [{ extensions: { code: 'UPSTREAM_UNAUTHENTICATED', origin: 'MATON' } }] });
      const right = await (await through.post({ query }, { authorization: 'Bearer sandbox' })).json();
      expect(right.errors).toBeUndefined();
    } finally {
      await through.close();
    }
  });

  it("sends up the client's key and account, and nothing else of it", async () => {
    const through = await startServer({ AUTH_MODE: 'pass-through' });
    try {
      through.sandbox.switches.echoHeaders = true;
      const account = through.sandbox.worlds[1]?.connection.id ?? '';
      const theirs = { authorization: 'bearer sandbox', cookie: 'a=b', traceparent: 'x', 'x-forwarded-for': '1.2.3.4' };
      await through.post({ query: '{ organizations { nodes { slug } } }' }, { ...theirs, 'maton-connection': account });
      await through.post({ query: '{ linkedAccounts { databaseId } }' }, theirs);
      expect(through.sandbox.calls.map(({ headers }) => headers)).toEqual([
        { ...ownHeaders, authorization: 'Bearer sandbox', 'maton-connection': account },
        { ...ownHeaders, authorization: 'Bearer sandbox' },
      ]);
    } finally {
      await through.close();
    }
  });

  it.each([
    ['none', {}],
    ['another scheme', { authorization: 'Basic c2FuZGJveA==' }],
    ['two words', { authorization: 'Bearer a b' }],
    ['an empty one', { authorization: 'Bearer ' }],
    ['one over 4 KiB', { authorization: `Bearer ${'x'.repeat(4_097)}` }],
  ])('with %s for a key is refused before the body is read', async (_name, headers) => {
    const through = await startServer({ AUTH_MODE: 'pass-through' });
    try {
      const response = await through.post('{ no json', headers);
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
      expect(through.sandbox.calls).toEqual([]);
    } finally {
      await through.close();
    }
  });
});
