import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { createGateway, type Gateway } from '../../src/gateway/http/index.ts';
import { Secret } from '../../src/gateway/http/secret.ts';
import { matonPrefix } from '../../src/gateway/http/transport.ts';
import { createGraphQL } from '../../src/server/yoga.ts';
import { type Echo, startEchoUpstream } from '../support/echo-upstream.ts';

const operations = 6_000;
const callers = Array.from({ length: 50 }, (_, index) => `key${index}`);
const accounts = ['one', 'two', 'three'];

const documents = [
  '{ organization(slug: "acme") { name projects { nodes { slug name } } } }',
  '{ organization(slug: "acme") { issues(first: 3) { nodes { databaseId title culprit project { name platform } assignee { name ... on User { email } } } } } }',
  '{ a: issue(organization: "acme", id: "1") { title metadata { value } } b: issue(organization: "acme", id: "2") { title } }',
  '{ project(organization: "acme", slug: "web") { name platform } }',
];

let upstream: Echo;
let gateway: Gateway;
let graphql: ReturnType<typeof createGraphQL>;

beforeAll(async () => {
  upstream = await startEchoUpstream();
  const config = readConfig({ AUTH_MODE: 'pass-through', UPSTREAM_RPS: '1000' });
  gateway = createGateway({
    upstream: { origin: upstream.origin, controlOrigin: upstream.origin, prefix: matonPrefix },
    callsPerSecond: config.callsPerSecond,
    cache: config.cache,
    userAgent: 'sentry-graph/test',
  });
  graphql = createGraphQL(config, gateway, pino({ level: 'silent' }));
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

const ask = async (query: string, key: string, account: string) => {
  const identity = {
    client: key,
    viewer: { name: null, mode: 'pass-through' as const, scopes: ['READ' as const] },
    choosable: null,
    caller: { credential: new Secret(key), account },
  };
  const context = { requestId: 'test', identity, headers: {}, arrived: 0, left: new AbortController().signal };
  return JSON.stringify(await graphql.run({ query }, context));
};

describe('callers with the same slugs and ids', () => {
  it(`never see each other's data: ${operations} operations, 150 callers, a tenth of the calls failing`, async () => {
    upstream.failing = 0.1;
    let foreign = 0;
    let answered = 0;
    let next = 0;
    const worker = async () => {
      for (let index = next++; index < operations; index = next++) {
        const key = callers[Math.floor(Math.random() * callers.length)] ?? '';
        const account = accounts[Math.floor(Math.random() * accounts.length)] ?? '';
        const text = await ask(documents[index % documents.length] ?? '', key, account);
        const marks = text.match(/key\d+\.\w+/g) ?? [];
        answered += marks.length > 0 ? 1 : 0;
        foreign += marks.filter((mark) => mark !== `${key}.${account}`).length;
      }
    };
    await Promise.all(Array.from({ length: 64 }, worker));
    upstream.failing = 0;
    process.stdout.write(
      `isolation: ${operations} operations, ${answered} with data, ${upstream.calls.length} calls, ${foreign} foreign values\n`,
    );
    expect(foreign).toBe(0);
    expect(answered).toBeGreaterThan(operations * 0.95);
  });

  it('share a call with nobody else: a thousand at once are one call, fifty callers fifty', async () => {
    upstream.latency = 200;
    const query = '{ organization(slug: "globex") { name } }';
    // Answers that went stale meanwhile may still be fetched anew for others.
    const asked = () => upstream.calls.filter(({ path }) => path.includes('/globex/'));
    upstream.calls.length = 0;
    await Promise.all(Array.from({ length: 1_000 }, () => ask(query, 'alone', 'one')));
    expect(asked()).toHaveLength(1);
    upstream.calls.length = 0;
    await Promise.all(callers.flatMap((key) => [ask(query, key, 'one'), ask(query, key, 'one')]));
    upstream.latency = 0;
    expect(asked()).toHaveLength(50);
    expect(new Set(asked().map(({ caller }) => caller)).size).toBe(50);
  });
});
