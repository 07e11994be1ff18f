import { setMaxListeners } from 'node:events';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Budgets } from '../../../src/gateway/http/budgets.ts';
import type { Call, Reply, Send } from '../../../src/gateway/http/call.ts';
import { CodedError } from '../../../src/gateway/http/coded-error.ts';
import { rateLimit } from '../../../src/gateway/http/rate-limit.ts';
import { Secret } from '../../../src/gateway/http/secret.ts';
import type { Operation } from '../../../src/gateway/operation.ts';
import { callOf, replyOf } from '../../support/call.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const good = replyOf(200, []);
const never = new AbortController().signal;
const endless = Number.POSITIVE_INFINITY;

const callFor = (client: string, operation: Partial<Operation> = {}, parts: Partial<Call> = {}): Call => {
  const call = callOf(parts);
  return { ...call, operation: { ...call.operation, client, deadline: endless, ...operation } };
};

/** An upstream that takes `latency` milliseconds for each call, and what it saw. */
const slowly = (latency: number | (() => number), reply: Reply = good) => {
  const seen = { starts: [] as { at: number; call: Call }[], active: 0, most: 0 };
  const next: Send = async (call) => {
    seen.starts.push({ at: performance.now(), call });
    seen.active += 1;
    seen.most = Math.max(seen.most, seen.active);
    await new Promise((resolve) => setTimeout(resolve, typeof latency === 'number' ? latency : latency()));
    seen.active -= 1;
    return reply;
  };
  return { seen, next };
};

const clientOf = ({ call }: { call: Call }): string => call.operation.client;
const second = 1_000;

const expectRate = (starts: readonly { at: number }[], calls: number) => {
  for (const { at } of starts) {
    expect(starts.filter((other) => other.at >= at && other.at < at + second).length).toBeLessThanOrEqual(calls);
  }
};

describe('a budget', () => {
  it('never passes its rate in any window, loses no call, and lets no client wait for more than its turn', async () => {
    const arrival = fc.record({
      gap: fc.integer({ min: 0, max: 250 }),
      client: fc.constantFrom('a', 'a', 'a', 'b', 'c', 'd'),
      lasts: fc.integer({ min: 0, max: 900 }),
      method: fc.constantFrom('GET', 'PUT'),
      family: fc.constantFrom('organization', 'issue', 'project.events'),
      leavesAfter: fc.option(fc.integer({ min: 0, max: 2_000 }), { freq: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(arrival, { minLength: 1, maxLength: 60, size: 'max' }), async (arrivals) => {
        const starts: { at: number; client: string; family: string }[] = [];
        const send = rateLimit(new Budgets(10))(async (call) => {
          starts.push({
            at: performance.now(),
            client: call.operation.client,
            family: `${call.method} ${call.family}`,
          });
          await new Promise((resolve) => setTimeout(resolve, Number(call.template)));
          return good;
        });
        const ends: Promise<'sent' | 'left'>[] = [];
        for (const { gap, client, lasts, method, family, leavesAfter } of arrivals) {
          await vi.advanceTimersByTimeAsync(gap);
          const leaving = new AbortController();
          if (leavesAfter !== null) setTimeout(() => leaving.abort('left'), leavesAfter);
          const call = callFor(client, { signal: leaving.signal }, { method, family, template: String(lasts) });
          ends.push(
            send(call).then(
              () => 'sent',
              () => 'left',
            ),
          );
        }
        await vi.advanceTimersByTimeAsync(200_000);
        const outcomes = await Promise.all(ends);
        expect(outcomes.filter((outcome) => outcome === 'sent')).toHaveLength(starts.length);
        for (const [index, outcome] of outcomes.entries()) {
          if (arrivals[index]?.leavesAfter === null) expect(outcome).toBe('sent');
        }
        expectRate(starts, 10);
        expectRate(
          starts.filter(({ family }) => family === 'GET issue'),
          5,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('lets no client start twice while another waits that has started less', async () => {
    const arrival = fc.record({
      at: fc.integer({ min: 0, max: 3_000 }),
      client: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(arrival, { minLength: 1, maxLength: 80, size: 'max' }), async (arrivals) => {
        const { seen, next } = slowly(50);
        const send = rateLimit(new Budgets(5))(next);
        const arrived: { at: number; call: Call }[] = [];
        const began = performance.now();
        for (const { at, client } of [...arrivals].sort((a, b) => a.at - b.at)) {
          await vi.advanceTimersByTimeAsync(Math.max(0, began + at - performance.now()));
          const call = callFor(client);
          arrived.push({ at: performance.now(), call });
          void send(call);
        }
        await vi.advanceTimersByTimeAsync(60_000);
        const startOf = new Map(seen.starts.map(({ call, at }, index) => [call.operation.cost, { at, index }]));
        for (const mine of arrived) {
          const started = startOf.get(mine.call.operation.cost) ?? { at: 0, index: 0 };
          const before = new Map<string, number>();
          for (const other of seen.starts.slice(0, started.index)) {
            if (other.at <= mine.at || clientOf(other) === clientOf(mine)) continue;
            before.set(clientOf(other), (before.get(clientOf(other)) ?? 0) + 1);
          }
          const own = seen.starts
            .slice(0, started.index)
            .filter((other) => other.at > mine.at && clientOf(other) === clientOf(mine)).length;
          for (const count of before.values()) expect(count).toBeLessThanOrEqual(own + 1);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('refuses at once what would come after its deadline, and says how long it would take', async () => {
    const { next } = slowly(10);
    const send = rateLimit(new Budgets(2))(next);
    const deadline = performance.now() + 1_500;
    const sent = Array.from({ length: 5 }, () => send(callFor('a', { deadline })));
    const outcomes = Promise.allSettled(sent);
    await expect(sent[4]).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 2 });
    expect(performance.now()).toBe(deadline - 1_500);
    await vi.advanceTimersByTimeAsync(2_000);
    expect((await outcomes).map(({ status }) => status === 'fulfilled')).toEqual([true, true, true, true, false]);
  });

  it('refuses at once what would come too late to be answered, and spends nothing on it', async () => {
    const { next, seen } = slowly(10);
    const send = rateLimit(new Budgets(1))(next);
    const within = (milliseconds: number) => send(callFor('a', { deadline: performance.now() + milliseconds }));
    await Promise.all([within(1_500), vi.advanceTimersByTimeAsync(20)]);
    await expect(within(1_050)).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 1 });
    await expect(Promise.race([within(1_150), vi.advanceTimersByTimeAsync(1_200)])).resolves.toBe(good);
    expect(seen.starts).toHaveLength(2);
  });

  it('refuses a waiting call as soon as others push its turn behind its deadline', async () => {
    const { next } = slowly(10);
    const send = rateLimit(new Budgets(2))(next);
    const deadline = performance.now() + 1_500;
    const busy = Array.from({ length: 4 }, () => send(callFor('busy', { deadline })));
    const outcomes = Promise.allSettled(busy);
    const other = send(callFor('other', { deadline }));
    await expect(busy[3]).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 2 });
    await vi.advanceTimersByTimeAsync(2_000);
    await expect(other).resolves.toBe(good);
    expect((await outcomes).map(({ status }) => status === 'fulfilled')).toEqual([true, true, true, false]);
  });

  it('refuses nobody for calls that wait for their endpoint', async () => {
    const { seen, next } = slowly(100);
    const send = rateLimit(new Budgets(10))(next);
    const deadline = performance.now() + 1_500;
    const slow = Array.from({ length: 60 }, () => send(callFor('a', {}, { family: 'project.events' })));
    await expect(Promise.race([send(callFor('a', { deadline })), vi.advanceTimersByTimeAsync(1_000)])).resolves.toBe(
      good,
    );
    await vi.advanceTimersByTimeAsync(20_000);
    await Promise.all(slow);
    expect(seen.starts).toHaveLength(61);
  });

  it('frees the place of who leaves the queue, and tells who waited for a place alone that the upstream is slow', async () => {
    const { seen, next } = slowly(5_000);
    const send = rateLimit(new Budgets(100))(next);
    for (let call = 0; call < 20; call += 1) void send(callFor(`c${call}`));
    const leaving = new AbortController();
    const late = new AbortController();
    const gone = send(callFor('a', { signal: leaving.signal }));
    const overdue = send(callFor('a', { signal: late.signal }));
    const last = send(callFor('a'));
    leaving.abort('left');
    await expect(gone).rejects.toMatchObject({ code: 'CANCELLED' });
    await vi.advanceTimersByTimeAsync(2_000);
    late.abort('deadline');
    await expect(overdue).rejects.toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
    await vi.advanceTimersByTimeAsync(8_000);
    await expect(last).resolves.toBe(good);
    expect(seen.starts).toHaveLength(21);
  });

  it('gives a call that several clients wait for the best turn among them', async () => {
    const { seen, next } = slowly(10);
    const send = rateLimit(new Budgets(1))(next);
    for (let call = 0; call < 4; call += 1) void send(callFor('busy'));
    const clients = ['busy'];
    void send(callFor('busy', { clients: () => clients }, { family: 'shared' }));
    clients.push('quiet');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(seen.starts.map(({ call }) => call.family).indexOf('shared')).toBe(1);
  });

  it('has at most ten calls of one operation under way, whoever shares its bill', async () => {
    const { seen, next } = slowly(300);
    const send = rateLimit(new Budgets(1_000))(next);
    const { operation } = callFor('a');
    setMaxListeners(0, operation.signal);
    const calls = Array.from({ length: 30 }, () => send({ ...callOf(), operation: { ...operation } }));
    await vi.advanceTimersByTimeAsync(100);
    expect(seen.active).toBe(10);
    void send(callFor('a'));
    await vi.advanceTimersByTimeAsync(1);
    expect(seen.active).toBe(11);
    await vi.advanceTimersByTimeAsync(2_000);
    await Promise.all(calls);
    expect(seen.most).toBe(11);
  });

  it('shares 256 places in flight with all others of the process, and each gets some', async () => {
    const { seen, next } = slowly(1_000);
    const send = rateLimit(new Budgets(1_000))(next);
    for (let key = 0; key < 20; key += 1) {
      const caller = { credential: new Secret(`key ${key}`), account: null };
      for (let call = 0; call < 40; call += 1) void send(callFor('a', {}, { caller }));
    }
    await vi.advanceTimersByTimeAsync(10);
    expect(seen.active).toBe(256);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(seen.starts).toHaveLength(800);
    expect(seen.most).toBe(256);
    const first = seen.starts.slice(0, 512).map(({ call }) => call.caller.credential.fingerprint);
    expect(new Set(first).size).toBe(20);
  });

  it('keeps fewer calls in flight where Sentry allows fewer', async () => {
    const reply = replyOf(200, [], { 'x-sentry-rate-limit-concurrentlimit': '12' });
    const { seen, next } = slowly(100, reply);
    const send = rateLimit(new Budgets(1_000))(next);
    void send(callFor('a'));
    await vi.advanceTimersByTimeAsync(200);
    for (let call = 0; call < 60; call += 1)
      void send(callFor(`c${call}`, {}, { family: call % 2 ? 'organization' : 'team' }));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(seen.starts).toHaveLength(61);
    expect(seen.most).toBe(7);
  });

  it('counts the wall time that an operation waited, however many of its calls do', async () => {
    const { seen, next } = slowly(10);
    const send = rateLimit(new Budgets(2))(next);
    const { operation } = callFor('a');
    const calls = Array.from({ length: 6 }, () => send({ ...callOf(), operation }));
    await vi.advanceTimersByTimeAsync(500);
    expect(operation.cost.report().waitedMs).toBe(500);
    await vi.advanceTimersByTimeAsync(5_000);
    await Promise.all(calls);
    expect(operation.cost.report().waitedMs).toBe(2_000);
    expect(seen.starts.map(({ call }) => call.waited)).toEqual([0, 0, 1_000, 1_000, 2_000, 2_000]);
  });

  it('tells a caller what is left, and nothing of other accounts and keys', async () => {
    const headers = { 'x-sentry-rate-limit-limit': '40', 'x-sentry-rate-limit-remaining': '39' };
    const { next } = slowly(10, replyOf(200, [], headers));
    const budgets = new Budgets(10);
    const send = rateLimit(budgets)(next);
    const credential = new Secret('key');
    for (const account of ['mine', 'theirs']) {
      for (let call = 0; call < 6; call += 1) void send(callFor('a', {}, { caller: { credential, account } }));
    }
    await vi.advanceTimersByTimeAsync(100);
    expect(budgets.state({ credential, account: 'mine' })).toMatchObject({
      limit: 10,
      remaining: 0,
      resetsIn: 900,
      waiting: 2,
      endpoints: [{ family: 'default', headers: { limit: 40, remaining: 39 } }],
    });
    expect(budgets.state({ credential: new Secret('other'), account: 'mine' })).toEqual({
      limit: 10,
      remaining: 10,
      resetsIn: 0,
      waiting: 0,
      endpoints: [],
    });
  });
});

describe('many clients of one credential', () => {
  it('64 before an upstream of 100 ms: all served, at most 20 calls at once', async () => {
    const { seen, next } = slowly(100);
    const send = rateLimit(new Budgets(1_000))(next);
    const calls = Array.from({ length: 64 }, (_, client) => send(callFor(`c${client}`)));
    await vi.advanceTimersByTimeAsync(1_000);
    await Promise.all(calls);
    expect(seen.most).toBe(20);
  });

  it('32 for six seconds at ten calls a second: 80 calls at most, every refusal at once and with a true wait', async () => {
    const { seen, next } = slowly(100);
    const send = rateLimit(new Budgets(10))(next);
    const refusals: { took: number; error: unknown }[] = [];
    const served = new Map<string, number>();
    const end = performance.now() + 6_000;
    const ask = async (client: string): Promise<void> => {
      while (performance.now() < end) {
        const asked = performance.now();
        await send(callFor(client, { deadline: asked + 2_000 })).then(
          () => served.set(client, (served.get(client) ?? 0) + 1),
          (error: unknown) => refusals.push({ took: performance.now() - asked, error }),
        );
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    };
    const clients = Array.from({ length: 32 }, (_, client) => ask(`c${client}`));
    await vi.advanceTimersByTimeAsync(12_000);
    await Promise.all(clients);
    const inTime = seen.starts.filter(({ at }) => at < end);
    expect(inTime.length).toBeGreaterThanOrEqual(60);
    expect(inTime.length).toBeLessThanOrEqual(80);
    expect(served.size).toBe(32);
    expect(refusals.length).toBeGreaterThan(0);
    for (const { took, error } of refusals) {
      expect(took).toBeLessThanOrEqual(2_000);
      expect(error).toBeInstanceOf(CodedError);
      expect(error).toMatchObject({
        code: 'RATE_LIMITED',
        retryAfter: expect.toSatisfy((wait) => wait > 0 && wait < 10),
      });
    }
  });

  it('one busy client pushes no other over twice the wait it has itself', async () => {
    const { next } = slowly(100);
    const send = rateLimit(new Budgets(10))(next);
    const waits = new Map<string, number[]>();
    const end = performance.now() + 20_000;
    const ask = async (client: string): Promise<void> => {
      while (performance.now() < end) {
        const asked = performance.now();
        await send(callFor(client, { deadline: asked + 10_000 })).catch(() => {});
        waits.set(client, [...(waits.get(client) ?? []), performance.now() - asked]);
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
    };
    const busy = Array.from({ length: 60 }, () => ask('busy'));
    const others = Array.from({ length: 6 }, (_, client) => ask(`c${client}`));
    await vi.advanceTimersByTimeAsync(40_000);
    await Promise.all([...busy, ...others]);
    const mean = (client: string) => {
      const all = waits.get(client) ?? [];
      return all.reduce((sum, wait) => sum + wait, 0) / all.length;
    };
    for (let client = 0; client < 6; client += 1) {
      expect(mean(`c${client}`)).toBeLessThanOrEqual(2 * mean('busy'));
      expect(Math.max(...(waits.get(`c${client}`) ?? []))).toBeLessThanOrEqual(2_100);
    }
  });

  it('is started at once where nobody waits, and costs no time', async () => {
    const send = rateLimit(new Budgets(10))(async () => good);
    const call = callFor('a', { signal: never });
    await expect(send(call)).resolves.toBe(good);
    expect(call.operation.cost.report().waitedMs).toBe(0);
  });
});
