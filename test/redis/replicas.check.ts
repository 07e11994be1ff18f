import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Child, startChild } from '../support/child.ts';
import { type CountingUpstream, startCountingUpstream } from '../support/counting-upstream.ts';
import { type RedisServer, startRedis } from '../support/redis.ts';

const rate = 20;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

type Answer = { readonly replica: Child; readonly took: number; readonly code?: string; readonly origin?: string };
let asked = 0;

/** Asks for what costs one call of its own. */
const ask = async (replica: Child): Promise<Answer> => {
  asked += 1;
  const query = `{ organization(slug: "acme-${asked}") { projects(first: 1) { nodes { slug } } } }`;
  const started = performance.now();
  const response = await fetch(`${replica.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, extensions: { timeoutMs: 1_200 } }),
  });
  const { errors }: { errors?: { extensions: { code: string; origin?: string } }[] } = JSON.parse(
    await response.text(),
  );
  return { replica, took: performance.now() - started, ...errors?.[0]?.extensions };
};

/** Has `clients` of each replica come within half a second and ask one question after the other until it is over. */
const hammer = async (replicas: readonly Child[], clients: number, milliseconds: number): Promise<Answer[]> => {
  const end = performance.now() + milliseconds;
  const answers: Answer[] = [];
  const client = async (replica: Child) => {
    await pause(Math.random() * 500);
    while (performance.now() < end) {
      answers.push(await ask(replica));
      await pause(100);
    }
  };
  await Promise.all(replicas.flatMap((replica) => Array.from({ length: clients }, () => client(replica))));
  return answers;
};

/** The most calls in any second. */
const busiest = (starts: readonly number[]): number =>
  Math.max(...starts.map((start) => starts.filter((other) => other >= start && other < start + 1_000).length));

const codesOf = (answers: readonly Answer[]): Record<string, number> => {
  const codes: Record<string, number> = {};
  for (const { code = 'answered', origin = '' } of answers) {
    const name = `${code} ${origin}`.trim();
    codes[name] = (codes[name] ?? 0) + 1;
  }
  return codes;
};

/** Whether all were answered or refused for the rate; a call that left just before its deadline may be too late. */
const expectServed = (answers: readonly Answer[]) => {
  const { answered = 0, RATE_LIMITED: refused = 0, UPSTREAM_TIMEOUT: late = 0 } = codesOf(answers);
  expect(answered + refused + late).toBe(answers.length);
  expect(late).toBeLessThanOrEqual(answers.length * 0.05);
};

let redis: RedisServer;
let upstream: CountingUpstream;
let replicas: Child[] = [];
beforeAll(async () => {
  upstream = await startCountingUpstream();
  redis = await startRedis();
  const environment = {
    MATON_API_KEY: 'key-of-the-check',
    MATON_CONNECTION: 'one',
    MATON_GATEWAY_URL: upstream.origin,
    REDIS_URL: redis.url,
    UPSTREAM_RPS: `${rate}`,
    CACHE: 'off',
    LOG_LEVEL: 'info',
  };
  replicas = await Promise.all([1, 2, 3].map(() => startChild(environment)));
  // What runs often is compiled first, so that no process holds itself up while it is measured.
  await hammer(replicas, 12, 1_000);
});
afterAll(async () => {
  for (const { process } of replicas) process.kill('SIGKILL');
  await redis.kill();
  await upstream.close();
});
beforeEach(async () => {
  await pause(1_000);
  upstream.forget();
});

// A busy machine may hold up calls between their place and the upstream; what is wrong is wrong each time.
describe('three processes with one key and one Redis', { retry: 2 }, () => {
  it('never pass the rate together, use nearly all of it, and each gets its share', async () => {
    const answers = await hammer(replicas, 12, 2_500);
    const starts = await upstream.starts();
    const took = (starts.at(-1) ?? 0) / 1_000;
    const shares = replicas.map(
      (replica) => answers.filter((answer) => answer.replica === replica && answer.code === undefined).length,
    );
    console.log('together', { busiest: busiest(starts), perSecond: starts.length / took, shares, ...codesOf(answers) });
    expect(busiest(starts)).toBeLessThanOrEqual(rate);
    expect(starts.length).toBeGreaterThan(took * rate * 0.85);
    for (const share of shares) expect(share).toBeGreaterThan(starts.length / 5);
    expectServed(answers);
  });

  it('leave all of the rate to the one that is asked', async () => {
    const answers = await hammer(replicas.slice(0, 1), 24, 1_500);
    const starts = await upstream.starts();
    console.log('alone', { busiest: busiest(starts), calls: starts.length, ...codesOf(answers) });
    expect(busiest(starts)).toBeLessThanOrEqual(rate);
    expect(starts.length).toBeGreaterThan(1.5 * rate * 0.85);
  });

  it('all respect the 429 that one has met', async () => {
    const [met, other] = replicas;
    if (!met || !other) throw new Error('no replicas');
    upstream.refuse(2);
    expect(await ask(met)).toMatchObject({ code: 'RATE_LIMITED', origin: 'MATON' });
    upstream.refuse(null);
    const { length: before } = await upstream.starts();
    expect(codesOf(await hammer([other], 5, 400))).toEqual({ 'RATE_LIMITED MATON': expect.any(Number) });
    expect((await upstream.starts()).length).toBe(before);
    await pause(1_700);
    expect(await ask(other)).not.toHaveProperty('code');
  });

  it('go on with budgets of their own when Redis dies, and share one again when it is back', async () => {
    const running = hammer(replicas, 12, 4_800);
    await pause(1_000);
    await redis.kill();
    await pause(1_300);
    const alone = busiest(await upstream.starts());
    await redis.start();
    await pause(2_200);
    const { length: before } = await upstream.starts();
    const answers = await running;
    const again = busiest((await upstream.starts()).slice(before));
    const slowest = Math.max(...answers.map(({ took }) => took));
    console.log('Redis killed', { alone, again, slowest, ...codesOf(answers) });
    expect(alone).toBeGreaterThan(rate);
    expect(alone).toBeLessThanOrEqual(4 * rate);
    expect(again).toBeLessThanOrEqual(rate);
    expectServed(answers);
    for (const { output } of replicas) {
      const lines = [...output().matchAll(/"msg":"([^"]*Redis[^"]*)"/g)].map(([, line]) => line);
      expect(lines.slice(-2)).toEqual([
        'Redis is away: this process goes on with a budget of its own',
        'the budget is shared through Redis',
      ]);
    }
  });

  it('wait no longer than a moment for a Redis that hangs', async () => {
    const [replica] = replicas;
    if (!replica) throw new Error('no replica');
    redis.stall();
    const took: number[] = [];
    for (let round = 0; round < 10; round += 1) took.push((await ask(replica)).took);
    redis.resume();
    console.log('Redis hangs', took.map(Math.round));
    expect(Math.max(...took)).toBeLessThan(250);
    expect(took.filter((each) => each > 100).length).toBeLessThanOrEqual(2);
  });
});
