import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examplesOf, textOf } from '../support/examples.ts';
import { type Asked, type Graph, startGraph } from '../support/graph.ts';
import { narrowQueries } from '../support/narrow-queries.ts';
import { randomQuery } from '../support/random-query.ts';

const ceiling = 12;

let graph: Graph;
let frugal: Graph;
beforeAll(async () => {
  graph = await startGraph({}, { MAX_CALLS: '1000', REQUEST_TIMEOUT_MS: '60000' });
  frugal = await startGraph({}, { MAX_CALLS: String(ceiling) });
});
afterAll(async () => {
  await graph.close();
  await frugal.close();
});

const tell = (document: string, { calls, extensions, errors }: Asked): string =>
  [document, JSON.stringify(extensions?.cost), ...calls, JSON.stringify(errors)].join('\n');

/** Random documents may be over a static limit; then nothing is priced. */
const isTooComplex = ({ errors = [] }: Asked): boolean =>
  errors.some(({ extensions }) => extensions.code === 'QUERY_TOO_COMPLEX');

/** To find out what is missing may take more calls than the price. */
const isMissing = ({ errors = [] }: Asked): boolean => errors.some(({ extensions }) => extensions.code === 'NOT_FOUND');

const expectWithin = (document: string, asked: Asked): void => {
  if (isTooComplex(asked)) return;
  const { calls = -1, least = 0, most = 0 } = asked.extensions?.cost ?? {};
  expect(calls, tell(document, asked)).toBeGreaterThanOrEqual(least);
  expect(calls, tell(document, asked)).toBeLessThanOrEqual(most);
};

const runs = { numRuns: Number(process.env.BUDGET_RUNS ?? 15) };

describe('the price of an operation', () => {
  it('holds for every example document', async () => {
    for (const [name, example] of Object.entries(examplesOf(() => graph))) {
      expectWithin(name, await graph.ask(textOf(name), example.variables()));
    }
  });

  it('holds for every field alone, with all its arguments', async () => {
    const documents = narrowQueries(graph);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...documents), async (document) => {
        const asked = await graph.ask(document);
        if (!isMissing(asked)) expectWithin(document, asked);
      }),
      { numRuns: 10 * runs.numRuns },
    );
  }, 300_000);

  it('holds for random documents', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const document = randomQuery(graph, seed);
        expectWithin(document, await graph.ask(document));
      }),
      runs,
    );
  }, 300_000);
});

describe('the ceiling', () => {
  it('holds for random documents: only to find out what is missing more calls are made', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        // Other organizations know none of the names of `acme`.
        const document = randomQuery(graph, seed);
        const asked = await frugal.ask(document, {}, { extensions: { trace: true } });
        if (isTooComplex(asked)) return;
        const found = asked.extensions?.trace?.filter(({ status }) => status !== 404);
        expect(found?.length, tell(document, asked)).toBeLessThanOrEqual(ceiling);
        if ((asked.extensions?.cost.least ?? 0) > ceiling) expect(asked.calls).toEqual([]);
      }),
      runs,
    );
  }, 300_000);
});
