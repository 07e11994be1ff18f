import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Cache } from '../../../src/gateway/http/cache.ts';
import type { Call, Reply } from '../../../src/gateway/http/call.ts';
import { Generations, renew } from '../../../src/gateway/http/generations.ts';
import { Secret } from '../../../src/gateway/http/secret.ts';
import { timeToLive } from '../../../src/gateway/http/time-to-live.ts';
import { limits } from '../../../src/gateway/limits.ts';
import { callOf, replyOf } from '../../support/call.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout', 'Date'] });
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const kept = (answer: (call: Call, count: number) => Reply = (_call, count) => replyOf(200, { count })) => {
  const calls: Call[] = [];
  const generations = new Generations();
  const cache = new Cache(generations);
  const send = renew(generations, (call) => cache.drop(call))(
    cache.layer(async (call) => {
      calls.push(call);
      return answer(call, calls.length);
    }),
  );
  const read = async (parts: Partial<Call> = {}) => (await send(callOf(parts))).body;
  return { calls, send, read };
};

const lifetime = timeToLive('organization');
const other = { template: '/organizations/{organization}/', path: '/organizations/globex/' };

describe('the cache', () => {
  it('answers the same read again while it is fresh, and says how old the answer is', async () => {
    const { calls, read, send } = kept();
    expect(await read()).toEqual({ json: { count: 1 } });
    vi.advanceTimersByTime(2_000);
    const call = callOf();
    expect((await send(call)).body).toEqual({ json: { count: 1 } });
    expect(call.operation.cost.report()).toMatchObject({ calls: 0, saved: { cache: 1 }, oldestMs: 2_000 });
    expect(calls).toHaveLength(1);
  });

  it('serves a stale answer once more while it fetches a new one, and none that is older', async () => {
    const { calls, read } = kept();
    await read();
    vi.advanceTimersByTime(lifetime + 1);
    expect(await read()).toEqual({ json: { count: 1 } });
    expect(await read()).toEqual({ json: { count: 2 } });
    expect(calls).toHaveLength(2);
    vi.advanceTimersByTime(2 * lifetime + 1);
    expect(await read()).toEqual({ json: { count: 3 } });
  });

  it('keeps callers apart', async () => {
    const { calls, read } = kept();
    await read();
    await read({ caller: { credential: new Secret('other'), account: null } });
    await read({ caller: { credential: new Secret('key'), account: 'one' } });
    expect(calls).toHaveLength(3);
  });

  it.each([
    ['a failure', replyOf(500, { detail: 'Internal Error' })],
    ['a refusal', replyOf(404, { detail: 'Not found' })],
    ['what is no JSON', replyOf(200, undefined, {}, '<html>')],
    ['what is empty', replyOf(200)],
    ['an answer beside 200', replyOf(202, {})],
  ])('never keeps %s', async (_what, reply) => {
    const { calls, read } = kept(() => reply);
    await read();
    await read();
    expect(calls).toHaveLength(2);
  });

  it('never keeps what the control plane says, and steps aside for who bypasses it', async () => {
    const { calls, read, send } = kept();
    await read({ plane: 'control', family: 'linked-accounts' });
    await read({ plane: 'control', family: 'linked-accounts' });
    expect(calls).toHaveLength(2);
    await read();
    const call = callOf();
    await send({ ...call, operation: { ...call.operation, bypass: true } });
    expect(calls).toHaveLength(4);
    expect(await read()).toEqual({ json: { count: 4 } });
  });

  it('forgets the organization of a write, and what lies in none, of that credential alone', async () => {
    const { calls, read, send } = kept();
    const everything = [
      {},
      other,
      { family: 'organizations', template: '/organizations/', path: '/organizations/' },
      { caller: { credential: new Secret('other'), account: null } },
    ];
    for (const parts of everything) await read(parts);
    await send(callOf({ method: 'PUT' }));
    const before = calls.length;
    for (const parts of everything) await read(parts);
    expect(calls.slice(before).map(({ path }) => path)).toEqual(['/organizations/acme/', '/organizations/']);
  });

  it('does not keep what was asked before a write and answered after', async () => {
    let answer: (reply: Reply) => void = () => {};
    const generations = new Generations();
    const cache = new Cache(generations);
    const calls: Call[] = [];
    const send = renew(generations, (call) => cache.drop(call))(
      cache.layer((call) => {
        calls.push(call);
        return call.method === 'GET' && calls.length === 1
          ? new Promise((resolve) => {
              answer = resolve;
            })
          : Promise.resolve(replyOf(200, { name: 'new' }));
      }),
    );
    const early = send(callOf());
    await send(callOf({ method: 'PUT' }));
    answer(replyOf(200, { name: 'old' }));
    await early;
    expect((await send(callOf())).body).toEqual({ json: { name: 'new' } });
  });

  it('is bounded by bytes', async () => {
    const big = limits.cacheBytes / 4;
    const { calls, read } = kept(() => ({ ...replyOf(200, {}), bytes: big }));
    for (const slug of ['a', 'b', 'c', 'd', 'e']) await read({ path: `/organizations/${slug}/` });
    await read({ path: '/organizations/a/' });
    expect(calls).toHaveLength(6);
  });
});
