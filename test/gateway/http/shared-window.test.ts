import { setMaxListeners } from 'node:events';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Budgets } from '../../../src/gateway/http/budgets.ts';
import type { Call, Send } from '../../../src/gateway/http/call.ts';
import { rateLimit } from '../../../src/gateway/http/rate-limit.ts';
import { limits } from '../../../src/gateway/limits.ts';
import type { Operation } from '../../../src/gateway/operation.ts';
import { callOf, replyOf } from '../../support/call.ts';
import { StandIn } from '../../support/shared-budgets.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const good = replyOf(200, []);

const soon = () => 1;

/** Replicas that share `calls` a second, and when each lets calls out. */
const replicasOf = (
  shared: StandIn,
  calls: number,
  lags: readonly (() => number)[],
  upstream: Send = async () => good,
) => {
  const starts: { at: number; replica: number }[] = [];
  const send = lags.map((lag, replica) =>
    rateLimit(new Budgets(calls, () => shared.replica(lag)))(async (call) => {
      starts.push({ at: performance.now(), replica });
      return upstream(call);
    }),
  );
  return { starts, send: (replica: number, call: Call) => send[replica]?.(call) ?? Promise.reject(new Error()) };
};

const callFor = (client: string, operation: Partial<Operation> = {}, parts: Partial<Call> = {}): Call => {
  const call = callOf(parts, Number.POSITIVE_INFINITY);
  return { ...call, operation: { ...call.operation, client, ...operation } };
};

const busiest = (starts: readonly { at: number }[]): number =>
  Math.max(0, ...starts.map(({ at }) => starts.filter((other) => other.at >= at && other.at < at + 1_000).length));

describe('replicas that share a budget', () => {
  it('never pass the rate in any window together, and lose no call', async () => {
    const arrival = fc.record({
      gap: fc.integer({ min: 0, max: 120 }),
      replica: fc.nat({ max: 3 }),
      client: fc.constantFrom('a', 'b'),
      lasts: fc.integer({ min: 0, max: 500 }),
      family: fc.constantFrom('organization', 'issue', 'project.events'),
      leavesAfter: fc.option(fc.integer({ min: 0, max: 1_500 }), { freq: 4 }),
    });
    const lags = fc.array(fc.integer({ min: 0, max: 45 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(arrival, { minLength: 1, maxLength: 60, size: 'max' }),
        lags,
        async (arrivals, lags) => {
          let passes = 0;
          const lag = () => lags[passes++ % lags.length] ?? 0;
          const { starts, send } = replicasOf(new StandIn(10), 10, [lag, lag, lag, lag], async ({ template }) => {
            await new Promise((resolve) => setTimeout(resolve, Number(template)));
            return good;
          });
          const ends: Promise<'sent' | 'left'>[] = [];
          for (const { gap, replica, client, lasts, family, leavesAfter } of arrivals) {
            await vi.advanceTimersByTimeAsync(gap);
            const leaving = new AbortController();
            if (leavesAfter !== null) setTimeout(() => leaving.abort('left'), leavesAfter);
            const call = callFor(client, { signal: leaving.signal }, { family, template: String(lasts) });
            const sent = send(replica, call);
            ends.push(
              sent.then(
                () => 'sent',
                () => 'left',
              ),
            );
          }
          await vi.advanceTimersByTimeAsync(120_000);
          const outcomes = await Promise.all(ends);
          expect(outcomes.filter((outcome) => outcome === 'sent')).toHaveLength(starts.length);
          for (const [index, outcome] of outcomes.entries()) {
            if (arrivals[index]?.leavesAfter === null) expect(outcome).toBe('sent');
          }
          expect(busiest(starts)).toBeLessThanOrEqual(10);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('give the place back of a call whose client leaves while it is taken', async () => {
    const shared = new StandIn(10);
    const { starts, send } = replicasOf(shared, 10, [() => 20]);
    const leaving = new AbortController();
    const gone = send(0, callFor('a', { signal: leaving.signal }));
    await vi.advanceTimersByTimeAsync(30);
    expect(shared.taken).toBe(1);
    leaving.abort('left');
    await expect(gone).rejects.toMatchObject({ code: 'CANCELLED' });
    await vi.advanceTimersByTimeAsync(60);
    expect([shared.taken, starts.length]).toEqual([0, 0]);
  });

  it('take places for no calls that their endpoint or their operation holds back', async () => {
    const shared = new StandIn(100);
    const { send } = replicasOf(shared, 100, [soon], () => new Promise(() => {}));
    for (let call = 0; call < 9; call += 1) void send(0, callFor('a', {}, { family: 'issue' }));
    const { operation } = callFor('a');
    setMaxListeners(0, operation.signal);
    for (let call = 0; call < 12; call += 1) void send(0, { ...callOf(), operation });
    await vi.advanceTimersByTimeAsync(10);
    expect([shared.taken, shared.reserved]).toEqual([15, 15]);
  });

  it('refuse as soon as it is told what others have taken, with the wait that is true', async () => {
    const shared = new StandIn(4);
    const { send } = replicasOf(shared, 4, [soon, soon]);
    for (let call = 0; call < 4; call += 1) void send(0, callFor('a'));
    await vi.advanceTimersByTimeAsync(400);
    const refused = expect(send(1, callFor('b', { deadline: performance.now() + 500 }))).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      retryAfter: 0.7,
    });
    await vi.advanceTimersByTimeAsync(5);
    await refused;
  });

  it('have equal shares while all have calls waiting, whoever is nearer to Redis, and else all of it', async () => {
    const { starts, send } = replicasOf(new StandIn(10), 10, [soon, () => 8]);
    const ask = (replica: number) => {
      for (let call = 0; call < 60; call += 1) void send(replica, callFor('a'));
    };
    const counts = () => [0, 1].map((replica) => starts.filter((start) => start.replica === replica).length);
    ask(0);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(counts()).toEqual([20, 0]);
    ask(1);
    await vi.advanceTimersByTimeAsync(4_000);
    const [near = 0, far = 0] = counts();
    expect(far).toBeGreaterThanOrEqual(15);
    expect(near + far).toBeGreaterThanOrEqual(55);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(counts()).toEqual([60, 60]);
  });

  it.each([
    ['of Maton all calls of the credential', {}, 'MATON', ['organization', 'issue']],
    ['of Sentry those to its endpoint', { 'x-sentry-rate-limit-limit': '5' }, 'SENTRY', ['organization']],
  ])('all respect a 429 that one has met: %s', async (_name, headers, origin, refused) => {
    const replies = [replyOf(429, undefined, { 'retry-after': '30', ...headers })];
    const { starts, send } = replicasOf(new StandIn(10), 10, [soon, soon], async () => replies.pop() ?? good);
    void send(0, callFor('a'));
    await vi.advanceTimersByTimeAsync(50);
    const outcomes = Promise.allSettled(
      ['organization', 'issue'].map((family) => send(1, callFor('b', {}, { family }))),
    );
    await vi.advanceTimersByTimeAsync(50);
    for (const [index, outcome] of (await outcomes).entries()) {
      if (index < refused.length) expect(outcome).toMatchObject({ reason: { code: 'RATE_LIMITED', origin } });
      else expect(outcome.status).toBe('fulfilled');
    }
    expect(starts).toHaveLength(3 - refused.length);
  });

  it('keep quiet after a 429 no longer than the one that met it, and tell the true wait', async () => {
    const replies = [replyOf(429, undefined, { 'retry-after': '3600' })];
    const { starts, send } = replicasOf(new StandIn(10), 10, [soon, soon], async () => replies.pop() ?? good);
    void send(0, callFor('a'));
    await vi.advanceTimersByTimeAsync(50_000);
    const refused = expect(send(1, callFor('b'))).rejects.toMatchObject({ retryAfter: expect.closeTo(3550, 0) });
    await vi.advanceTimersByTimeAsync(50);
    await refused;
    await vi.advanceTimersByTimeAsync(limits.longestBlock - 50_000);
    void send(1, callFor('b'));
    await vi.advanceTimersByTimeAsync(50);
    expect(starts).toHaveLength(2);
  });

  it('go on by themselves without a wait while Redis is away, and share again when it is back', async () => {
    const shared = new StandIn(5);
    const { starts, send } = replicasOf(shared, 5, [soon, soon]);
    const ask = () => {
      for (const replica of [0, 1]) for (let call = 0; call < 20; call += 1) void send(replica, callFor('a'));
    };
    shared.isThere = false;
    ask();
    await vi.advanceTimersByTimeAsync(0);
    expect(starts).toHaveLength(10);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(starts).toHaveLength(20);
    shared.isThere = true;
    await vi.advanceTimersByTimeAsync(1_500);
    const back = performance.now();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(starts).toHaveLength(40);
    expect(busiest(starts.filter(({ at }) => at >= back))).toBeLessThanOrEqual(5);
  });
});
