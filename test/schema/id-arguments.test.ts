import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
let ids: { project: string; issue: string; elsewhere: string; abroad: string; organization: string };
const list = (project: string) => `{
  organization(slug: "acme") {
    issues(projects: ["${project}"], first: 2) { nodes { project { slug } } }
    releases(projects: ["${project}"], first: 1) { nodes { version } }
    events(projects: ["${project}"], first: 1) { nodes { title } }
  }
}`;

beforeAll(async () => {
  graph = await startGraph();
  const { data } = await graph.ask(
    `query ($account: ID!) {
      organization(slug: "acme") {
        id project(slug: "payments") { id } issues(first: 1) { nodes { id } }
      }
      globex: organization(slug: "globex") { allProjects { id } }
      linkedAccount(id: $account) { organization(slug: "acme") { project(slug: "payments") { id } } }
    }`,
    { account: graph.sandbox.worlds[0]?.connection.id },
  );
  ids = {
    organization: data.organization.id,
    project: data.organization.project.id,
    issue: data.organization.issues.nodes[0].id,
    elsewhere: data.globex.allProjects[0].id,
    abroad: data.linkedAccount.organization.project.id,
  };
});
afterAll(() => graph.close());

describe('arguments of type ID', () => {
  it('take the node ids of projects for their slugs, with the same calls', async () => {
    const bySlug = await graph.ask(list('payments'));
    const byId = await graph.ask(list(ids.project));
    expect(byId.errors).toBeUndefined();
    expect(byId.data).toEqual(bySlug.data);
    expect(byId.calls.sort()).toEqual(bySlug.calls.sort());
    expect(byId.data.organization.issues.nodes[0].project.slug).toBe('payments');
  });

  it('take those of a project list, not beside numbers', async () => {
    const projects = (given: string) =>
      graph.ask(`{ organization(slug: "acme") { projects(ids: ${given}) { nodes { slug } } } }`);
    const { data } = await projects(`["${ids.project}"]`);
    expect(data.organization.projects.nodes).toEqual([{ slug: 'payments' }]);
    const mixed = await projects(`["${ids.project}", "1"]`);
    expect(mixed.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(mixed.errors?.[0]?.message).toContain('numeric ids and node ids');
  });

  it('take the node id of an issue, with or without its organization', async () => {
    const { data, errors, calls, extensions } = await graph.ask(`{
      alone: issue(id: "${ids.issue}") { id shortId }
      beside: issue(organization: "acme", id: "${ids.issue}") { id shortId }
      organization(slug: "acme") { issue(id: "${ids.issue}") { id shortId } }
    }`);
    expect(errors).toBeUndefined();
    expect(data.alone.id).toBe(ids.issue);
    expect([data.beside, data.organization.issue]).toEqual([data.alone, data.alone]);
    expect(calls).toHaveLength(1);
    expect(extensions?.cost.least).toBe(1);
  });

  it.each([
    ['a project of another organization', () => list(ids.elsewhere), 3],
    ['a project of another linked account', () => list(ids.abroad), 3],
    ['another kind of object', () => list(ids.issue), 3],
    ['an issue of another organization', () => `{ issue(organization: "globex", id: "${ids.issue}") { id } }`, 1],
    ['no issue', () => `{ issue(id: "${ids.organization}") { id } }`, 1],
    ['nothing', () => '{ issue(id: "v1.bm9uc2Vuc2U") { id } }', 1],
  ])('refuse the node id of %s before any call', async (_what, document, count) => {
    const { errors, calls } = await graph.ask(document());
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(Array(count).fill('BAD_USER_INPUT'));
    expect(errors?.[0]?.message).toMatch(/node id/);
    expect(calls).toEqual([]);
  });
});
