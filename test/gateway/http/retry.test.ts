import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { Budgets } from '../../../src/gateway/http/budgets.ts';
import type { Reply } from '../../../src/gateway/http/call.ts';
import { CodedError } from '../../../src/gateway/http/coded-error.ts';
import { count } from '../../../src/gateway/http/count.ts';
import { rateLimit } from '../../../src/gateway/http/rate-limit.ts';
import { RetryBudget, retry } from '../../../src/gateway/http/retry.ts';
import { callOf, replyOf } from '../../support/call.ts';

const good = replyOf(200, {});
const lost = new CodedError('UPSTREAM_UNAVAILABLE', 'lost');

/** A next layer that plays `outcomes` in order, the last one for ever. */
const playing = (...outcomes: (Reply | Error)[]) => {
  let sent = 0;
  const next = async () => {
    const outcome = outcomes[Math.min(sent, outcomes.length - 1)];
    sent += 1;
    if (outcome instanceof Error) throw outcome;
    return outcome ?? good;
  };
  return { next, sent: () => sent };
};

describe('retrying', () => {
  it.each([
    ['a lost connection', lost],
    ['a timeout', new CodedError('UPSTREAM_TIMEOUT', 'slow')],
    ['502', replyOf(502)],
    ['503', replyOf(503)],
    ['504', replyOf(504)],
    ['500', replyOf(500, { detail: 'Internal Error' })],
    ['429', replyOf(429, undefined, { 'retry-after': '0' })],
    ['a cut body', replyOf(200, undefined, {}, '[{"id":')],
    ['a slow search', replyOf(400, { detail: 'Query timeout. Please try again.' })],
  ])('mends %s', async (_name, failure) => {
    const { next, sent } = playing(failure, good);
    const call = callOf();
    await expect(retry(new RetryBudget())(count(next))(call)).resolves.toBe(good);
    expect(sent()).toBe(2);
    expect(call.operation.cost.report()).toMatchObject({ calls: 1, retries: 1 });
  });

  it.each([
    [replyOf(502), 4],
    [replyOf(500, { error: { message: 'x', code: 500 } }), 2],
    [replyOf(400, { detail: 'Query timeout.' }), 2],
    [replyOf(400, { detail: 'bad' }), 1],
    [replyOf(404, { detail: 'x' }), 1],
    [replyOf(410, { message: 'x' }), 1],
    [replyOf(302, {}), 1],
    [replyOf(429, undefined, { 'retry-after': '60' }), 1],
  ])('sends %j at most %i times', async (failure, times) => {
    const { next, sent } = playing(failure);
    await expect(retry(new RetryBudget())(next)(callOf())).resolves.toBe(failure);
    expect(sent()).toBe(times);
  });

  it.each(['POST', 'PUT', 'DELETE'] as const)('never sends a %s again', async (method) => {
    for (const failure of [lost, replyOf(502), replyOf(429), replyOf(200, undefined, {}, 'x')]) {
      const { next, sent } = playing(failure);
      await retry(new RetryBudget())(next)(callOf({ method })).catch(() => {});
      expect(sent()).toBe(1);
    }
  });

  it('stops at the deadline', async () => {
    const { next, sent } = playing(replyOf(502));
    await retry(new RetryBudget())(next)(callOf({}, performance.now()));
    expect(sent()).toBe(1);
  });

  it('spends a fifth of the calls at most, after its burst', () => {
    let clock = 0;
    const budget = new RetryBudget(() => clock);
    for (let call = 0; call < 50; call += 1) budget.called();
    let taken = 0;
    while (budget.take()) taken += 1;
    expect(taken).toBe(110);
    clock = 20_000;
    expect(budget.take()).toBe(true);
  });

  it('remembers calls in no more space the more there are', () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const heapAfter = (calls: number) => {
      for (let call = 0; call < calls; call += 1) budget.called();
      collect();
      return process.memoryUsage().heapUsed;
    };
    const budget = new RetryBudget();
    const before = heapAfter(1_000);
    expect(heapAfter(1_000_000) - before).toBeLessThan(2_000_000);
    expect(budget.take()).toBe(true);
  });
});

describe('the bill', () => {
  const limited = (headers: Record<string, string>) => {
    const { next, sent } = playing(replyOf(429, undefined, headers));
    return { send: retry(new RetryBudget())(rateLimit(new Budgets(10))(count(next))), sent };
  };

  it('shows no retry after a 429 that asks for longer than a call waits, and the 429 comes back', async () => {
    const { send, sent } = limited({ 'retry-after': '60' });
    const call = callOf();
    await expect(send(call)).resolves.toMatchObject({ status: 429 });
    expect(call.operation.cost.report()).toMatchObject({ calls: 1, retries: 0 });
    expect(sent()).toBe(1);
  });

  it('shows no call that the limiter refused', async () => {
    const { send, sent } = limited({ 'retry-after': '60' });
    await send(callOf());
    const call = callOf();
    await expect(send(call)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    expect(call.operation.cost.report()).toMatchObject({ calls: 0, retries: 0, families: {} });
    expect(sent()).toBe(1);
  });
});
