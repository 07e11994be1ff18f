import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../src/gateway/limits.ts';
import { bombs, times } from '../support/hostile-documents.ts';
import { jsonType, requestText, sendRaw } from '../support/raw.ts';
import { type Served, startServer } from '../support/server.ts';

let served: Served;
beforeAll(async () => {
  served = await startServer({ MATON_API_KEY: 'sandbox', LINKED_ACCOUNTS: 'one', UPSTREAM_RPS: '1000' });
});
beforeEach(() => served.sandbox.clearCalls());
afterAll(() => served.close());

/** However wrong a request was, the next one is answered. */
afterEach(async () => {
  const response = await served.post({ query: '{ __typename }' });
  expect(await response.json()).toMatchObject({ data: { __typename: 'Query' } });
});

const query = '{ organization(slug: "acme") { name } }';

/** What every refusal has: a status of 4xx, coded errors, nothing of our insides, and no call. */
const expectRefused = (status: number, text: string, ...codes: string[]): void => {
  expect(Math.floor(status / 100)).toBe(4);
  expect(text.length).toBeLessThan(100_000);
  expect(text).not.toMatch(/\\n\s+at |node_modules|RangeError|stack/i);
  const { errors, data } = JSON.parse(text);
  expect(data).toBeUndefined();
  for (const { extensions } of errors) {
    expect(Object.keys(extensions).sort()).toEqual(['code', 'requestId']);
    if (codes.length > 0) expect(codes).toContain(extensions.code);
  }
  expect(served.sandbox.calls).toEqual([]);
};

describe.each(['application/json', 'application/graphql-response+json'])('a document, asked as %s,', (accept) => {
  it.each(Object.entries(bombs))('of %s is refused', async (_name, document) => {
    for (let repeated = 0; repeated < 2; repeated += 1) {
      const response = await served.post({ query: document }, { accept });
      expectRefused(
        response.status,
        await response.text(),
        'QUERY_TOO_COMPLEX',
        'GRAPHQL_VALIDATION_FAILED',
        'GRAPHQL_PARSE_FAILED',
      );
    }
  });
});

const typed = 'query($o: String!) { organization(slug: $o) { name } }';

describe('variables', () => {
  it.each([
    ['100,000 lists deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['100,000 objects deep', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['of 100,000 members', `{${Array.from({ length: 100_000 }, (_, i) => `"k${i}":1`)}}`],
    ['of 101 members in a list', `[{${Array.from({ length: 101 }, (_, i) => `"k${i}":1`)}}]`],
    ['eleven lists deep', `${'['.repeat(11)}${']'.repeat(11)}`],
  ])('%s are refused', async (_name, value) => {
    const response = await served.post(`{"query":${JSON.stringify(typed)},"variables":{"o":${value}}}`);
    expectRefused(response.status, await response.text(), 'QUERY_TOO_COMPLEX');
  });

  it.each([
    ['a list of 200,000', JSON.stringify(Array.from({ length: 200_000 }, () => 1))],
    ['a text of 1 MiB', JSON.stringify('x'.repeat(1_048_576))],
  ])('of %s come to a short error', async (_name, value) => {
    const response = await served.post(`{"query":${JSON.stringify(typed)},"variables":{"o":${value}}}`);
    const text = await response.text();
    expect(response.status).toBeLessThan(500);
    expect(text.length).toBeLessThan(2_000);
    expect(JSON.parse(text).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(served.sandbox.calls).toEqual([]);
  });

  it('as many as no document declares are refused', async () => {
    const variables = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`v${i}`, i]));
    expect((await served.post({ query, variables: variables(limits.variables) })).status).toBe(200);
    served.sandbox.clearCalls();
    const response = await served.post({ query, variables: variables(limits.variables + 1) });
    expectRefused(response.status, await response.text(), 'QUERY_TOO_COMPLEX');
  });

  it.each([
    ['a text', 'x'.repeat(limits.variables + 1)],
    ['a list', Array.from({ length: limits.variables + 1 }, () => [])],
  ])('that are %s are not looked into', async (_name, variables) => {
    const response = await served.post({ query, variables });
    expectRefused(response.status, await response.text(), 'BAD_USER_INPUT');
  });

  it('that nobody declared are left alone', async () => {
    const response = await served.post({ query, variables: { other: times(50_000, (i) => `${i}`) } });
    expect((await response.json()).data.organization.name).toBeTruthy();
  });

  it('of too many values are refused', async () => {
    const ids = Array.from({ length: limits.listArgument + 1 }, (_, index) => `${index}`);
    const response = await served.post({
      query: 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      variables: { ids },
    });
    expectRefused(response.status, await response.text(), 'QUERY_TOO_COMPLEX');
  });
});

describe('a body', () => {
  it.each([
    ['that is over its size and says so', `{"query":"{__typename}","x":"${'x'.repeat(limits.requestBytes)}"}`],
    ['of a number', '1'],
    ['of null', 'null'],
    ['of a text', '"{__typename}"'],
    ['of a list', '[]'],
    [
      'of a batch',
      JSON.stringify(
        times(2, () => query)
          .split(' ')
          .map((text) => ({ query: text })),
      ),
    ],
    ['100,000 lists deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['whose query is an object', '{"query":{"a":1}}'],
    ['whose query is a list', '{"query":["{__typename}"]}'],
    ['whose variables are a list', '{"query":"{__typename}","variables":[1]}'],
    ['whose variables are a text', '{"query":"{__typename}","variables":"{}"}'],
    ['whose extensions are a list', '{"query":"{__typename}","extensions":[1]}'],
    ['whose operation is an object', '{"query":"query A{__typename}","operationName":{"a":1}}'],
    ['of a member nobody knows', `{"query":"{__typename}","${'y'.repeat(10_000)}":1}`],
    ['cut short', '{"query":"{__typename}"'],
    ['that is empty', ''],
    ['that is no UTF-8', '{"query":"\u00ff\u00fe"'],
    ['with a prototype', '{"__proto__":{"query":"{__typename}"}}'],
    ['with a constructor', '{"constructor":{"prototype":{"x":1}},"query":"{__typename}"}'],
  ])('%s is refused', async (_name, body) => {
    const { status, body: text } = await sendRaw(served.origin, requestText(body));
    expectRefused(status, text, 'BAD_USER_INPUT', 'QUERY_TOO_COMPLEX', 'GRAPHQL_PARSE_FAILED');
  });

  it('that grows over its size without having said so is refused', async () => {
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    const head = `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: ${jsonType}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n`;
    const { status, body } = await sendRaw(served.origin, `${head}${chunk.repeat(40)}0\r\n\r\n`);
    expect(status).toBe(400);
    expect(body).toContain('"code":');
    expect(served.sandbox.calls).toEqual([]);
  });

  it.each([
    ['a form', 'application/x-www-form-urlencoded', 'query=mutation%7B__typename%7D'],
    ['a multipart form', 'multipart/form-data; boundary=x', '--x--'],
    ['plain text', 'text/plain', JSON.stringify({ query })],
    ['GraphQL alone', 'application/graphql', query],
    ['JSON by another name', 'application/jsonp', JSON.stringify({ query })],
    ['nothing it names', '', JSON.stringify({ query })],
  ])('as %s is refused', async (_name, type, body) => {
    const text = requestText(body).toString('latin1').replace(`Content-Type: ${jsonType}`, `Content-Type: ${type}`);
    const { status, body: answer } = await sendRaw(served.origin, text);
    expect(status).toBe(415);
    expectRefused(status, answer, 'BAD_USER_INPUT');
  });
});

describe('a request line or header', () => {
  const body = JSON.stringify({ query });

  it.each([
    ['a line break in the account', ['Maton-Connection: one\r\n\tX-Evil: 1']],
    ['a bare line feed in the account', ['Maton-Connection: one\nX-Evil: 1']],
    ['a null in the account', ['Maton-Connection: one\0']],
    ['two accounts', ['Maton-Connection: one', 'Maton-Connection: other']],
    ['a path for an account', ['Maton-Connection: ../one']],
    ['an account that may not be chosen', ['Maton-Connection: other']],
    ['an account without end', [`Maton-Connection: ${'a'.repeat(129)}`]],
    ['letters outside ASCII in the account', ['Maton-Connection: \u00f6ne']],
    ['headers without end', [`X-Long: ${'x'.repeat(20_000)}`]],
    ['two lengths', ['Content-Length: 1']],
    ['a length and chunks', ['Transfer-Encoding: chunked']],
    ['a foreign origin', ['Origin: https://evil.example']],
    ['another site', ['Sec-Fetch-Site: cross-site']],
  ])('with %s is refused and sends nothing up', async (_name, lines) => {
    const { status, head } = await sendRaw(served.origin, requestText(body, lines));
    expect(Math.floor(status / 100)).toBe(4);
    expect(head).not.toMatch(/evil/i);
    expect(served.sandbox.calls).toEqual([]);
  });

  it.each([
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'evil.example:4000',
    '[::ffff:7f00:1]',
    '',
  ])('that names the host %j is refused', async (host) => {
    const { status } = await sendRaw(served.origin, requestText(body, [], host));
    expect([400, 403]).toContain(status);
    expect(served.sandbox.calls).toEqual([]);
  });

  it.each([
    '//evil.example/graphql',
    'http://evil.example/graphql',
    '/graphql/..',
    '/graphql/../../etc/passwd',
    '/%2e%2e/',
    '*',
  ])('for %s finds nothing', async (path) => {
    const text = requestText(body).toString('latin1').replace('/graphql', path);
    const { status } = await sendRaw(served.origin, text);
    expect(Math.floor(status / 100)).toBe(4);
    expect(served.sandbox.calls).toEqual([]);
  });

  it('sends nothing up but what is ours, whatever else it holds', async () => {
    served.sandbox.switches.echoHeaders = true;
    const { status } = await sendRaw(
      served.origin,
      requestText(body, [
        'Maton-Connection: one',
        'Authorization: Bearer theirs',
        'Cookie: a=b',
        'X-Forwarded-For: 1.2.3.4',
        'Accept-Language: de',
        'X-Http-Method-Override: DELETE',
        'Baggage: a=b',
        '__proto__: x',
      ]),
    );
    expect(status).toBe(200);
    served.sandbox.switches.echoHeaders = false;
    const [call] = served.sandbox.calls;
    expect(call?.headers).toEqual({
      accept: 'application/json',
      'accept-encoding': expect.any(String),
      authorization: 'Bearer sandbox',
      connection: 'keep-alive',
      host: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      'maton-connection': 'one',
      'user-agent': 'sentry-graph/test',
    });
  });
});

describe('names of Object.prototype', () => {
  const words = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];

  it.each(words)('%s may be an alias', async (word) => {
    const response = await served.post({ query: `{ ${word}: __typename inner: viewer { ${word}: __typename } }` });
    const text = await response.text();
    expect(text).toContain(`"${word}":"Query"`);
    expect(text).toContain(`"${word}":"Viewer"`);
    expect({}).not.toHaveProperty('polluted');
  });

  it.each(words)('%s as a variable, an operation, an extension and a member does no harm', async (word) => {
    const member = `"${word}":{"polluted":1,"query":"{__typename}"}`;
    for (const value of [true, false]) {
      const named = await served.post(
        `{"query":"query ${word}($${word}:Boolean!){__typename @include(if:$${word})}","operationName":"${word}","variables":{"${word}":${value}},"extensions":{${member}}}`,
      );
      expect((await named.json()).data).toEqual(value ? { __typename: 'Query' } : {});
    }
    const wrong = await served.post(`{"query":"query($${word}:String){__typename}","variables":{${member}}}`);
    expect(wrong.status).toBeLessThan(500);
    const unknown = await served.post(`{"query":"{__typename}","operationName":"${word}"}`);
    expectRefused(unknown.status, await unknown.text(), 'BAD_USER_INPUT');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});
