import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../../src/gateway/api.ts';
import { KeptRows } from '../../src/loaders/kept-rows.ts';
import { apiAnswering } from '../support/api.ts';
import { replyOf } from '../support/call.ts';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph({ mirror: true }, { CACHE: 'on' });
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

const list = (fields: string, args = '') =>
  graph.ask(`{ organization(slug: "globex") { issues(first: 5${args}) { nodes { id databaseId ${fields} } } } }`);
const one = (id: string, fields: string) =>
  graph.ask(`query ($id: ID!) { node(id: $id) { ... on Issue { ${fields} } } }`, { id });

describe('rows that a list brought', () => {
  it('answer later lookups by key, with what they hold and no more', async () => {
    const { data } = await list('title');
    const [{ id, title }] = data.organization.issues.nodes;
    const again = await one(id, 'title status project { slug }');
    expect(again.data.node.title).toBe(title);
    expect(again.calls).toEqual([]);
    expect(again.extensions?.cost).toMatchObject({ calls: 0, saved: { cache: 1 }, oldestMs: expect.any(Number) });
    // The list counted nothing: totals were not in its rows.
    const totals = await one(id, 'title count');
    expect(totals.calls).toHaveLength(1);
    expect(totals.data.node.count).toEqual(expect.any(Number));
  });

  it('answer nothing that depends on what their list was asked', async () => {
    const { data } = await list('count', ', period: "1d", environment: ["production"]');
    const [{ id }] = data.organization.issues.nodes;
    const { data: direct } = await graph.ask('query ($id: ID!) { node(id: $id) { ... on Issue { count } } }', { id });
    const record = graph.sandbox.worlds[0]?.organizations
      .find(({ slug }) => slug === 'globex')
      ?.issues.find((issue) => issue.id === data.organization.issues.nodes[0].databaseId);
    expect(direct.node.count).toBe(record?.timesSeen);
  });

  it('are not for another account, nor for who steps around them', async () => {
    const { data } = await list('title');
    const [{ databaseId }] = data.organization.issues.nodes;
    const document = '{ issue(organization: "globex", id: "$id") { title } }'.replace('$id', databaseId);
    const other = await graph.ask(document, {}, { account: graph.sandbox.worlds[1]?.connection.id ?? null });
    expect(other.calls).toHaveLength(1);
    expect(other.data.issue.title).toMatch(/mirror/i);
  });

  it('are forgotten after a write', async () => {
    const { data } = await list('title status');
    const [{ id }] = data.organization.issues.nodes;
    await graph.ask(
      'mutation ($id: ID!) { updateIssue(input: { id: $id, status: RESOLVED }) { userErrors { code } } }',
      { id },
    );
    const after = await one(id, 'status');
    expect(after.data.node.status).toBe('RESOLVED');
  });

  it('are not for a client that does not reach their organization', () => {
    const { api } = apiAnswering(replyOf(200, {}));
    const reach = new Set(['acme']);
    const kept = new KeptRows(new Api({ ...api.gateway, cache: true }, { ...api.caller, reach }, api.operation));
    for (const organization of ['acme', 'globex']) kept.keep('Project', `${organization}/web`, { name: organization });
    expect(kept.find('Project', 'acme/web', () => true)?.row).toEqual({ name: 'acme' });
    expect(kept.find('Project', 'globex/web', () => true)).toBeUndefined();
  });
});
