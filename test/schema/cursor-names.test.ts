import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());

const page = 'edges { cursor } pageInfo { endCursor hasNextPage }';

/** Things that are looked up by another name than that of their node id: what they are, by which name, and a list of theirs. */
const lookups: [type: string, list: string, field: string][] = [
  ['Issue', 'events', 'issue(organization: "acme", id: "CHECKOUT-API-1A")'],
  ['Issue', 'hashes', 'issue(organization: "acme", id: "CHECKOUT-API-1A")'],
  ['Issue', 'events', 'resource(url: "https://acme.sentry.io/issues/CHECKOUT-API-1A/")'],
  ['Team', 'members', 'team(organization: "acme", slug: "web")'],
  ['Team', 'projects', 'team(organization: "acme", slug: "web")'],
];

const read = async (type: string, list: string, field: string, after: string | null) => {
  const { data, errors, calls } = await graph.ask(
    `query ($after: String) { it: ${field} { ... on ${type} { id list: ${list}(first: 1, after: $after) { ${page} } } } }`,
    { after },
  );
  return { it: data.it, errors, calls };
};

describe('a cursor', () => {
  it.each(lookups)('of %s.%s is good under each name of what the list hangs on: %s', async (type, list, field) => {
    const first = await read(type, list, field, null);
    expect(first.errors).toBeUndefined();
    const { id } = first.it;
    const { endCursor } = first.it.list.pageInfo;
    const node = await read(type, list, `node(id: "${id}")`, endCursor);
    expect(node.errors).toBeUndefined();
    expect(node.it.id).toBe(id);
    const again = await read(type, list, field, endCursor);
    expect(again.errors).toBeUndefined();
    expect(again.it.list.edges.length).toBe(node.it.list.edges.length);
    // One that the node wrote leads on where the first page was asked.
    const back = await read(type, list, field, node.it.list.pageInfo.endCursor ?? endCursor);
    expect(back.errors).toBeUndefined();
  });

  it('of a project that was looked up by its number is good under its slug', async () => {
    const { data } = await graph.ask('{ project(organization: "acme", slug: "storefront") { databaseId } }');
    const byNumber = `project(organization: "acme", slug: "${data.project.databaseId}")`;
    for (const list of ['issues', 'events', 'releases']) {
      const first = await read('Project', list, byNumber, null);
      const node = await read('Project', list, `node(id: "${first.it.id}")`, first.it.list.pageInfo.endCursor);
      expect(node.errors).toBeUndefined();
    }
  });

  it('of another thing is refused, after one call at most to learn its names', async () => {
    const first = await read('Issue', 'events', 'issue(organization: "acme", id: "CHECKOUT-API-1A")', null);
    const { data } = await graph.ask(
      '{ organization(slug: "acme") { issues(first: 1, query: "is:ignored") { nodes { id } } } }',
    );
    const [{ id }] = data.organization.issues.nodes;
    const foreign = await read('Issue', 'events', `node(id: "${id}")`, first.it.list.pageInfo.endCursor);
    expect(foreign.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(foreign.calls).toHaveLength(1);
    const otherList = await read('Issue', 'hashes', `node(id: "${id}")`, first.it.list.pageInfo.endCursor);
    expect(otherList.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});
