import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { askTwice, type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

const acme = () => graph.sandbox.worlds[0]?.organizations.find(({ slug }) => slug === 'acme');
const list = 'GET /organizations/acme/teams/';

describe('a team', () => {
  it('is found by slug or number in one call', async () => {
    const number = acme()?.teams.find(({ slug }) => slug === 'payments')?.id;
    const { data, calls } = await graph.ask(
      'query ($number: String!) { a: team(organization: "acme", slug: "payments") { name memberCount } b: organization(slug: "acme") { team(slug: $number) { slug name } } }',
      { number },
    );
    expect(data).toEqual({
      a: { name: 'Payments', memberCount: expect.any(Number) },
      b: { team: { slug: 'payments', name: 'Payments' } },
    });
    expect(calls.sort()).toEqual([
      `GET /teams/acme/${number}/?collapse=organization`,
      'GET /teams/acme/payments/?collapse=organization',
    ]);
  });

  it('is null with NOT_FOUND where it is not there, as is its organization', async () => {
    const { data, errors, calls } = await askTwice(graph, '{ team(organization: "acme", slug: "nobody") { name } }');
    expect(data.team).toBeNull();
    expect(errors).toMatchObject([{ path: ['team'], extensions: { code: 'NOT_FOUND' } }]);
    expect(calls).toEqual(['GET /teams/acme/nobody/?collapse=organization']);
    const nowhere = await graph.ask(
      '{ organization(slug: "nowhere") { team(slug: "web") { members { nodes { name } } } } }',
    );
    expect(nowhere.data.organization).toBeNull();
    expect(nowhere.errors).toMatchObject([{ path: ['organization'], extensions: { code: 'NOT_FOUND' } }]);
  });

  it.each(['Payments', '../acme', 'a/b', '', 'x'.repeat(51)])(
    'is refused where its slug is malformed: %s',
    async (slug) => {
      const { errors, calls } = await graph.ask(
        'query ($slug: String!) { team(organization: "acme", slug: $slug) { name } }',
        {
          slug,
        },
      );
      expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
      expect(calls).toEqual([]);
    },
  );
});

describe('teams of an organization', () => {
  it('come in one call, by slug, with all plain fields', async () => {
    const { data, errors, calls } = await askTwice(
      graph,
      '{ organization(slug: "acme") { teams(first: 5) { nodes { databaseId slug name url dateCreated memberCount avatarUrl isMember hasAccess isPending teamRole organization { slug } } pageInfo { hasNextPage } } } }',
    );
    expect(errors).toBeUndefined();
    expect(calls).toEqual([`${list}?detailed=0&per_page=5`]);
    const slugs = (acme()?.teams ?? []).map(({ slug }) => slug).sort();
    expect(data.organization.teams.nodes.map(({ slug }: { slug: string }) => slug)).toEqual(slugs.slice(0, 5));
    expect(data.organization.teams.pageInfo.hasNextPage).toBe(true);
  });

  it('are narrowed by words and slugs', async () => {
    const { data, calls } = await graph.ask(
      '{ organization(slug: "acme") { a: teams(search: "pay") { nodes { slug } } b: teams(slugs: ["web", "payments"]) { nodes { slug } } } }',
    );
    expect(calls).toEqual([
      `${list}?query=pay&detailed=0&per_page=25`,
      `${list}?query=slug:web slug:payments&detailed=0&per_page=25`,
    ]);
    expect(data.organization.b.nodes).toEqual([{ slug: 'payments' }, { slug: 'web' }]);
    expect(data.organization.a.nodes).toContainEqual({ slug: 'payments' });
  });

  it.each(['slugs: []', 'slugs: ["518014"]', 'slugs: ["a b"]', 'search: "a\\"b"', 'last: 3'])(
    'refuse %s without a call',
    async (argument) => {
      const { errors, calls } = await graph.ask(
        `{ organization(slug: "acme") { teams(${argument}) { nodes { slug } } } }`,
      );
      expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
      expect(calls).toEqual([]);
    },
  );
});

describe('members of a team', () => {
  it('come in one call a page, with their role in it', async () => {
    // With its id a team looked up by slug costs one call more: its id is made of its number.
    const { data, errors, calls } = await graph.ask(
      '{ team(organization: "acme", slug: "payments") { members(first: 3) { edges { teamRole node { name email user { name has2FA } } } } } }',
    );
    expect(errors).toBeUndefined();
    expect(calls).toEqual(['GET /teams/acme/payments/members/?per_page=3']);
    const roles = data.team.members.edges.map(({ teamRole }: { teamRole: string }) => teamRole);
    expect(roles.every((role: string) => ['admin', 'contributor'].includes(role))).toBe(true);
  });

  it('name a missing team, not a missing list', async () => {
    const { data, errors } = await graph.ask(
      '{ team(organization: "acme", slug: "nobody") { members { nodes { name } } } }',
    );
    expect(data.team).toBeNull();
    expect(errors).toMatchObject([{ path: ['team'], extensions: { code: 'NOT_FOUND' } }]);
  });
});
