import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askTwice, type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());

describe('the viewer', () => {
  it('costs no call', async () => {
    const { data, calls } = await askTwice(graph, '{ viewer { name mode scopes linkedAccount { databaseId } } }');
    expect(data).toEqual({
      viewer: {
        name: null,
        mode: 'SANDBOX',
        scopes: ['READ', 'WRITE', 'MANAGE_LINKED_ACCOUNTS', 'SENSITIVE'],
        linkedAccount: null,
      },
    });
    expect(calls).toEqual([]);
  });

  it('reaches the organizations that the root reaches, in pages of its own', async () => {
    const page = '{ nodes { slug } pageInfo { endCursor } }';
    const { data, calls } = await askTwice(
      graph,
      `{ viewer { organizations(first: 2) ${page} } organizations(first: 2) ${page} }`,
    );
    // Equal reads under way at the same time are one call.
    expect(calls).toEqual(['GET /organizations/?per_page=2']);
    expect(data.viewer.organizations.nodes).toEqual(data.organizations.nodes);
    const { endCursor } = data.viewer.organizations.pageInfo;
    const { data: next } = await graph.ask(
      'query ($after: String) { viewer { organizations(first: 1, after: $after) { nodes { slug } } } }',
      { after: endCursor },
    );
    expect(next.viewer.organizations.nodes).toHaveLength(1);
    expect(data.organizations.nodes).not.toContainEqual(next.viewer.organizations.nodes[0]);
  });

  it('refuses what the root refuses', async () => {
    const { errors, calls } = await graph.ask('{ viewer { organizations(slugs: []) { nodes { slug } } } }');
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(calls).toEqual([]);
  });

  it('names the linked account that the request came with', async () => {
    const account = graph.sandbox.worlds[1]?.connection.id ?? '';
    const query = '{ viewer { linkedAccount { databaseId } } }';
    const { data, calls } = await graph.ask(query, {}, { account });
    expect(data.viewer.linkedAccount).toEqual({ databaseId: account });
    expect(calls).toEqual([]);
    const own = await graph.ask('{ viewer { linkedAccount { status } } }', {}, { account });
    expect(own.data.viewer.linkedAccount.status).toBe('ACTIVE');
    expect(own.calls).toEqual([`GET /connections/${account}`]);
  });

  it('has no linked account where a call finds that it is none', async () => {
    const { data, errors } = await graph.ask(
      '{ viewer { mode linkedAccount { status } } }',
      {},
      { account: 'no-such-account' },
    );
    expect(data.viewer).toEqual({ mode: 'SANDBOX', linkedAccount: null });
    expect(errors).toMatchObject([
      { path: ['viewer', 'linkedAccount'], extensions: { code: 'LINKED_ACCOUNT_NOT_FOUND' } },
    ]);
  });

  it('sees what is left of its own budget, and its own account, without a call', async () => {
    const limited = await startGraph({}, { UPSTREAM_RPS: '10' });
    const query =
      '{ viewer { rateLimit { limit remaining resetAt waiting endpoints { family limit remaining resetAt concurrentLimit concurrentRemaining observedAt } } } }';
    try {
      const fresh = await limited.ask(query);
      expect(fresh.calls).toEqual([]);
      expect(fresh.data.viewer.rateLimit).toMatchObject({ limit: 10, remaining: 10, waiting: 0, endpoints: [] });
      const account = limited.sandbox.worlds[1]?.connection.id ?? '';
      await limited.ask('{ organizations { nodes { slug } } }');
      await limited.ask('{ organizations { nodes { slug } } }', {}, { account });
      await limited.ask('{ organization(slug: "acme") { releases { nodes { version } } } }');
      const { data } = await limited.ask(query);
      const { remaining, resetAt, endpoints } = data.viewer.rateLimit;
      expect(remaining).toBe(7);
      expect(Date.parse(resetAt)).toBeGreaterThan(Date.now() - 100);
      expect(endpoints.map(({ family }: { family: string }) => family)).toEqual(['default', 'organization.releases']);
      for (const endpoint of endpoints) {
        expect(endpoint).toMatchObject({ limit: 40, concurrentLimit: 25, concurrentRemaining: 24 });
        expect(Math.abs(Date.parse(endpoint.observedAt) - Date.now())).toBeLessThan(5_000);
        expect(Date.parse(endpoint.resetAt) - Date.parse(endpoint.observedAt)).toBeLessThanOrEqual(2_000);
      }
      const other = await limited.ask(query, {}, { account });
      expect(other.data.viewer.rateLimit.endpoints).toHaveLength(1);
    } finally {
      await limited.close();
    }
  });

  it('says how upstream credentials are chosen', async () => {
    const keyed = await startGraph({}, { SANDBOX: '0', MATON_API_KEY: 'sandbox' });
    try {
      const { data } = await keyed.ask('{ viewer { mode } }');
      expect(data.viewer.mode).toBe('SERVER_KEY');
    } finally {
      await keyed.close();
    }
  });
});
