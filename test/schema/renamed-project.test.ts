import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { encodeNodeId } from '../../src/schema/node-id.ts';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

const troubled = () => graph.sandbox.worlds[0]?.organizations.find(({ slug }) => slug === 'troubled');
const renamed = () => {
  const project = troubled()?.projects.find(({ formerSlugs }) => formerSlugs.length > 0);
  const old = project?.formerSlugs[0];
  if (!project || old === undefined) throw new Error('The sandbox has no renamed project.');
  return { ...project, old, number: project.id };
};
const nodeId = (slug: string) => encodeNodeId({ code: 'p', account: null, parts: ['troubled', slug] });
const bare = 'collapse=stats&collapse=lifetime&collapse=filtered&collapse=unhandled&groupStatsPeriod=';

/** By what the old slug leads to, and the calls that it takes under `project=`. */
const lists = (old: string, slug: string, id: string) => {
  const detail = [`GET /projects/troubled/${old}/`, `GET /projects/troubled/${slug}/`];
  const issues = (name: string) =>
    `GET /organizations/troubled/issues/?query=is:unresolved&project=${name}&sort=date&${bare}&limit=2`;
  const releases = (name: string) => `GET /organizations/troubled/releases/?project=${name}`;
  return { detail, issues, releases, number: id };
};

describe('the old slug of a renamed project', () => {
  it('leads to its issues, by lookup and by node id', async () => {
    const { old, slug, id } = renamed();
    const { detail, issues } = lists(old, slug, id);
    const calls = [issues(old), ...detail, issues(id)];
    const inside = 'issues(first: 2) { nodes { title project { slug } } }';
    const now = await graph.ask(`{ project(organization: "troubled", slug: "${slug}") { ${inside} } }`);
    expect(now.data.project.issues.nodes.length).toBeGreaterThan(0);
    const before = await graph.ask(`{ project(organization: "troubled", slug: "${old}") { ${inside} } }`);
    expect(before).toMatchObject({ data: now.data, calls });
    expect(before.errors).toBeUndefined();
    const node = await graph.ask(`query ($id: ID!) { node(id: $id) { ... on Project { ${inside} } } }`, {
      id: nodeId(old),
    });
    expect(node).toMatchObject({ data: { node: now.data.project }, calls });
    expect(node.errors).toBeUndefined();
  });

  it('leads to its releases', async () => {
    const { old, slug, id } = renamed();
    const { detail, releases } = lists(old, slug, id);
    const { data, errors, calls } = await graph.ask(
      `{ project(organization: "troubled", slug: "${old}") { releases(first: 1) { nodes { version } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.project.releases.nodes).toEqual([{ version: 'renamed@1.0.0' }]);
    expect(calls).toEqual([expect.stringContaining(releases(old)), ...detail, expect.stringContaining(releases(id))]);
  });

  it('leads to its events', async () => {
    const { old, slug } = renamed();
    const { data, errors, calls } = await graph.ask(
      `{ project(organization: "troubled", slug: "${old}") { events(first: 1) { nodes { id databaseId title } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.project.events.nodes).toHaveLength(1);
    expect(calls).toEqual([old, slug].map((name) => `GET /projects/troubled/${name}/events/?per_page=1`));
    const id = data.project.events.nodes[0].databaseId;
    const event = await graph.ask(
      `{ project(organization: "troubled", slug: "${old}") { event(id: "${id}") { title } } }`,
    );
    expect(event).toMatchObject({
      data: { project: { event: { title: data.project.events.nodes[0].title } } },
      calls: [old, slug].map((name) => `GET /projects/troubled/${name}/events/${id}/`),
    });
    expect(event.errors).toBeUndefined();
  });

  it('gives way to the new one in whatever is asked after that is known', async () => {
    const { old, slug } = renamed();
    const { data, errors, calls } = await graph.ask(
      `{ project(organization: "troubled", slug: "${old}") {
        settings { resolveAge }
        events(first: 1) { nodes { project { id slug url } } }
      } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.project.events.nodes[0].project).toEqual({
      id: nodeId(slug),
      slug,
      url: `https://troubled.sentry.io/projects/${slug}/`,
    });
    expect(calls.filter((call) => call.includes(`/${slug}/`))).toHaveLength(2);
  });

  it('is no fault of the caller where Sentry names a new one that cannot be', async () => {
    const body = { slug: '../settings', detail: { code: 'resource-moved', message: 'Moved', extra: {} } };
    graph.sandbox.switches.faults.push({ path: /\/projects\/troubled\//, status: 302, body });
    const { errors, calls } = await graph.ask('{ project(organization: "troubled", slug: "gone") { name } }');
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions.code).toBe('UPSTREAM_BAD_RESPONSE');
    expect(errors?.[0]?.message).not.toContain('settings');
    expect(calls).toEqual(['GET /projects/troubled/gone/']);
  });
});

it('the page of a project that was looked up by number is addressed by its slug', async () => {
  const { data, calls } = await graph.ask(
    '{ organization(slug: "acme") { projects(first: 1) { nodes { databaseId slug } } } }',
  );
  const [{ databaseId, slug }] = data.organization.projects.nodes;
  expect(calls).toHaveLength(1);
  const byNumber = await graph.ask(`{ project(organization: "acme", slug: "${databaseId}") { url } }`);
  expect(byNumber.data.project.url).toBe(`https://acme.sentry.io/projects/${slug}/`);
  expect(byNumber.calls).toEqual([`GET /projects/acme/${databaseId}/`]);
});
