import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

const web = 'organization: "acme", team: "web"';
const post = 'POST /teams/acme/web/projects/';
const create = (input: string, fields = 'project { id slug name platform }') =>
  graph.ask(`mutation { createProject(input: ${input}) { ${fields} userErrors { code message field } } }`);

describe('createProject', () => {
  it('creates it in one call, and lists show it', async () => {
    const { data, calls } = await create(
      `{ ${web}, name: "Price Feed", slug: "prices", platform: "node" }`,
      'project { id databaseId slug name platform isMember teams { slug } latestRelease { version } organization { slug } }',
    );
    const { project, userErrors } = data.createProject;
    expect(userErrors).toEqual([]);
    expect(project).toMatchObject({
      slug: 'prices',
      name: 'Price Feed',
      platform: 'node',
      teams: [{ slug: 'web' }],
      latestRelease: null,
      organization: { slug: 'acme' },
    });
    expect(calls).toEqual([post]);
    expect(graph.sandbox.calls.at(-1)?.body).toEqual({
      name: 'Price Feed',
      slug: 'prices',
      platform: 'node',
      default_rules: true,
    });
    const { data: read } = await graph.ask(
      '{ project(organization: "acme", slug: "prices") { id name } team(organization: "acme", slug: "web") { projects { nodes { slug } } } }',
    );
    expect(read.project).toEqual({ id: project.id, name: 'Price Feed' });
    expect(read.team.projects.nodes).toContainEqual({ slug: 'prices' });
  });

  it('loads what the answer lacks, once', async () => {
    const { data, calls } = await create(
      `{ ${web}, name: "Price Feed", defaultRules: false }`,
      'project { slug features settings { resolveAge } }',
    );
    expect(data.createProject.project).toMatchObject({ slug: 'price-feed', features: expect.any(Array) });
    expect(calls).toEqual([post, 'GET /projects/acme/price-feed/']);
    expect(graph.sandbox.calls.at(-2)?.body).toEqual({ name: 'Price Feed', default_rules: false });
  });

  it('takes the team by number or node id, also through its account', async () => {
    const { data } = await graph.ask('{ team(organization: "acme", slug: "web") { id databaseId } }');
    const { id, databaseId } = data.team;
    const path = `POST /teams/acme/${databaseId}/projects/`;
    expect((await create(`{ organization: "acme", team: "${databaseId}", name: "One" }`)).calls).toEqual([path]);
    expect((await create(`{ team: "${id}", name: "Two", slug: null, defaultRules: null }`)).calls).toEqual([path]);
    expect(graph.sandbox.calls.at(-1)?.body).toEqual({ name: 'Two' });
    const account = graph.sandbox.worlds[1]?.connection.id;
    const { data: there } = await graph.ask(
      'query ($account: ID!) { linkedAccount(id: $account) { organization(slug: "initech") { teams(first: 1) { nodes { id } } } } }',
      { account },
    );
    const [team] = there.linkedAccount.organization.teams.nodes;
    const through = await create(`{ team: "${team.id}", name: "Three" }`);
    expect(through.data.createProject).toMatchObject({ project: { name: 'Three' }, userErrors: [] });
    expect(graph.sandbox.calls.at(-1)).toMatchObject({ method: 'POST', connection: account });
  });

  it.each([
    [`{ ${web}, name: "" }`, 'REQUIRED', ['name']],
    [`{ ${web}, name: "${'x'.repeat(51)}" }`, 'TOO_LONG', ['name']],
    [`{ ${web}, name: "x", slug: " " }`, 'REQUIRED', ['slug']],
    [`{ ${web}, name: "x", slug: "UP" }`, 'INVALID', ['slug']],
    [`{ ${web}, name: "x", slug: "7" }`, 'INVALID', ['slug']],
    [`{ ${web}, name: "x", slug: "${'x'.repeat(101)}" }`, 'TOO_LONG', ['slug']],
    [`{ ${web}, name: "x", platform: "" }`, 'REQUIRED', ['platform']],
    ['{ team: "web", name: "x" }', 'REQUIRED', ['organization']],
    ['{ organization: "acme", team: "../web", name: "x" }', 'INVALID', ['team']],
    ['{ organization: "-", team: "web", name: "x" }', 'INVALID', ['organization']],
    ['{ team: "v1.bm9uc2Vuc2U", name: "x" }', 'INVALID', ['team']],
  ])('refuses %s before anything is sent', async (input, code, field) => {
    const { data, errors, calls } = await create(input);
    expect(errors).toBeUndefined();
    expect(data.createProject).toMatchObject({ project: null, userErrors: [{ code, field }] });
    expect(data.createProject.userErrors).toHaveLength(1);
    expect(calls).toEqual([]);
  });

  it('refuses a team of another organization, and an id that is no team', async () => {
    const { data } = await graph.ask('{ organization(slug: "acme") { id team(slug: "web") { id } } }');
    const { id, team } = data.organization;
    const other = await create(`{ organization: "globex", team: "${team.id}", name: "x" }`);
    expect(other.data.createProject.userErrors).toMatchObject([{ code: 'CONTRADICTION', field: ['organization'] }]);
    const none = await create(`{ team: "${id}", name: "x" }`);
    expect(none.data.createProject.userErrors).toMatchObject([{ code: 'INVALID', field: ['team'] }]);
    expect([...other.calls, ...none.calls]).toEqual([]);
  });

  it('says what is taken, reserved, unknown and not there', async () => {
    const taken = await create(`{ ${web}, name: "x", slug: "payments" }`);
    expect(taken.data.createProject).toEqual({
      project: null,
      userErrors: [{ code: 'TAKEN', message: 'A project with this slug already exists.', field: ['slug'] }],
    });
    const reserved = await create(`{ ${web}, name: "settings" }`);
    expect(reserved.data.createProject.userErrors).toMatchObject([{ code: 'TAKEN', field: ['name'] }]);
    const strange = await create(`{ ${web}, name: "x", platform: "abacus" }`);
    expect(strange.data.createProject.userErrors).toMatchObject([{ code: 'INVALID', field: ['platform'] }]);
    const missing = await create('{ organization: "acme", team: "no-such", name: "x" }');
    expect(missing.data.createProject.userErrors).toEqual([
      {
        code: 'NOT_FOUND',
        message: 'Team "no-such" of organization "acme" does not exist or is not visible to the linked account.',
        field: ['team'],
      },
    ]);
    expect(missing.calls).toHaveLength(1);
  });

  it.each(['reset-after-effect', '502-after-effect'] as const)(
    'is sent once where its answer is lost (%s), and its outcome is unknown',
    async (kind) => {
      graph.sandbox.switches.faults.push({ method: 'POST', path: /projects/, kind });
      const { data, errors, calls } = await create(`{ ${web}, name: "Price Feed" }`);
      expect(data.createProject).toBeNull();
      expect(errors).toMatchObject([{ path: ['createProject'], extensions: { outcome: 'UNKNOWN' } }]);
      expect(calls).toEqual([post]);
      const { data: read } = await graph.ask('{ project(organization: "acme", slug: "price-feed") { name } }');
      expect(read.project).toEqual({ name: 'Price Feed' });
    },
  );

  it('has an unknown outcome where the answer cannot be read', async () => {
    graph.sandbox.switches.faults.push({ method: 'POST', path: /projects/, status: 201, body: { id: '1' } });
    const { errors } = await create(`{ ${web}, name: "Price Feed" }`);
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_BAD_RESPONSE', outcome: 'UNKNOWN' } }]);
  });

  it('may be forbidden', async () => {
    graph.sandbox.switches.scopes = ['org:read'];
    const { errors } = await create(`{ ${web}, name: "x" }`);
    expect(errors).toMatchObject([{ path: ['createProject'], extensions: { code: 'FORBIDDEN' } }]);
  });
});
