import { describe, expect, it } from 'vitest';
import type { Call, Reply } from '../../../src/gateway/http/call.ts';
import { flight } from '../../../src/gateway/http/flight.ts';
import { Generations } from '../../../src/gateway/http/generations.ts';
import { Secret } from '../../../src/gateway/http/secret.ts';
import { callOf, replyOf } from '../../support/call.ts';

/** An upstream that answers when told to. */
const upstream = () => {
  const calls: { call: Call; answer: (reply: Reply) => void; fail: (error: Error) => void }[] = [];
  const generations = new Generations();
  const send = flight(generations)(
    (call) => new Promise((resolve, reject) => calls.push({ call, answer: resolve, fail: reject })),
  );
  return { calls, generations, send };
};

const leaving = (deadline?: number) => {
  const controller = new AbortController();
  const call = callOf({}, deadline);
  return { controller, call: { ...call, operation: { ...call.operation, signal: controller.signal } } };
};

describe('a read of an operation that is over', () => {
  it('is not sent', async () => {
    const { calls, send } = upstream();
    const { controller, call } = leaving();
    controller.abort('left');
    await expect(send(call)).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(calls).toEqual([]);
  });
});

describe('equal reads of one caller', () => {
  it('under way at once are one call, counted as saved by those who joined', async () => {
    const { calls, send } = upstream();
    const [a, b] = [callOf(), callOf()];
    const answers = [send(a), send(b)];
    expect(calls).toHaveLength(1);
    calls[0]?.answer(replyOf(200, { slug: 'acme' }));
    const [one, two] = await Promise.all(answers);
    expect(one).toBe(two);
    expect([a, b].map(({ operation }) => operation.cost.report().saved.flight)).toEqual([0, 1]);
    const later = send(callOf());
    expect(calls).toHaveLength(2);
    calls[1]?.answer(replyOf(200, {}));
    await later;
  });

  it.each([
    ['another credential', { caller: { credential: new Secret('other'), account: null } }],
    ['another account', { caller: { credential: new Secret('key'), account: 'one' } }],
    ['another path', { path: '/organizations/globex/' }],
    ['another query', { query: [['detailed', '0']] as const }],
    ['the other plane', { plane: 'control' as const }],
    ['a write', { method: 'PUT' as const }],
  ])('are not equal to those of %s', (_what, parts) => {
    const { calls, send } = upstream();
    void send(callOf());
    void send(callOf(parts));
    expect(calls).toHaveLength(2);
  });

  it('after a write are not answered by one from before', () => {
    const { calls, generations, send } = upstream();
    void send(callOf());
    generations.advance(callOf().caller);
    void send(callOf());
    expect(calls).toHaveLength(2);
  });

  it('fail together', async () => {
    const { calls, send } = upstream();
    const answers = [send(callOf()), send(callOf())];
    calls[0]?.fail(new Error('reset'));
    for (const answer of answers) await expect(answer).rejects.toThrow('reset');
  });

  it('go on while somebody waits, and are called off when the last has left', async () => {
    const { calls, send } = upstream();
    const [first, second] = [leaving(), leaving()];
    const one = send(first.call);
    const two = send(second.call);
    first.controller.abort('left');
    await expect(one).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(calls[0]?.call.operation.signal.aborted).toBe(false);
    second.controller.abort('deadline');
    await expect(two).rejects.toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
    expect(calls[0]?.call.operation.signal.aborted).toBe(true);
    calls[0]?.fail(new Error('aborted'));
    // A call that is being called off is joined by nobody.
    void send(callOf());
    expect(calls).toHaveLength(2);
  });

  it('are due when the last of their operations is', () => {
    const { calls, send } = upstream();
    const soon = performance.now() + 1_000;
    void send(callOf({}, soon));
    expect(calls[0]?.call.operation.deadline).toBe(soon);
    void send(callOf({}, soon + 5_000));
    expect(calls[0]?.call.operation.deadline).toBe(soon + 5_000);
  });
});
