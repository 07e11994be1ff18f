import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Child, collector, startChild } from '../support/child.ts';
import { tokenOf } from '../support/leak-watch.ts';
import { drive, post } from '../support/load.ts';
import { saw } from '../support/promises.ts';
import { answer, honest, type Scripted, startScripted } from '../support/scripted-upstream.ts';

/** Requests that are counted: SOAK=200000 is the full length. Before them come enough to fill what is bounded. */
const requests = Number(process.env.SOAK ?? 40_000);
const warmUp = Math.min(40_000, requests / 2);

let upstream: Scripted;
let service: Child;
beforeAll(async () => {
  // One call in fifty fails, and nothing of those that came is kept here.
  upstream = await startScripted((call, response) => {
    upstream.clear();
    if (Math.random() < 0.02) return answer(response, { detail: 'Internal Error' }, 500);
    if (call.method !== 'GET') return answer(response, { id: '1', slug: 'web', name: 'Web' }, 201);
    honest(call, response);
  });
  const urls = { MATON_GATEWAY_URL: upstream.origin, MATON_CONTROL_URL: upstream.origin };
  const environment = { AUTH_MODE: 'pass-through', WRITES: '1', UPSTREAM_RPS: '1000', LOG_LEVEL: 'error', ...urls };
  service = await startChild(environment, [collector]);
});
afterAll(async () => {
  service.process.kill('SIGKILL');
  await upstream.close();
});

/** What a day brings: most of it again and again, some of it new each time, some of it wrong. */
const mixed: readonly ((asked: number) => object | string)[] = [
  () => ({ query: '{ organization(slug: "acme") { name projects { nodes { slug name platform } } } }' }),
  (asked) => ({
    query: 'query ($id: ID!) { issue(organization: "acme", id: $id) { title culprit assignee { name } } }',
    variables: { id: String(1 + (asked % 20_000)) },
  }),
  (asked) => ({
    query: `{ organization(slug: "acme") { issues(query: "word${asked}", first: 3) { nodes { title project { name } } } } }`,
  }),
  () => ({ query: '{ viewer { mode scopes } rateLimit { limit remaining } }' }),
  (asked) => ({ query: `query Q${asked} { organization(slug: "org${asked % 3_000}") { name } }` }),
  (asked) => ({
    query: `mutation { createTeam(input: { organization: "acme", name: "team${asked}" }) { team { slug } userErrors { code } } }`,
  }),
  (asked) => ({ query: `{ nope${asked} }` }),
  (asked) => `{ "query": "${asked}`,
];

const run = async (from: number, count: number): Promise<number> => {
  let answered = 0;
  await drive(
    32,
    (asked) => asked < count,
    async (asked) => {
      const at = from + asked;
      const body = mixed[at % mixed.length]?.(at) ?? '';
      const headers = { authorization: `Bearer ${tokenOf(`soak${at % 2_000}`)}` };
      // One client in fifty has no patience.
      const signal = at % 50 === 7 ? AbortSignal.timeout(5) : undefined;
      const { status } = await post(service.origin, body, { headers, ...(signal && { signal }) }).catch(() => ({
        status: 0,
      }));
      if (status > 0) answered += 1;
    },
  );
  return answered;
};

describe('a service that has answered many requests', () => {
  it(`holds no more than after few: ${requests}`, { timeout: 3_600_000 }, async () => {
    await run(0, warmUp);
    const before = await service.held();
    const started = performance.now();
    const answered = await run(warmUp, requests);
    const seconds = (performance.now() - started) / 1_000;
    const after = await service.held();
    saw(
      'S16',
      'memory + < 10 % after the warm-up',
      `${requests} requests after ${warmUp}, ${answered} answered, ${Math.round(requests / seconds)} a second: ${Math.round(before)} MiB, then ${Math.round(after)} MiB (${(100 * (after / before - 1)).toFixed(1)} %)`,
    );
    expect(answered).toBeGreaterThan(requests * 0.97);
    expect(after).toBeLessThan(before * 1.1);
  });
});
