import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Turns } from '../../../src/gateway/http/turns.ts';

const never = new AbortController().signal;

describe('turns', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('never start more calls in any window than the rule allows, and serve all in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ gap: fc.integer({ min: 0, max: 400 }), lasts: fc.integer({ min: 0, max: 300 }) }), {
          minLength: 1,
          maxLength: 60,
        }),
        async (arrivals) => {
          const turns = new Turns({ calls: 10, window: 1_000, atOnce: 4 });
          const starts: { at: number; index: number }[] = [];
          let active = 0;
          let most = 0;
          for (const [index, { gap, lasts }] of arrivals.entries()) {
            await vi.advanceTimersByTimeAsync(gap);
            const turn = turns.take({ deadline: Number.POSITIVE_INFINITY, signal: never });
            if (!('granted' in turn)) throw new Error('refused without a deadline');
            void turn.granted.then(({ start, leave }) => {
              start();
              starts.push({ at: performance.now(), index });
              active += 1;
              most = Math.max(most, active);
              setTimeout(() => {
                active -= 1;
                leave();
              }, lasts);
            });
          }
          await vi.advanceTimersByTimeAsync(60_000);
          expect(starts.map(({ index }) => index)).toEqual(arrivals.map((_, index) => index));
          expect(most).toBeLessThanOrEqual(4);
          for (const { at } of starts) {
            expect(starts.filter((other) => other.at >= at && other.at < at + 1_000).length).toBeLessThanOrEqual(10);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('refuse at once what would come after its deadline, and say how long it would take', () => {
    const turns = new Turns({ calls: 2, window: 1_000, atOnce: 10 });
    const deadline = performance.now() + 500;
    for (let call = 0; call < 2; call += 1) expect(turns.take({ deadline, signal: never })).toHaveProperty('granted');
    expect(turns.take({ deadline, signal: never })).toEqual({ refusedFor: 1_000 });
  });

  it('free the place of who leaves the queue', async () => {
    const turns = new Turns({ calls: 1, window: 1_000, atOnce: 1 });
    const first = turns.take({ deadline: 1e9, signal: never });
    const leaving = new AbortController();
    const second = turns.take({ deadline: 1e9, signal: leaving.signal });
    const third = turns.take({ deadline: 1e9, signal: never });
    if (!('granted' in first && 'granted' in second && 'granted' in third)) throw new Error('refused');
    const { start, leave } = await first.granted;
    start();
    leave();
    leaving.abort(new Error('left'));
    await expect(second.granted).rejects.toThrow('left');
    await vi.advanceTimersByTimeAsync(1_000);
    await expect(third.granted).resolves.toHaveProperty('start');
  });

  it('count from their start on: one left unstarted has cost nothing, one not yet started holds its place', async () => {
    const turns = new Turns({ calls: 1, window: 1_000, atOnce: 2 });
    const take = () => {
      const asked = turns.take({ deadline: 1e9, signal: never });
      if (!('granted' in asked)) throw new Error('refused');
      return asked.granted;
    };
    (await take()).leave();
    const second = await take();
    await vi.advanceTimersByTimeAsync(5_000);
    second.start();
    const third = take().then(() => performance.now());
    const started = performance.now();
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await third) - started).toBe(1_000);
  });
});
