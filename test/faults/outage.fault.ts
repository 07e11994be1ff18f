import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, startServer } from '../support/server.ts';

let served: Served;
beforeAll(async () => {
  served = await startServer({ UPSTREAM_RPS: '1000' }, { rateLimit: null });
});
afterAll(() => served.close());

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Asks for one thing, and tells how long it took and what came of it. */
const ask = async () => {
  const started = performance.now();
  const response = await served.post({ query: '{ organizations { nodes { slug } } }' });
  const { data, errors } = await response.json();
  const code: string | undefined = errors?.[0]?.extensions.code;
  return { took: performance.now() - started, ok: data.organizations !== null, code };
};

describe('an outage', () => {
  it('is told within a second once it is known, costs a call a second, and ends within five seconds of its end', async () => {
    served.sandbox.switches.faults.push({ path: /./, kind: 'drop' });
    // Equal reads are one call: it takes several before enough have failed.
    for (let calls = 0; calls < 20; calls = served.sandbox.calls.length) {
      const opening = await Promise.all(Array.from({ length: 10 }, ask));
      expect(opening.map(({ code }) => code)).toEqual(opening.map(() => 'UPSTREAM_UNAVAILABLE'));
    }

    served.sandbox.clearCalls();
    const during: Awaited<ReturnType<typeof ask>>[] = [];
    const started = performance.now();
    while (performance.now() - started < 12_000) {
      during.push(...(await Promise.all(Array.from({ length: 5 }, ask))));
      await pause(50);
    }
    const times = during.map(({ took }) => took).sort((a, b) => a - b);
    expect(times[Math.floor(times.length * 0.99)]).toBeLessThanOrEqual(1_000);
    expect(during.every(({ code }) => code === 'UPSTREAM_UNAVAILABLE')).toBe(true);
    expect(served.sandbox.calls.length).toBeGreaterThanOrEqual(5);
    expect(served.sandbox.calls.length).toBeLessThanOrEqual(13);

    served.sandbox.switches.faults.length = 0;
    const back = performance.now();
    while (!(await ask()).ok) await pause(50);
    expect(performance.now() - back).toBeLessThanOrEqual(5_000);
    const after = await Promise.all(Array.from({ length: 100 }, ask));
    expect(after.filter(({ ok }) => ok).length).toBeGreaterThanOrEqual(99);
  });
});
