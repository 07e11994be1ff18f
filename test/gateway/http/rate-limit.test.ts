import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Budgets } from '../../../src/gateway/http/budgets.ts';
import type { Reply } from '../../../src/gateway/http/call.ts';
import { CodedError } from '../../../src/gateway/http/coded-error.ts';
import { rateLimit } from '../../../src/gateway/http/rate-limit.ts';
import { Secret } from '../../../src/gateway/http/secret.ts';
import { callOf, replyOf } from '../../support/call.ts';

const blockedBy = (headers: Record<string, string>) => {
  let sent = 0;
  const send = rateLimit(new Budgets(10))(async () => {
    sent += 1;
    return replyOf(429, undefined, headers);
  });
  return { send, sent: () => sent };
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('after a 429', () => {
  it('calls that were waiting for their turn are refused at once as well', async () => {
    const { send, sent } = blockedBy({ 'retry-after': '60' });
    const calls = Array.from({ length: 50 }, () => send(callOf()).then(({ status }) => status));
    const refused = (await Promise.allSettled(calls)).filter(({ status }) => status === 'rejected');
    expect(sent()).toBe(10);
    expect(refused).toHaveLength(40);
    expect(refused[0]).toMatchObject({ reason: { code: 'RATE_LIMITED', retryAfter: 60, origin: 'MATON' } });
  });

  it('a short wait is waited out, by calls in the queue too', async () => {
    vi.useRealTimers();
    const started = performance.now();
    const times: number[] = [];
    const send = rateLimit(new Budgets(2))(async () => {
      times.push(performance.now() - started);
      return times.length === 1 ? replyOf(429, {}, { 'retry-after': '1' }) : replyOf(200, []);
    });
    await send(callOf());
    const replies = await Promise.all(Array.from({ length: 3 }, () => send(callOf())));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(times.map((time) => Math.floor(time / 990))).toEqual([0, 1, 1, 2]);
  });

  it('a shorter one does not end the wait that a longer one asked', async () => {
    const replies = [replyOf(429, {}, { 'retry-after': '60' }), replyOf(429, {}, { 'retry-after': '1' })];
    const send = rateLimit(new Budgets(10))(async () => replies.shift() ?? replyOf(200, []));
    await Promise.all([send(callOf()), send(callOf())]);
    await expect(send(callOf())).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 60 });
  });

  it('a call whose client has left does not wait', async () => {
    const { send, sent } = blockedBy({ 'retry-after': '2' });
    await send(callOf());
    const call = callOf();
    const operation = { ...call.operation, signal: AbortSignal.abort('left') };
    await expect(send({ ...call, operation })).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(sent()).toBe(1);
  });

  it('the block outlives the turns of a thousand other credentials', async () => {
    const { send, sent } = blockedBy({ 'retry-after': '60' });
    await send(callOf());
    await vi.advanceTimersByTimeAsync(2_000);
    for (let other = 0; other < 1_001; other += 1) {
      await send(callOf({ caller: { credential: new Secret(`other ${other}`), account: null } }));
    }
    const before = sent();
    await expect(send(callOf())).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    expect(sent()).toBe(before);
  });

  it('of Maton nothing of that credential goes out, other credentials do', async () => {
    const { send, sent } = blockedBy({ 'retry-after': '30' });
    await send(callOf());
    await expect(send(callOf({ family: 'project' }))).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      origin: 'MATON',
      retryAfter: 30,
    });
    expect(sent()).toBe(1);
    await send(callOf({ caller: { credential: new Secret('other'), account: null } }));
    expect(sent()).toBe(2);
  });

  it.each([
    ['organization', 'issue'],
    ['organization.releases', 'organization.members'],
    ['issue', 'organization'],
  ])('of Sentry at %s %s does not wait', async (family, other) => {
    const { send, sent } = blockedBy({ 'retry-after': '30', 'x-sentry-rate-limit-limit': '5' });
    await send(callOf({ family }));
    await expect(send(callOf({ family }))).rejects.toMatchObject({ code: 'RATE_LIMITED', origin: 'SENTRY' });
    await send(callOf({ family: other }));
    await send(callOf({ family, method: 'PUT' }));
    await send(callOf({ family, caller: { ...callOf().caller, account: 'another' } }));
    expect(sent()).toBe(4);
  });

  it('of Sentry at an endpoint without a limit of its own all others of that kind wait as well', async () => {
    const { send, sent } = blockedBy({ 'retry-after': '30', 'x-sentry-rate-limit-limit': '40' });
    await send(callOf({ family: 'organization' }));
    for (const family of ['organization.teams', 'organization.projects', 'release.deploys']) {
      await expect(send(callOf({ family }))).rejects.toMatchObject({ code: 'RATE_LIMITED', origin: 'SENTRY' });
    }
    expect(sent()).toBe(1);
  });

  it('that is over one call goes first, and the others once it was answered otherwise', async () => {
    vi.useRealTimers();
    let limited = true;
    let sent = 0;
    const send = rateLimit(new Budgets(1_000))(async () => {
      sent += 1;
      const isRefused = limited;
      await new Promise((resolve) => setTimeout(resolve, 50));
      return isRefused ? replyOf(429, {}, { 'retry-after': '1' }) : replyOf(200, []);
    });
    await send(callOf());
    const waiting = Promise.all(Array.from({ length: 8 }, () => send(callOf()).then(({ status }) => status)));
    await new Promise((resolve) => setTimeout(resolve, 1_020));
    expect(sent).toBe(2);
    limited = false;
    const statuses = await waiting;
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
    expect(sent).toBe(9);
  });

  it('a call that goes first and finds nothing out is followed by another', async () => {
    vi.useRealTimers();
    const replies: (() => Promise<Reply>)[] = [
      async () => replyOf(429, {}, { 'retry-after': '0' }),
      () => Promise.reject(new CodedError('UPSTREAM_TIMEOUT', 'slow')),
    ];
    const send = rateLimit(new Budgets(10))(async () => replies.shift()?.() ?? replyOf(200, []));
    await send(callOf());
    const [first, second] = await Promise.allSettled([send(callOf()), send(callOf())]);
    expect([first.status, second.status]).toEqual(['rejected', 'fulfilled']);
  });

  it('tells the true wait, and blocks for a minute at most', async () => {
    const { send } = blockedBy({ 'retry-after': '3600' });
    await send(callOf());
    await expect(send(callOf())).rejects.toMatchObject({ retryAfter: 3600 });
  });
});

describe("Sentry's tighter endpoints", () => {
  it.each([
    [['issue'], 5],
    [['issue', 'issue.bare'], 5],
    [['project.event'], 5],
    [['issue.event'], 15],
  ])('%j get no more than %i calls a second', async (families, calls) => {
    const send = rateLimit(new Budgets(100))(async () => replyOf(200, {}));
    const soon = performance.now() + 500;
    const sent = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => send(callOf({ family: families[index % families.length] ?? '' }, soon))),
    );
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(calls);
  });

  it('lose no turn to calls that the credential had none for', async () => {
    const send = rateLimit(new Budgets(1))(async () => replyOf(200, []));
    for (let call = 0; call < 70; call += 1) {
      await send(callOf({ family: 'project.events' }, performance.now() + 5)).catch(() => {});
    }
    await vi.advanceTimersByTimeAsync(1_000);
    await expect(send(callOf({ family: 'project.events' }))).resolves.toMatchObject({ status: 200 });
  });
});

describe('the project event list', () => {
  it('is asked one at a time for each account', async () => {
    let active = 0;
    let most = 0;
    const send = rateLimit(new Budgets(100))(async () => {
      active += 1;
      most = Math.max(most, active);
      await new Promise((resolve) => setImmediate(resolve));
      active -= 1;
      return replyOf(200, []);
    });
    await Promise.all(Array.from({ length: 5 }, () => send(callOf({ family: 'project.events' }))));
    expect(most).toBe(1);
  });
});
