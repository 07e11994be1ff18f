import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { createGateway, type Gateway } from '../../src/gateway/http/index.ts';
import { Secret } from '../../src/gateway/http/secret.ts';
import { matonPrefix } from '../../src/gateway/http/transport.ts';
import { createGraphQL } from '../../src/server/yoga.ts';
import { tokenOf } from '../support/leak-watch.ts';
import { drive } from '../support/load.ts';
import { saw } from '../support/promises.ts';
import { answer, honest, pause, type Scripted, startScripted } from '../support/scripted-upstream.ts';

const operations = 100_000;
const callers = Array.from({ length: 50 }, (_, index) => `key${index}`);
const accounts = ['one', 'two', 'three'];

const documents = [
  '{ organization(slug: "acme") { name projects { nodes { slug name } } } }',
  '{ organization(slug: "acme") { issues(first: 3) { nodes { databaseId title culprit project { name platform } assignee { name ... on User { email } } } } } }',
  '{ a: issue(organization: "acme", id: "1") { title metadata { value } } b: issue(organization: "acme", id: "2") { title } }',
  '{ project(organization: "acme", slug: "web") { name platform } }',
];

let upstream: Scripted;
let gateway: Gateway;
let graphql: ReturnType<typeof createGraphQL>;

beforeAll(async () => {
  upstream = await startScripted();
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
    caller: { credential: new Secret(tokenOf(key)), account },
  };
  const context = { requestId: 'test', identity, headers: {}, arrived: 0, left: new AbortController().signal };
  return JSON.stringify(await graphql.run({ query }, context));
};

describe('callers with the same slugs and ids', () => {
  it(`never see each other's data: ${operations} operations, 150 callers, a tenth of the calls failing`, async () => {
    upstream.script = (call, response) =>
      Math.random() < 0.1 ? answer(response, { error: 'bad gateway' }, 502) : honest(call, response);
    const pick = <T>(values: readonly T[]): T | undefined => values[Math.floor(Math.random() * values.length)];
    const seen = await drive(
      64,
      (asked) => asked < operations,
      async (asked) => {
        const [key = '', account = ''] = [pick(callers), pick(accounts)];
        const marks = (await ask(documents[asked % documents.length] ?? '', key, account)).match(/key\d+\.\w+/g) ?? [];
        return { answered: marks.length > 0, foreign: marks.filter((mark) => mark !== `${key}.${account}`).length };
      },
    );
    const answered = seen.filter((each) => each.answered).length;
    const foreign = seen.reduce((sum, each) => sum + each.foreign, 0);
    saw(
      'R14',
      '50 callers of 3 accounts each: no foreign value',
      `${foreign} in ${operations} operations, ${answered} with data, ${upstream.calls.length} calls`,
    );
    expect(foreign).toBe(0);
    expect(answered).toBeGreaterThan(operations * 0.95);
  }, 300_000);

  it('share a call with nobody else: a thousand at once are one call, fifty callers fifty', async () => {
    upstream.script = async (call, response) => {
      await pause(200);
      honest(call, response);
    };
    const search = (word: string) =>
      `{ organization(slug: "acme") { issues(query: "${word}", first: 2) { nodes { title } } } }`;
    // Answers that went stale meanwhile may still be fetched anew for others.
    const asked = (word: string) => upstream.calls.filter(({ target }) => target.includes(word));
    await Promise.all([...callers.map((key) => ask(search('many'), key, 'one')), ask(search('alone'), 'key0', 'one')]);
    // Issues are fresh for 5 s, and served stale for as long again.
    await pause(11_500);
    upstream.clear();
    await Promise.all(Array.from({ length: 1_000 }, () => ask(search('alone'), 'key0', 'one')));
    await Promise.all([...callers, ...callers].map((key) => ask(search('many'), key, 'one')));
    const alone = asked('alone').length;
    const each = asked('many');
    saw(
      'R14',
      'once expired, 1,000 at once are 1 call, 50 callers 50',
      `${alone} call; ${each.length} calls of ${new Set(each.map(({ caller }) => caller)).size} callers`,
    );
    expect(alone).toBe(1);
    expect(each).toHaveLength(50);
    expect(new Set(each.map(({ caller }) => caller)).size).toBe(50);
  });
});
