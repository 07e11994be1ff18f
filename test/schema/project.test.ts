import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askTwice, type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());

const acme = () => graph.sandbox.worlds[0]?.organizations.find(({ slug }) => slug === 'acme');
const list = 'GET /organizations/acme/projects/';
const collapsed = 'collapse=latestDeploys&collapse=unusedFeatures';

describe('a project', () => {
  it('alone is one call for its summary and its settings', async () => {
    const { calls } = await askTwice(
      graph,
      '{ project(organization: "acme", slug: "payments") { name settings { resolveAge } } }',
    );
    expect(calls).toEqual(['GET /projects/acme/payments/']);
  });

  it('by number learns its slug with the same call', async () => {
    const project = acme()?.projects.find(({ slug }) => slug === 'payments');
    const { data, calls } = await askTwice(
      graph,
      `{ project(organization: "acme", slug: "${project?.id}") { slug name } }`,
    );
    expect(data.project.slug).toBe('payments');
    expect(calls).toEqual([`GET /projects/acme/${project?.id}/`]);
  });

  it('and others by slug share one call', async () => {
    const { data, calls } = await askTwice(
      graph,
      '{ organization(slug: "acme") { a: project(slug: "payments") { name } b: project(slug: "storefront") { platform } } }',
    );
    expect(data.organization.a.name).toBeTypeOf('string');
    expect(calls).toEqual([`${list}?query=slug:payments slug:storefront&${collapsed}&per_page=100`]);
  });

  it('that is missing fails alone', async () => {
    const { data, errors } = await graph.ask(
      '{ organization(slug: "acme") { a: project(slug: "payments") { name } b: project(slug: "no-such") { name } } }',
    );
    expect(data.organization.a.name).toBeTypeOf('string');
    expect(data.organization.b).toBeNull();
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({ path: ['organization', 'b'], extensions: { code: 'NOT_FOUND' } });
  });

  it('answers from the stub inside an issue', async () => {
    const { calls, extensions } = await askTwice(
      graph,
      '{ organization(slug: "acme") { issues(first: 5) { nodes { title project { slug name platform } assignee { name } } } } }',
    );
    expect(calls).toHaveLength(1);
    expect(extensions?.cost.saved.stub).toBeGreaterThan(0);
  });

  it('asks for features only where they are selected', async () => {
    const { calls } = await graph.ask('{ organization(slug: "acme") { projects(first: 2) { nodes { features } } } }');
    expect(calls).toEqual([`${list}?collapse=latestDeploys&per_page=2`]);
  });

  it('beyond its stub is loaded once for all rows', async () => {
    const { calls } = await askTwice(
      graph,
      '{ organization(slug: "acme") { issues(first: 50) { nodes { project { dateCreated } } } } }',
    );
    expect(calls).toHaveLength(2);
    expect(calls[1]).toContain(list);
  });
});

describe('nodes', () => {
  it('come back in order, batched by type, a missing one alone null', async () => {
    const first = await graph.ask('{ organization(slug: "acme") { projects(first: 3) { nodes { id slug } } } }');
    const ids = first.data.organization.projects.nodes.map(({ id }: { id: string }) => id);
    const gone = (await graph.ask('{ organization(slug: "acme") { projects(first: 1) { nodes { id } } } }')).data;
    expect(gone).toBeTruthy();
    const { data, errors, calls } = await graph.ask(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Project { name } } }',
      {
        ids: [...ids, 'rubbish'],
      },
    );
    expect(data.nodes.slice(0, 3).map(({ id }: { id: string }) => id)).toEqual(ids);
    expect(data.nodes[3]).toBeNull();
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({ path: ['nodes', 3], extensions: { code: 'BAD_USER_INPUT' } });
    expect(calls).toHaveLength(1);
  });
});
