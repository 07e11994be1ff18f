import { afterEach, describe, expect, it } from 'vitest';
import { Chance } from '../support/chance.ts';
import { type Served, startServer } from '../support/server.ts';

const operations = 1_000;
const atOnce = 20;

let served: Served;
afterEach(() => served.close());

/** Asks one call an operation, each another, while a share of all calls answers with `status`. */
const run = async (share: number, status: number): Promise<{ answered: number; calls: number }> => {
  served = await startServer({ UPSTREAM_RPS: '1000', CACHE: 'off' }, { rateLimit: null });
  served.sandbox.switches.faults.push({ path: new Chance(share), status, body: '' });
  served.sandbox.clearCalls();
  let answered = 0;
  let next = 0;
  const client = async () => {
    while (next < operations) {
      next += 1;
      const query = `{ organization(slug: "acme") { issues(query: "word${next}", first: 1) { nodes { title } } } }`;
      const { errors } = await (await served.post({ query })).json();
      if (!errors) answered += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  const calls = served.sandbox.calls.length;
  console.info(`${share * 100} % ${status}: ${answered} of ${operations} answered, ${calls} calls`);
  return { answered, calls };
};

describe('reads before an upstream that fails by chance', () => {
  it('are answered, 99.9 %, where a tenth of the calls fails', async () => {
    const { answered } = await run(0.1, 502);
    expect(answered).toBeGreaterThanOrEqual(operations * 0.999);
  });

  it.each([0.5, 1])('are tried again within a budget where %d of all calls fail', async (share) => {
    const { calls } = await run(share, 503);
    expect(calls).toBeLessThanOrEqual(1.35 * operations + 120);
  });
});
