import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quantile } from '../support/load.ts';
import { saw } from '../support/promises.ts';
import { pause } from '../support/scripted-upstream.ts';
import { type Served, startServer } from '../support/server.ts';

let served: Served;
beforeAll(async () => {
  served = await startServer({ UPSTREAM_RPS: '1000' }, { rateLimit: null });
});
afterAll(() => served.close());

/** Asks for one thing, and tells how long it took and what came of it. */
const ask = async () => {
  const started = performance.now();
  const response = await served.post({ query: '{ organizations { nodes { slug } } }' });
  const { data, errors } = await response.json();
  const code: string | undefined = errors?.[0]?.extensions.code;
  return { took: performance.now() - started, ok: data.organizations !== null, code };
};

/** A minute, in milliseconds. */
const outage = 60_000;

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
    while (performance.now() - started < outage) {
      during.push(...(await Promise.all(Array.from({ length: 5 }, ask))));
      await pause(50);
    }
    const slowest = quantile(
      during.map(({ took }) => took),
      0.99,
    );
    const probes = served.sandbox.calls.length;
    served.sandbox.switches.faults.length = 0;
    const back = performance.now();
    while (!(await ask()).ok) await pause(50);
    const returned = performance.now() - back;
    const after = await Promise.all(Array.from({ length: 500 }, ask));
    const well = after.filter(({ ok }) => ok).length;
    saw(
      'R7',
      'p99 <= 1 s while it lasts; serving <= 5 s after its end, then >= 99 %',
      `${outage / 1_000} s long: p99 ${Math.round(slowest)} ms, ${probes} calls; serving after ${(returned / 1_000).toFixed(1)} s, then ${well} of ${after.length}`,
    );
    expect(slowest).toBeLessThanOrEqual(1_000);
    expect(during.every(({ code }) => code === 'UPSTREAM_UNAVAILABLE')).toBe(true);
    expect(probes).toBeGreaterThanOrEqual(outage / 2_400);
    expect(probes).toBeLessThanOrEqual(outage / 1_000 + 1);
    expect(returned).toBeLessThanOrEqual(5_000);
    expect(well).toBeGreaterThanOrEqual(after.length * 0.99);
  }, 120_000);
});
