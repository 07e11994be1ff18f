import { afterEach, describe, expect, it } from 'vitest';
import { ClientPoints } from '../../src/server/client-points.ts';
import { type Graph, startGraph } from '../support/graph.ts';
import { type Served, startServer } from '../support/server.ts';

let graph: Graph | undefined;
let served: Served | undefined;
afterEach(async () => {
  await graph?.close();
  await served?.close();
  graph = undefined;
  served = undefined;
});

const lists = (count: number): string =>
  `{ ${Array.from({ length: count }, (_, index) => `a${index}: organization(slug: "o${index}") { issues { nodes { id } } }`).join(' ')} }`;

describe('an operation', () => {
  it('is refused before its first call where it must cost too much, and told its price', async () => {
    served = await startServer({ MAX_CALLS: '10' });
    const response = await served.post({ query: lists(11) });
    expect(response.status).toBe(400);
    const answer: { data?: unknown; errors: { message: string; extensions: object }[]; extensions: object } =
      await response.json();
    expect(answer.data).toBeUndefined();
    expect(answer.errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_COSTLY' } }]);
    expect(answer.errors[0]?.message).toMatch(/makes 11 calls at least, more than the 10 that one may make/);
    expect(answer.extensions).toMatchObject({ cost: { calls: 0, least: 11, most: 11 } });
    expect(served.sandbox.calls).toEqual([]);
  });

  it('runs where the least that it costs is just the ceiling', async () => {
    graph = await startGraph({}, { MAX_CALLS: '10' });
    const { extensions } = await graph.ask(lists(10));
    expect(extensions?.cost).toMatchObject({ least: 10, most: 10 });
    expect(extensions?.cost.calls).toBeGreaterThanOrEqual(10);
  });

  it('of which only the price is asked makes no call', async () => {
    graph = await startGraph();
    const document = '{ organization(slug: "acme") { issues(first: 4) { nodes { latestEvent { id } } } } }';
    const { data, errors, calls, extensions } = await graph.ask(document, {}, { extensions: { dryRun: true } });
    expect({ data, errors, calls }).toEqual({ data: null, errors: undefined, calls: [] });
    expect(extensions?.cost).toMatchObject({
      calls: 0,
      least: 1,
      most: 5,
      dearest: [
        { field: 'organization.issues.nodes.latestEvent', calls: 4 },
        { field: 'organization.issues', calls: 1 },
      ],
    });
  });

  it('of which only the price is asked changes nothing', async () => {
    graph = await startGraph();
    const document = 'mutation { deleteProject(input: { organization: "acme", id: "web" }) { deletedId } }';
    const { data, calls, extensions } = await graph.ask(document, {}, { extensions: { dryRun: true } });
    expect({ data, calls }).toEqual({ data: null, calls: [] });
    expect(extensions?.cost).toMatchObject({ calls: 0, least: 1, most: 2 });
  });

  it('is told what is wrong with its variables also where only its price is asked', async () => {
    graph = await startGraph();
    const document = 'query ($first: Int!) { organization(slug: "acme") { issues(first: $first) { nodes { id } } } }';
    const asked = await graph.ask(document, {}, { extensions: { dryRun: true } });
    expect(asked.errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    expect(asked.calls).toEqual([]);
  });
});

describe('the points of a client', () => {
  it('are 100, a read costs one and a write five', () => {
    const points = new ClientPoints(10);
    expect(points.wait('a', 100)).toBe(0);
    points.pay('a', { calls: 60, writes: 9 });
    expect(points.wait('a', 1)).toBe(0);
    expect(points.wait('a', 24, performance.now())).toBeGreaterThan(0);
  });

  it('come back at the rate of the key, shared out among those who are active', () => {
    const points = new ClientPoints(10);
    const now = performance.now();
    points.pay('a', { calls: 150, writes: 0 });
    expect(points.wait('a', 1, now)).toBe(6);
    expect(points.wait('b', 1, now)).toBe(0);
    expect(points.wait('a', 1, now)).toBe(11);
    expect(points.wait('a', 1, now + 11_500)).toBe(0);
  });

  it('refuse a client that has used them up where all share one key, and tell when to come again', async () => {
    served = await startServer({ MATON_API_KEY: 'sandbox', UPSTREAM_RPS: '20', WRITES: '1' }, { rateLimit: null });
    const { post, sandbox } = served;
    const writes = Array.from(
      { length: 15 },
      (_, index) =>
        `w${index}: updateTeam(input: { organization: "acme", id: "web", name: "Web" }) { userErrors { code } }`,
    );
    const query = `mutation { ${writes.join(' ')} }`;
    expect((await post({ query })).status).toBe(200);
    const made = sandbox.calls.length;
    const refused = await post({ query });
    const { errors }: { errors: { extensions: { retryAfter: number } }[] } = await refused.json();
    expect(refused.status).toBe(429);
    expect(errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', retryAfter: expect.any(Number) } }]);
    expect(refused.headers.get('retry-after')).toBe(String(errors[0]?.extensions.retryAfter));
    expect(sandbox.calls).toHaveLength(made);
    expect((await post({ query: '{ viewer { name } }' })).status).toBe(200);
  });
});
