import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Drawn, seeded } from '../support/chance.ts';
import { type Asked, type Graph, startGraph } from '../support/graph.ts';
import { randomQuery } from '../support/random-query.ts';

const runs = { numRuns: Number(process.env.BUDGET_RUNS ?? 10), endOnFailure: true };

/** Far more than the calls of any ceiling here take, Sentry's limits a second included. */
const deadline = 8_000;
const ceilings = [8, 11, 15, 20];

const graphs = new Map<number, Graph>();
beforeAll(async () => {
  for (const ceiling of ceilings) {
    const environment = { MAX_CALLS: String(ceiling), REQUEST_TIMEOUT_MS: String(deadline) };
    graphs.set(ceiling, await startGraph({}, environment));
  }
});
afterAll(() => Promise.all([...graphs.values()].map((graph) => graph.close())));

/** What hangs on a load of each issue, and may hang on further ones. */
const beneath = [
  'firstRelease { version commits(first: 1) { nodes { sha } } }',
  'lastRelease { version deploys(first: 1) { nodes { environment } } }',
  'userReportCount',
  'latestEvent { dateCreated nextEvent { dateCreated } }',
  'tags(keys: ["browser"]) { uniqueValues }',
];

/** Lists of several depths, whose rows and what is beneath them are mostly the same: their loads are shared. */
const overlapping = (graph: Graph, seed: number): string => {
  const chance = seeded(seed);
  const upTo = (most: number) => 1 + Math.floor(chance() * most);
  const acme = graph.sandbox.worlds[0]?.organizations.find(({ slug }) => slug === 'acme');
  const slugs = acme?.projects.map(({ slug }) => slug).sort() ?? [];
  const rows = () => `nodes { shortId ${beneath.filter(() => chance() < 0.3).join(' ')} }`;
  const issues = () => `issues(first: ${upTo(6)}) { ${rows()} }`;
  const projects = () => `projects(first: ${upTo(3)}) { nodes { slug ${issues()} } }`;
  const project = () => `project(slug: "${slugs[upTo(3) - 1]}") { ${issues()} }`;
  const lists = [project, projects, () => `teams(first: ${upTo(3)}) { nodes { slug ${projects()} } }`];
  const list = () => lists[upTo(lists.length) - 1]?.();
  return `{ organization(slug: "acme") { a: ${list()} b: ${list()} c: ${list()} } }`;
};

const traced = { extensions: { trace: true } };

const codesOf = ({ errors = [] }: Asked) => errors.map(({ extensions }) => extensions.code);

describe('an operation under a ceiling', () => {
  it('settles where what one level waits for was asked first by a level that waits behind it', async () => {
    const graph = await startGraph({}, { MAX_CALLS: '12' });
    onTestFinished(() => graph.close());
    const { data } = await graph.ask(
      '{ organization(slug: "acme") { projects(first: 2) { nodes { slug databaseId } } } }',
    );
    const [, second] = data.organization.projects.nodes;
    graph.sandbox.switches.faults = [
      { path: new RegExp(`project=${second.databaseId}&.*limit=3`), delayMs: 800 },
      { path: /limit=10/, delayMs: 400 },
    ];
    // The commits of the first project's issues wait for the second's; meanwhile the flat list asks for the same issues.
    const asked = await graph.ask(`{ organization(slug: "acme") {
      projects(first: 2) { nodes { issues(first: 3) { nodes { firstRelease { version commits(first: 1) { nodes { sha } } } } } } }
      issues(first: 10, projects: ["${second.slug}"]) { nodes { firstRelease { dateReleased } } } } }`);
    expect([...new Set(asked.errors?.map(({ message }) => message.split(':')[0]))]).toEqual([
      '"organization.projects.nodes.issues.nodes.firstRelease.commits" would cost 5 calls, and 2 of the 12 that one operation may make are left',
      '"organization.issues.nodes.firstRelease" would cost 10 calls, and 2 of the 12 that one operation may make are left',
    ]);
    // No level by halves: what was refused to the flat list is there in the nested one.
    expect(JSON.stringify(asked.data.organization.projects).match(/"firstRelease":\{"version"/g)).toHaveLength(5);
    expect(asked.calls).toHaveLength(10);
  });

  it.each([
    ['random documents', randomQuery],
    ['documents whose loads overlap', overlapping],
  ])(
    'settles before its deadline, whatever comes when: %s, several at once',
    async (_name, queryOf) => {
      await fc.assert(
        fc.asyncProperty(fc.integer(), fc.constantFrom(...ceilings), async (seed, ceiling) => {
          const graph = graphs.get(ceiling);
          if (!graph) return;
          graph.sandbox.switches.faults = [150, 50, 20].map((delayMs) => ({
            path: new Drawn(seed + delayMs, 0.3),
            delayMs,
          }));
          const documents = [seed, seed + 1, seed + 2].map((each) => queryOf(graph, each));
          const answers = await Promise.all(documents.map((document) => graph.ask(document, {}, traced)));
          for (const [index, asked] of answers.entries()) {
            expect(codesOf(asked), documents[index]).not.toContain('UPSTREAM_TIMEOUT');
          }
          // Who opens a batch pays for the keys of others as well: the ceiling holds for all together.
          const lines = answers.flatMap(({ extensions }) => extensions?.trace ?? []);
          const found = lines.filter(({ status }) => status !== 404);
          expect(found.length, documents.join('\n')).toBeLessThanOrEqual(ceiling * documents.length);
        }),
        runs,
      );
    },
    300_000,
  );
});
