import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askTwice, type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());

describe('organizations', () => {
  it('are one call a page', async () => {
    const { data, calls } = await askTwice(graph, '{ organizations { nodes { slug name dateCreated } } }');
    const slugs = graph.sandbox.worlds[0]?.organizations.map(({ slug }) => slug);
    expect(data.organizations.nodes.map(({ slug }: { slug: string }) => slug).sort()).toEqual(
      [...(slugs ?? [])].sort(),
    );
    expect(calls).toEqual(['GET /organizations/?per_page=25']);
  });

  it('refuse an empty list of slugs, which Sentry would read as no filter', async () => {
    const { errors, calls } = await graph.ask('{ organizations(slugs: []) { nodes { slug } } }');
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(calls).toEqual([]);
  });
});

describe('an organization', () => {
  it('of which the key alone is asked is checked with one call', async () => {
    const { data, calls } = await askTwice(graph, '{ organization(slug: "acme") { slug url } }');
    expect(data).toEqual({ organization: { slug: 'acme', url: 'https://acme.sentry.io/issues/' } });
    expect(calls).toEqual(['GET /organizations/acme/?detailed=0']);
  });

  it('is not asked for where a child proves it', async () => {
    const { calls } = await askTwice(
      graph,
      '{ organization(slug: "acme") { slug projects(first: 2) { nodes { slug } } } }',
    );
    expect(calls).toEqual([
      'GET /organizations/acme/projects/?collapse=latestDeploys&collapse=unusedFeatures&per_page=2',
    ]);
  });

  it('that is missing is null with one NOT_FOUND at its own path, whatever was asked beneath', async () => {
    const { data, errors, calls } = await graph.ask(
      '{ organization(slug: "nope") { slug name projects { nodes { slug } } issues { nodes { title } } project(slug: "web") { name } } }',
    );
    expect(data).toEqual({ organization: null });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({ path: ['organization'], extensions: { code: 'NOT_FOUND' } });
    expect(calls.filter((call) => call === 'GET /organizations/nope/?detailed=0')).toHaveLength(1);
  });

  it('is skipped over where @include and @skip leave nothing that proves it', async () => {
    const document = 'query ($more: Boolean!) { organization(slug: "acme") { slug name @include(if: $more) } }';
    const without = await graph.ask(document, { more: false });
    expect(without.calls).toEqual(['GET /organizations/acme/?detailed=0']);
    expect(without.data).toEqual({ organization: { slug: 'acme' } });
  });

  it('loads its fields and settings once, however often they are asked', async () => {
    const { data, calls } = await graph.ask(
      '{ a: organization(slug: "acme") { name settings { openMembership } } b: organization(slug: "acme") { name isEarlyAdopter } }',
    );
    expect(data.a.name).toBe(data.b.name);
    expect(calls).toEqual(['GET /organizations/acme/?detailed=0']);
  });

  it('whose settings the linked account may not read says so, and shows the rest of the same call', async () => {
    graph.sandbox.switches.scopes = [];
    try {
      const { data, errors, calls } = await graph.ask(
        '{ organization(slug: "acme") { name settings { openMembership defaultRole } } }',
      );
      expect(data).toEqual({ organization: { name: 'Acme Commerce', settings: null } });
      expect(errors).toMatchObject([
        { path: ['organization', 'settings'], extensions: { code: 'FORBIDDEN', origin: 'SENTRY' } },
      ]);
      expect(errors?.[0]?.message).toContain('org:read');
      expect(calls).toEqual(['GET /organizations/acme/?detailed=0']);
    } finally {
      graph.sandbox.switches.scopes = null;
    }
  });

  it.each(['..', '', 'a/b', '123', 'a_b', '-a', '%2e%2e'])('refuses the slug %j before any call', async (slug) => {
    const { data, errors, calls } = await graph.ask('query ($slug: String!) { organization(slug: $slug) { name } }', {
      slug,
    });
    expect(data).toEqual({ organization: null });
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(calls).toEqual([]);
  });

  it('of several slugs are one batched call', async () => {
    const slugs = graph.sandbox.worlds[0]?.organizations.map(({ slug }) => slug) ?? [];
    const fields = slugs.map((slug, index) => `o${index}: organization(slug: "${slug}") { name }`);
    const { errors, calls } = await askTwice(graph, `{ ${fields.join(' ')} }`);
    expect(errors).toBeUndefined();
    expect(calls).toHaveLength(1);
  });
});
