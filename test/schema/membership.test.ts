import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { askTwice, type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

const members = () => graph.sandbox.worlds[0]?.organizations.find(({ slug }) => slug === 'acme')?.members ?? [];
const list = 'GET /organizations/acme/members/';
const ask = (args: string, fields = 'nodes { email pending }') =>
  askTwice(graph, `{ organization(slug: "acme") { members${args} { ${fields} } } }`);

describe('members of an organization', () => {
  it('come in one call with their users', async () => {
    const { data, errors, calls } = await ask(
      '(first: 100)',
      'nodes { databaseId email name url orgRole orgRoleRaw pending expired inviteStatus inviterName dateCreated isSsoLinked isIdpProvisioned user { name username email avatarUrl isActive has2FA dateJoined lastLogin lastActive member { databaseId } } organization { slug } } edges { teamRole }',
    );
    expect(errors).toBeUndefined();
    expect(calls).toEqual([`${list}?per_page=100`]);
    const found: { databaseId: string; user: unknown; pending: boolean }[] = data.organization.members.nodes;
    expect(found.map(({ databaseId }) => databaseId)).toEqual(
      members()
        .map(({ id }) => id)
        .sort((a, b) => Number(a) - Number(b))
        .slice(0, 100),
    );
    for (const { user, pending } of found) expect(user === null).toBe(pending);
    expect(new Set(data.organization.members.edges.map(({ teamRole }: { teamRole: null }) => teamRole))).toEqual(
      new Set([null]),
    );
  });

  it('are narrowed by invitation, role, address and words', async () => {
    const pending = await ask('(pending: true)');
    expect(pending.calls).toEqual([`${list}?query=isInvited:true&per_page=25`]);
    expect(pending.data.organization.members.nodes.length).toBeGreaterThan(2);
    expect(pending.data.organization.members.nodes.every((node: { pending: boolean }) => node.pending)).toBe(true);
    const owners = await ask('(role: OWNER, pending: false)', 'nodes { orgRole }');
    expect(owners.calls).toEqual([`${list}?query=role:owner isInvited:false&per_page=25`]);
    expect(new Set(owners.data.organization.members.nodes.map((node: { orgRole: string }) => node.orgRole))).toEqual(
      new Set(['OWNER']),
    );
    const [one = '', two = ''] = members().map(({ email }) => email);
    const { data, calls } = await ask(`(emails: ["${one}", "${two}"], search: "${one.split('@')[0]}")`);
    expect(calls).toEqual([`${list}?query=email:${one} email:${two} ${one.split('@')[0]}&per_page=25`]);
    expect(data.organization.members.nodes).toMatchObject([{ email: one }]);
  });

  it.each(['role: UNKNOWN', 'emails: []', 'emails: ["nobody"]', 'emails: ["a b@c"]', 'emails: ["a\\"@c"]'])(
    'refuse %s without a call',
    async (argument) => {
      const { errors, calls } = await graph.ask(
        `{ organization(slug: "acme") { members(${argument}) { nodes { name } } } }`,
      );
      expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
      expect(calls).toEqual([]);
    },
  );

  it('name their teams by one call each and one for all teams', async () => {
    const [one = '', two = ''] = members()
      .filter(({ user }) => user)
      .map(({ email }) => email);
    const { data, calls } = await ask(
      `(emails: ["${one}", "${two}"])`,
      'nodes { databaseId teams { slug name memberCount } }',
    );
    const [a, b] = data.organization.members.nodes;
    expect(calls.slice(1, 3).sort()).toEqual([`${list}${a.databaseId}/`, `${list}${b.databaseId}/`].sort());
    expect(calls.length).toBeLessThanOrEqual(5);
    expect(a.teams.length + b.teams.length).toBeGreaterThan(0);
  });
});

describe('a user', () => {
  it('leads to the seat in the organization, in the batch of the other fields', async () => {
    const { data, calls } = await askTwice(
      graph,
      '{ organization(slug: "acme") { issues(first: 20) { nodes { assignee { ... on User { name has2FA member { databaseId orgRole } } } } } } }',
    );
    expect(calls).toHaveLength(2);
    expect(calls[1]).toMatch(/members\/\?query=user\.id:\d+/);
    const seats = data.organization.issues.nodes
      .map(({ assignee }: { assignee: { member?: { orgRole: string } | null } | null }) => assignee?.member)
      .filter(Boolean);
    expect(seats.length).toBeGreaterThan(0);
    for (const { databaseId } of seats) expect(members().map(({ id }) => id)).toContain(databaseId);
  });

  it('refetches by id, as a member does', async () => {
    const { data } = await ask('(pending: false, first: 1)', 'nodes { id user { id } }');
    const whole = await graph.ask(
      '{ organization(slug: "acme") { members(pending: false, first: 1) { nodes { id user { id } } } } }',
    );
    const [{ id, user }] = whole.data.organization.members.nodes;
    expect(data.organization.members.nodes).toHaveLength(1);
    const nodes = await graph.ask(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Member { email } ... on User { name } } }',
      { ids: [id, user.id] },
    );
    expect(nodes.errors).toBeUndefined();
    expect(nodes.data.nodes.map((node: { id: string }) => node.id)).toEqual([id, user.id]);
    expect(nodes.calls).toHaveLength(2);
  });
});
