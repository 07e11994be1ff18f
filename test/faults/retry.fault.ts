import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tokenOf } from '../support/leak-watch.ts';
import { drive, post } from '../support/load.ts';
import { saw } from '../support/promises.ts';
import { answer, honest, type Scripted, startScripted } from '../support/scripted-upstream.ts';
import { type Served, startServer } from '../support/server.ts';

let upstream: Scripted;
let served: Served;
beforeEach(async () => {
  upstream = await startScripted();
  served = await startServer({ AUTH_MODE: 'pass-through', UPSTREAM_RPS: '1000' }, {}, upstream.origin);
});
afterEach(async () => {
  await served.close();
  await upstream.close();
});

/** Reads of one call each, each another, by clients of a key each. Gives how many were answered without an error. */
const read = async (operations: number, from = 0): Promise<number> => {
  const answers = await drive(
    20,
    (asked) => asked < operations,
    (asked, client) =>
      post(
        served.origin,
        {
          query: `{ organization(slug: "acme") { issues(query: "word${from + asked}", first: 1) { nodes { title } } } }`,
        },
        { headers: { authorization: `Bearer ${tokenOf(`client${client}`)}` } },
      ),
  );
  return answers.filter(({ text }) => !text.includes('"errors"')).length;
};

/** From now on a share of the calls fails, by chance. */
const fail = (share: number, status: number): void => {
  upstream.script = (call, response) => (Math.random() < share ? answer(response, {}, status) : honest(call, response));
};

describe('reads before an upstream that fails by chance', () => {
  it.each([
    [0.1, 0.999],
    [0.01, 0.9999],
  ])('with %d of all calls lost are answered, %d of them', async (share, least) => {
    const operations = 5_000;
    fail(share, 502);
    const answered = await read(operations);
    saw(
      'R2',
      `${share * 100} % 502: >= ${least * 100} % answered`,
      `${answered} of ${operations}, ${upstream.calls.length} calls`,
    );
    expect(answered).toBeGreaterThanOrEqual(operations * least);
  });

  it.each([0.5, 1])('with %d of all calls lost keep to a budget of repetitions', async (share) => {
    const operations = 2_000;
    // An upstream that was well until now, so that the breaker has seen more than the first few failures.
    await read(300);
    upstream.clear();
    fail(share, 503);
    const answered = await read(operations, 1_000);
    const most = 1.35 * operations + 120;
    saw(
      'R3',
      `${share * 100} % 503: <= 1.35 calls an operation + 120`,
      `${upstream.calls.length} calls for ${operations}, ${answered} answered; at most ${most}`,
    );
    expect(upstream.calls.length).toBeLessThanOrEqual(most);
    // More calls than operations: the breaker was closed, and the budget alone held them back.
    if (share < 1) expect(upstream.calls.length).toBeGreaterThan(operations);
  });
});
