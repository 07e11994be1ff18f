import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Served, startServer } from '../support/server.ts';

let served: Served;
beforeAll(async () => {
  served = await startServer();
});
beforeEach(() => served.sandbox.clearCalls());
afterAll(() => served.close());

/** What urql 6 sends where nobody told it otherwise. */
const accept =
  'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed';

const get = (search: Record<string, string>, headers: Record<string, string> = {}, origin = served.origin) =>
  fetch(`${origin}/graphql?${new URLSearchParams(search)}`, { headers: { accept, ...headers } });

const query = 'query A($o: String!) {\n  organization(slug: $o) {\n    id\n    name\n    __typename\n  }\n}';

describe('a query by GET', () => {
  it('is answered as by POST, and never stored', async () => {
    const variables = { o: 'acme' };
    const response = await get({ query, operationName: 'A', variables: JSON.stringify(variables) });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^application\/(graphql-response\+)?json/);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(response.headers.get('vary')).toContain('Authorization');
    const answer = await response.json();
    expect(answer).toMatchObject({ data: { organization: {} }, extensions: { cost: { calls: 1 } } });
    expect(answer.data).toEqual((await (await served.post({ query, variables })).json()).data);
  });

  it('may name one of several operations, and lower its deadline', async () => {
    const document = 'query A { organizations { nodes { slug } } } query B { organization(slug: "acme") { name } }';
    expect(await (await get({ query: document, operationName: 'B' })).json()).toMatchObject({
      data: { organization: {} },
    });
    served.sandbox.switches.faults.push({ path: /organizations\/acme/, kind: 'hang', times: 1 });
    const late = await get({ query: document, operationName: 'B', extensions: '{"timeoutMs":150}' });
    expect(await late.json()).toMatchObject({ errors: [{ extensions: { code: 'UPSTREAM_TIMEOUT' } }] });
    served.sandbox.switches.faults.length = 0;
  });

  it('takes empty and null parameters for none', async () => {
    const response = await get({ query: '{ __typename }', variables: '', extensions: 'null', operationName: '' });
    expect(await response.json()).toMatchObject({ data: { __typename: 'Query' } });
  });

  it('is not stored either where it asks for an event stream', async () => {
    const response = await get({ query: '{ __typename }' }, { accept: 'text/event-stream' });
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    await response.body?.cancel();
  });

  it.each([
    ['variables that are no JSON', { query, variables: '{' }],
    ['variables that are no object', { query, variables: '[1]' }],
    ['extensions that are no JSON', { query, extensions: 'x' }],
    ['extensions that are no object', { query, extensions: '"x"' }],
    ['an operation that is not there', { query, operationName: 'B' }],
    ['no query at all', { variables: '{}' }],
  ])('is refused with %s', async (_name, search) => {
    const response = await get(search);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    expect(served.sandbox.calls).toEqual([]);
  });

  it.each([
    ['cannot be parsed', '{', 'GRAPHQL_PARSE_FAILED'],
    ['is not valid', '{ nope }', 'GRAPHQL_VALIDATION_FAILED'],
  ])('is refused where it %s', async (_name, document, code) => {
    const response = await get({ query: document });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] });
  });

  it('is refused where its address is too long', async () => {
    const response = await get({ query, variables: JSON.stringify({ o: 'x'.repeat(8 * 1024) }) });
    expect(response.status).toBe(414);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  it('is refused under another method', async () => {
    const response = await fetch(`${served.origin}/graphql?query={__typename}`, { method: 'PUT' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST']);
  });
});

describe('by GET', () => {
  it.each(['mutation A { anything }', 'subscription A { anything }', 'query B { __typename } mutation A { anything }'])(
    '%s is never run',
    async (document) => {
      const response = await get({ query: document, operationName: 'A' });
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('POST');
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
      expect(served.sandbox.calls).toEqual([]);
    },
  );

  it('a mutation is not run either where its document is known already', async () => {
    const document = 'mutation Known { anything }';
    await served.post({ query: document });
    expect((await get({ query: document })).status).toBe(405);
    expect((await get({ query: document })).status).toBe(405);
  });

  it('a browser gets GraphiQL', async () => {
    const response = await get(
      { query },
      { accept: 'text/html,application/xhtml+xml;q=0.9', 'sec-fetch-site': 'none' },
    );
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(served.sandbox.calls).toEqual([]);
  });

  it('pass-through asks for a key first', async () => {
    const through = await startServer({ AUTH_MODE: 'pass-through' });
    try {
      const asked = (headers: Record<string, string>) =>
        get({ query, variables: '{"o":"acme"}' }, headers, through.origin);
      expect((await asked({})).status).toBe(401);
      expect((await (await asked({ authorization: 'Bearer sandbox' })).json()).errors).toBeUndefined();
    } finally {
      await through.close();
    }
  });
});
