import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askTwice, type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());

const acme = () => graph.sandbox.worlds[0]?.organizations.find(({ slug }) => slug === 'acme');
const organization = 'GET /organizations/acme';
const collapsed = 'collapse=latestDeploys&collapse=unusedFeatures';
const namesOf = (slug: string, wanted: (isHidden: boolean) => boolean) =>
  acme()
    ?.projects.find((project) => project.slug === slug)
    ?.environments.filter(({ isHidden }) => wanted(isHidden))
    .map(({ name }) => name)
    .sort();

describe('environments of an organization', () => {
  it('are one call, over every visible project', async () => {
    const { data, errors, calls } = await askTwice(
      graph,
      '{ organization(slug: "acme") { environments { databaseId name isHidden } } }',
    );
    expect(errors).toBeUndefined();
    expect(calls).toEqual([`${organization}/environments/?visibility=visible&project=-1`]);
    const names = data.organization.environments.map(({ name }: { name: string }) => name);
    expect(names).toContain('production');
    expect(names).toEqual([...new Set(names)].sort());
    expect(data.organization.environments[0]).toMatchObject({ databaseId: expect.any(String), isHidden: null });
  });

  it.each([
    ['HIDDEN', 'hidden'],
    ['ALL', 'all'],
  ])('are listed by visibility: %s', async (visibility, sent) => {
    const { calls } = await askTwice(
      graph,
      `{ organization(slug: "acme") { environments(visibility: ${visibility}) { name } } }`,
    );
    expect(calls).toEqual([`${organization}/environments/?visibility=${sent}&project=-1`]);
  });
});

describe('environments of a project', () => {
  it('are free in lists where only names of visible ones are asked', async () => {
    const { data, calls } = await askTwice(
      graph,
      '{ organization(slug: "acme") { projects(slugs: ["payments", "storefront"]) { nodes { slug environments { name } } } } }',
    );
    expect(calls).toEqual([`${organization}/projects/?query=slug:payments slug:storefront&${collapsed}&per_page=25`]);
    for (const { slug, environments } of data.organization.projects.nodes) {
      expect(environments.map(({ name }: { name: string }) => name)).toEqual(namesOf(slug, (isHidden) => !isHidden));
    }
  });

  it('share one batched call for their names where no list brought them', async () => {
    const { data, calls } = await askTwice(
      graph,
      '{ organization(slug: "acme") { a: project(slug: "payments") { name environments { name } } b: project(slug: "storefront") { environments { name } } } }',
    );
    expect(calls).toEqual([`${organization}/projects/?query=slug:payments slug:storefront&${collapsed}&per_page=100`]);
    expect(data.organization.b.environments.length).toBeGreaterThan(0);
  });

  it.each([
    ['(visibility: VISIBLE)', 'visible', (isHidden: boolean) => !isHidden],
    ['(visibility: HIDDEN)', 'hidden', (isHidden: boolean) => isHidden],
    ['(visibility: ALL)', 'all', () => true],
  ])('are one call a project for more than names: %s', async (args, sent, wanted) => {
    const { data, errors, calls } = await askTwice(
      graph,
      `{ organization(slug: "acme") { project(slug: "payments") { environments${args} { databaseId name isHidden } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(calls).toEqual([`GET /projects/acme/payments/environments/?visibility=${sent}`]);
    const { environments } = data.organization.project;
    expect(environments.map(({ name }: { name: string }) => name)).toEqual(namesOf('payments', wanted));
    for (const { isHidden } of environments) expect(wanted(isHidden)).toBe(true);
  });

  it('are read once, however often the project is met', async () => {
    const { calls } = await graph.ask(
      '{ organization(slug: "acme") { issues(first: 20, projects: ["payments"]) { nodes { project { environments(visibility: ALL) { name } } } } } }',
    );
    expect(calls).toHaveLength(2);
    expect(calls[1]).toBe('GET /projects/acme/payments/environments/?visibility=all');
  });

  it('are found under the old slug of a renamed project', async () => {
    const troubled = graph.sandbox.worlds[0]?.organizations.find(({ slug }) => slug === 'troubled');
    const renamed = troubled?.projects.find(({ formerSlugs }) => formerSlugs.length > 0);
    const old = renamed?.formerSlugs[0];
    const full = await graph.ask(
      `{ project(organization: "troubled", slug: "${old}") { environments { databaseId name } } }`,
    );
    expect(full.errors).toBeUndefined();
    expect(full.calls).toEqual([
      `GET /projects/troubled/${old}/environments/?visibility=visible`,
      `GET /projects/troubled/${renamed?.slug}/environments/?visibility=visible`,
    ]);
    const names = await graph.ask(
      `{ project(organization: "troubled", slug: "${old}") { databaseId environments { name } } }`,
    );
    expect(names.data.project.environments).toEqual(
      full.data.project.environments.map(({ name }: { name: string }) => ({ name })),
    );
    expect(names.data.project.databaseId).toBe(renamed?.id);
  });

  it('of a missing project are that project’s NOT_FOUND', async () => {
    const { data, errors } = await graph.ask(
      '{ project(organization: "acme", slug: "no-such") { environments(visibility: ALL) { name } } }',
    );
    expect(data).toEqual({ project: null });
    expect(errors).toMatchObject([{ path: ['project'], extensions: { code: 'NOT_FOUND' } }]);
  });
});
