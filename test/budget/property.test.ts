import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examplesOf, textOf } from '../support/examples.ts';
import { type Asked, type Graph, startGraph } from '../support/graph.ts';
import { RandomDocument, type Values } from '../support/random-document.ts';

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

const quoted = (values: readonly (string | undefined)[]): string[] => values.map((value) => JSON.stringify(value));

/** Arguments with which lookups succeed. */
const valuesOf = ({ sandbox: { worlds } }: Graph): Values => {
  const acme = worlds[0]?.organizations.find(({ slug }) => slug === 'acme');
  if (!acme) throw new Error('the sample data has no acme');
  const issues = acme.issues.filter(({ status, mergedInto }) => !status.startsWith('pending') && !mergedInto);
  const some = issues.slice(0, 4);
  return {
    organization: ['"acme"'],
    first: ['1', '2', '3', '5', '12'],
    'organization(slug:)': ['"acme"'],
    'project(slug:)': quoted(acme.projects.slice(0, 4).map(({ slug }) => slug)),
    'team(slug:)': quoted(acme.teams.map(({ slug }) => slug)),
    'issue(id:)': quoted(some.flatMap(({ id, shortId }) => [id, shortId])),
    'Query.issue(id:)': quoted(some.map(({ id }) => id)),
    'LinkedAccount.issue(id:)': quoted(some.map(({ id }) => id)),
    'Query.issue(organization:)': ['"acme"'],
    'LinkedAccount.issue(organization:)': ['"acme"'],
    version: quoted(acme.releases.slice(0, 4).map(({ version }) => version)),
    'tag(key:)': ['"browser"', '"os"'],
    'Issue.tags(keys:)': ['["os", "user"]'],
    'linkedAccount(id:)': quoted([worlds[0]?.connection.id]),
    'event(id:)': quoted(some.map(({ events }) => events[0]?.id)),
    'Project.stats(period:)': ['LAST_HOUR', 'LAST_7_DAYS'],
    'Issue.stats(period:)': ['LAST_14_DAYS', 'LAST_30_DAYS'],
    'ReleaseProject.health(period:)': ['LAST_7_DAYS', 'LAST_24_HOURS'],
    'Organization.issues(environment:)': ['["production"]'],
  };
};

/** A number from 0 up to 1, the same again for the same seed (mulberry32). */
const chanceOf = (seed: number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const random = (seed: number, without: readonly string[] = []): string =>
  new RandomDocument(valuesOf(graph), chanceOf(seed), without).query();

const tell = (document: string, { calls, extensions, errors }: Asked): string =>
  [document, JSON.stringify(extensions?.cost), ...calls, JSON.stringify(errors)].join('\n');

/** Random documents may be over a static limit; then nothing is priced. */
const isTooComplex = ({ errors = [] }: Asked): boolean =>
  errors.some(({ extensions }) => extensions.code === 'QUERY_TOO_COMPLEX');

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

  it('holds for random documents', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const document = random(seed);
        expectWithin(document, await graph.ask(document));
      }),
      runs,
    );
  }, 300_000);
});

describe('the ceiling', () => {
  it('holds for random documents of one organization, where nothing is missing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        // Another organization knows none of these names: what is missing takes calls to find out.
        const document = random(seed, ['organizations', 'linkedAccounts']);
        const asked = await frugal.ask(document);
        if (isTooComplex(asked)) return;
        expect(asked.extensions?.cost.calls, tell(document, asked)).toBeLessThanOrEqual(ceiling);
        if ((asked.extensions?.cost.least ?? 0) > ceiling) expect(asked.calls).toEqual([]);
      }),
      runs,
    );
  }, 300_000);
});
