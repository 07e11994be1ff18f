import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { breaker } from '../../../src/gateway/http/breaker.ts';
import type { Call, Reply } from '../../../src/gateway/http/call.ts';
import { CodedError } from '../../../src/gateway/http/coded-error.ts';
import { RetryBudget, retry } from '../../../src/gateway/http/retry.ts';
import { callOf, replyOf } from '../../support/call.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const lost = new CodedError('UPSTREAM_UNAVAILABLE', 'lost');

/** An upstream behind a breaker that answers with whatever `answer` is at the moment. */
const upstream = (answer: Reply | Error) => {
  const state = { answer, sent: 0 };
  const send = breaker()(async () => {
    state.sent += 1;
    if (state.answer instanceof Error) throw state.answer;
    return state.answer;
  });
  const ask = async (times: number, parts: Partial<Call> = {}) => {
    for (let call = 0; call < times; call += 1) await send(callOf(parts)).catch(() => {});
  };
  return { state, send, ask };
};

describe('the breaker', () => {
  it.each([
    ['a lost connection', lost],
    ['a timeout', new CodedError('UPSTREAM_TIMEOUT', 'slow')],
    ['503', replyOf(503)],
    ['502 with HTML', replyOf(502, undefined, {}, '<html>')],
    ['a 500 that nobody worded', replyOf(500)],
  ])('opens after twenty calls that end in %s, and then refuses at once', async (_name, failure) => {
    const { state, send, ask } = upstream(failure);
    await ask(20);
    await expect(send(callOf())).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      retryAfter: expect.toSatisfy((seconds) => seconds >= 1 && seconds <= 2),
    });
    expect(state.sent).toBe(20);
  });

  it.each([
    ['404', replyOf(404, { detail: 'x' })],
    ['429', replyOf(429)],
    ['a 500 of Maton', replyOf(500, { error: { message: 'x', code: 500 } })],
    ['a 500 of Sentry', replyOf(500, { detail: 'Internal Error' })],
    ['a refusal of the limiter', new CodedError('RATE_LIMITED', 'wait', { retryAfter: 3 })],
    ['an answer that is too large', new CodedError('UPSTREAM_TOO_LARGE', 'x')],
  ])('stays closed under %s', async (_name, answer) => {
    const { state, ask } = upstream(answer);
    await ask(60);
    expect(state.sent).toBe(60);
  });

  it('stays closed while less than three quarters fail, or few, or long ago', async () => {
    const { state, ask } = upstream(replyOf(200, []));
    await ask(6);
    state.answer = lost;
    await ask(17);
    expect(state.sent).toBe(23);
    await vi.advanceTimersByTimeAsync(12_000);
    await ask(19);
    expect(state.sent).toBe(42);
    await ask(1);
    await ask(1);
    expect(state.sent).toBe(43);
  });

  it('does not count operations that were over', async () => {
    const { state, send, ask } = upstream(new CodedError('UPSTREAM_TIMEOUT', 'over'));
    const call = callOf();
    const operation = { ...call.operation, signal: AbortSignal.abort('deadline') };
    for (let each = 0; each < 60; each += 1) await send({ ...call, operation }).catch(() => {});
    await ask(1);
    expect(state.sent).toBe(61);
  });

  it('probes every one to two seconds, and closes with the first that is answered', async () => {
    const { state, send, ask } = upstream(lost);
    await ask(20);
    const probes: number[] = [];
    for (let at = 0; at < 60_000; at += 50) {
      await vi.advanceTimersByTimeAsync(50);
      const before = state.sent;
      await ask(3);
      if (state.sent > before) probes.push(performance.now());
      expect(state.sent - before).toBeLessThanOrEqual(1);
    }
    const gaps = probes.slice(1).map((at, index) => at - (probes[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(2_050);
    expect(new Set(gaps).size).toBeGreaterThan(3);
    state.answer = replyOf(200, []);
    await vi.advanceTimersByTimeAsync(2_000);
    await expect(send(callOf())).resolves.toMatchObject({ status: 200 });
    const before = state.sent;
    await ask(10);
    expect(state.sent - before).toBe(10);
  });

  it('closes with no answer to a call from before', async () => {
    let answer = (_reply: Reply): void => {};
    const held = new Promise<Reply>((resolve) => {
      answer = resolve;
    });
    const answers: (() => Promise<Reply>)[] = [() => held];
    const send = breaker()(() => answers.shift()?.() ?? Promise.reject(lost));
    const early = send(callOf());
    for (let call = 0; call < 20; call += 1) await send(callOf()).catch(() => {});
    answer(replyOf(200, []));
    await early;
    await expect(send(callOf())).rejects.toMatchObject({ retryAfter: expect.any(Number) });
  });

  it('of the control plane is another one', async () => {
    const { state, ask } = upstream(lost);
    await ask(25);
    expect(state.sent).toBe(20);
    await ask(1, { plane: 'control' });
    expect(state.sent).toBe(21);
  });

  it('is not tried again before it says so', async () => {
    const refused = new CodedError('UPSTREAM_UNAVAILABLE', 'open', { retryAfter: 1.5 });
    let tried = 0;
    const refusing = retry(new RetryBudget())(async () => {
      tried += 1;
      throw refused;
    });
    await expect(refusing(callOf())).rejects.toBe(refused);
    expect(tried).toBe(1);
  });
});
