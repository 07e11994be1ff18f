import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { askTwice, type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

const issue = () => {
  const found = graph.sandbox.worlds[0]?.organizations
    .find(({ slug }) => slug === 'acme')
    ?.issues.find(({ hashes, status, mergedInto }) => hashes.length === 3 && status === 'unresolved' && !mergedInto);
  if (!found) throw new Error('no issue of three hashes');
  return found;
};
const path = () => `GET /organizations/acme/issues/${issue().id}/hashes/`;

describe('hashes of an issue', () => {
  it('are listed without bodies, each with its newest event, in one call', async () => {
    const { id, hashes, events } = issue();
    const { data, calls } = await askTwice(
      graph,
      `{ issue(organization: "acme", id: "${id}") { hashes { nodes { hash mergedBySeer latestEvent { databaseId title environment } } pageInfo { hasNextPage hasPreviousPage } } } }`,
    );
    expect(data.issue.hashes).toEqual({
      nodes: hashes.map((hash) => {
        const latest = events.find((event) => event.hash === hash);
        const latestEvent = { databaseId: latest?.id, title: latest?.title, environment: latest?.environment };
        return { hash, mergedBySeer: false, latestEvent };
      }),
      pageInfo: { hasNextPage: false, hasPreviousPage: false },
    });
    expect(calls).toEqual([`${path()}?full=0&per_page=25`]);
  });

  it.each(['nodes { latestEvent { sdk { name } } }', 'edges { node { latestEvent { ...body } } }'])(
    'bring bodies where those are selected, ten a call: %s',
    async (selection) => {
      const { errors, calls } = await askTwice(
        graph,
        `query { issue(organization: "acme", id: "${issue().id}") { hashes { pageInfo { hasNextPage } ${selection} } } } ${selection.includes('...') ? 'fragment body on Event { sdk { name } }' : ''}`,
      );
      expect(errors).toBeUndefined();
      expect(calls).toEqual([`${path()}?full=1&per_page=10`]);
    },
  );

  it('bring none where the body is skipped', async () => {
    const { calls } = await graph.ask(
      `query ($more: Boolean!) { issue(organization: "acme", id: "${issue().id}") { hashes { nodes { hash latestEvent @include(if: $more) { sdk { name } } } } } }`,
      { more: false },
    );
    expect(calls).toEqual([`${path()}?full=0&per_page=25`]);
  });

  it('of an issue that is missing blame the issue', async () => {
    const { data, errors } = await graph.ask(
      '{ issue(organization: "acme", id: "999999999999") { hashes { nodes { hash } } } }',
    );
    expect(data).toEqual({ issue: null });
    expect(errors).toMatchObject([{ path: ['issue'], extensions: { code: 'NOT_FOUND' } }]);
  });

  it('whose events are gone, or cannot be read, cost no neighbour', async () => {
    graph.sandbox.switches.faults.push({
      path: /\/hashes\//,
      status: 200,
      body: [
        { id: 'a', latestEvent: null },
        { id: 'b', latestEvent: 'text' },
        { id: 'c', latestEvent: { eventID: 'e'.repeat(32), title: 'It broke', metadata: {} }, mergedBySeer: true },
        { latestEvent: null },
      ],
    });
    const { data, errors, extensions } = await graph.ask(
      `{ issue(organization: "acme", id: "${issue().id}") { hashes { nodes { hash mergedBySeer latestEvent { title } } } } }`,
    );
    expect(data.issue.hashes.nodes).toEqual([
      { hash: 'a', mergedBySeer: null, latestEvent: null },
      { hash: 'b', mergedBySeer: null, latestEvent: null },
      { hash: 'c', mergedBySeer: true, latestEvent: { title: 'It broke' } },
    ]);
    expect(errors).toMatchObject([
      { path: ['issue', 'hashes', 'nodes', 1, 'latestEvent'], extensions: { code: 'UPSTREAM_BAD_RESPONSE' } },
    ]);
    expect(extensions?.warnings).toMatchObject([{ path: ['issue', 'hashes'] }]);
  });
});

describe('paging through hashes', () => {
  const document = (bodies: boolean) =>
    `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) { issue(organization: "acme", id: $id) { hashes(first: $first, after: $after, last: $last, before: $before) { edges { cursor node { hash ${bodies ? 'latestEvent { sdk { name } }' : ''} } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`;
  type Page = {
    edges: { cursor: string; node: { hash: string } }[];
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  };

  it('shows each once, forwards and backwards, whatever the sizes, with and without bodies', async () => {
    const found = issue();
    const { hashes } = found;
    const page = async (bodies: boolean, args: Record<string, unknown>): Promise<Page> => {
      const { data, errors } = await graph.ask(document(bodies), { id: found.id, ...args });
      expect(errors).toBeUndefined();
      return data.issue.hashes;
    };
    const hashesOf = ({ edges }: Page) => edges.map(({ node }) => node.hash);
    try {
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(0, 1, 10, 11, 99, 101),
          fc.array(fc.constantFrom(7, 10, 25, 100), { minLength: 1, maxLength: 5 }),
          fc.boolean(),
          async (count, sizes, bodies) => {
            found.hashes = Array.from({ length: count }, (_, index) => index.toString(16).padStart(32, '0'));
            const size = (turn: number) => sizes[turn % sizes.length] ?? 25;
            let at = await page(bodies, { first: size(0) });
            const forwards = hashesOf(at);
            for (let turn = 1; at.pageInfo.hasNextPage; turn += 1) {
              at = await page(bodies, { first: size(turn), after: at.pageInfo.endCursor });
              forwards.push(...hashesOf(at));
            }
            expect(forwards).toEqual(found.hashes);
            const backwards = hashesOf(at);
            for (let turn = 0; at.pageInfo.hasPreviousPage; turn += 1) {
              at = await page(bodies, { last: size(turn), before: at.pageInfo.startCursor });
              backwards.unshift(...hashesOf(at));
            }
            expect(backwards).toEqual(found.hashes);
          },
        ),
        { numRuns: 25 },
      );
    } finally {
      found.hashes = hashes;
    }
  });

  it('takes three calls for 25 with bodies', async () => {
    const found = issue();
    const { hashes } = found;
    found.hashes = Array.from({ length: 40 }, (_, index) => index.toString(16).padStart(32, '0'));
    try {
      const { calls } = await graph.ask(document(true), { id: found.id, first: 25 });
      const call = `GET /organizations/acme/issues/${found.id}/hashes/?full=1`;
      expect(calls).toEqual([
        `${call}&per_page=10`,
        `${call}&per_page=10&cursor=0:10:0`,
        `${call}&per_page=5&cursor=0:20:0`,
      ]);
    } finally {
      found.hashes = hashes;
    }
  });
});
