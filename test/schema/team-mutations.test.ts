import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

const errors = 'userErrors { code message field }';
const create = (input: string, fields = 'team { id slug name isMember }') =>
  graph.ask(`mutation { createTeam(input: ${input}) { ${fields} ${errors} } }`);
const update = (input: string, fields = 'team { databaseId slug name }') =>
  graph.ask(`mutation { updateTeam(input: ${input}) { ${fields} ${errors} } }`);
const remove = (input: string, fields = 'deletedId organization { slug }') =>
  graph.ask(`mutation { deleteTeam(input: ${input}) { ${fields} ${errors} } }`);
const idOf = async (slug: string) =>
  (await graph.ask(`{ team(organization: "acme", slug: "${slug}") { id databaseId } }`)).data.team;

describe('createTeam', () => {
  it('creates it in one call, and its other fields load', async () => {
    const { data, calls } = await create('{ organization: "acme", slug: "night-watch", name: "Night Watch" }');
    expect(data.createTeam).toEqual({
      team: { id: expect.any(String), slug: 'night-watch', name: 'Night Watch', isMember: true },
      userErrors: [],
    });
    expect(calls).toEqual(['POST /organizations/acme/teams/']);
    expect(graph.sandbox.calls.at(-1)?.body).toEqual({ slug: 'night-watch', name: 'Night Watch' });
    const { data: found } = await graph.ask('{ team(organization: "acme", slug: "night-watch") { id name } }');
    expect(found.team).toEqual({ id: data.createTeam.team.id, name: 'Night Watch' });
  });

  it('takes the organization by node id, also through its account', async () => {
    const account = graph.sandbox.worlds[1]?.connection.id;
    const { data: there } = await graph.ask(
      'query ($account: ID!) { linkedAccount(id: $account) { organization(slug: "initech") { id } } }',
      { account },
    );
    const { data } = await create(`{ organization: "${there.linkedAccount.organization.id}", name: "Ops" }`);
    expect(data.createTeam.userErrors).toEqual([]);
    expect(graph.sandbox.calls.at(-1)).toMatchObject({ method: 'POST', connection: account });
  });

  it.each([
    ['{ organization: "acme" }', 'REQUIRED', null],
    ['{ organization: "acme", slug: "Night Watch" }', 'INVALID', ['slug']],
    ['{ organization: "acme", slug: "123" }', 'INVALID', ['slug']],
    [`{ organization: "acme", slug: "${'x'.repeat(51)}" }`, 'TOO_LONG', ['slug']],
    [`{ organization: "acme", name: "${'x'.repeat(65)}" }`, 'TOO_LONG', ['name']],
    ['{ organization: "acme", name: " " }', 'REQUIRED', ['name']],
    ['{ organization: "../acme", name: "Ops" }', 'INVALID', ['organization']],
    ['{ organization: "v1.bm9uc2Vuc2U", name: "Ops" }', 'INVALID', ['organization']],
  ])('refuses %s before anything is sent', async (input, code, field) => {
    const { data, errors: none, calls } = await create(input);
    expect(none).toBeUndefined();
    expect(data.createTeam.team).toBeNull();
    expect(data.createTeam.userErrors).toMatchObject([{ code, field }]);
    expect(calls).toEqual([]);
  });

  it('says that a slug is taken', async () => {
    const { data, calls } = await create('{ organization: "acme", slug: "payments" }');
    expect(data.createTeam).toMatchObject({ team: null, userErrors: [{ code: 'TAKEN', field: ['slug'] }] });
    expect(calls).toHaveLength(1);
  });

  it('says of a name whose slug is taken that the name is', async () => {
    const body = { non_field_errors: ['A team with this slug already exists.'] };
    graph.sandbox.switches.faults.push({ method: 'POST', path: /teams/, status: 409, body });
    const { data } = await create('{ organization: "acme", name: "Payments" }');
    expect(data.createTeam.userErrors).toMatchObject([{ code: 'TAKEN', field: ['name'] }]);
  });

  it('in a missing organization is a user error', async () => {
    const { data, calls } = await create('{ organization: "nowhere", name: "Ops" }');
    expect(data.createTeam.userErrors).toEqual([
      {
        code: 'NOT_FOUND',
        message: 'Organization "nowhere" does not exist or is not visible to the linked account.',
        field: ['organization'],
      },
    ]);
    expect(calls).toHaveLength(1);
  });
});

describe('updateTeam', () => {
  it('changes only what is given, by slug, number or node id', async () => {
    const { id, databaseId } = await idOf('payments');
    const bySlug = await update('{ organization: "acme", id: "payments", name: "Paying" }');
    expect(bySlug.data.updateTeam).toEqual({
      team: { databaseId, slug: 'payments', name: 'Paying' },
      userErrors: [],
    });
    expect(bySlug.calls).toEqual(['PUT /teams/acme/payments/']);
    expect(graph.sandbox.calls.at(-1)?.body).toEqual({ name: 'Paying' });
    const byId = await update(`{ id: "${id}", slug: "paying" }`);
    expect(byId.data.updateTeam.team).toEqual({ databaseId, slug: 'paying', name: 'Paying' });
    expect(byId.calls).toEqual([`PUT /teams/acme/${databaseId}/`]);
  });

  it('reports a taken slug at its field', async () => {
    const { data } = await update('{ organization: "acme", id: "payments", slug: "web" }');
    expect(data.updateTeam).toMatchObject({ team: null, userErrors: [{ code: 'TAKEN', field: ['slug'] }] });
  });

  it('names the team that is not there', async () => {
    const { data, calls } = await update('{ organization: "acme", id: "no-such", name: "x" }');
    expect(data.updateTeam.userErrors).toEqual([
      {
        code: 'NOT_FOUND',
        message: 'Team "no-such" of organization "acme" does not exist or is not visible to the linked account.',
        field: ['id'],
      },
    ]);
    expect(calls).toHaveLength(1);
  });

  it('refuses a name without an organization, and two organizations', async () => {
    const { id } = await idOf('payments');
    const alone = await update('{ id: "payments", name: "x" }');
    expect(alone.data.updateTeam.userErrors).toMatchObject([{ code: 'REQUIRED', field: ['organization'] }]);
    const two = await update(`{ organization: "globex", id: "${id}", name: "x" }`);
    expect(two.data.updateTeam.userErrors).toMatchObject([{ code: 'CONTRADICTION', field: ['organization'] }]);
    const { data: organization } = await graph.ask('{ organization(slug: "acme") { id } }');
    const other = await update(`{ id: "${organization.organization.id}", name: "x" }`);
    expect(other.data.updateTeam.userErrors).toMatchObject([{ code: 'INVALID', field: ['id'] }]);
    expect([...alone.calls, ...two.calls, ...other.calls]).toEqual([]);
  });

  it('runs each alias, one after another, and nothing read before is served after', async () => {
    const { data, calls } = await graph.ask(
      `mutation {
        a: updateTeam(input: { organization: "acme", id: "payments", name: "One" }) { team { name organization { team(slug: "payments") { name } } } }
        b: updateTeam(input: { organization: "acme", id: "payments", name: "Two" }) { team { name organization { team(slug: "payments") { name } } } }
      }`,
    );
    expect(data.a.team).toEqual({ name: 'One', organization: { team: { name: 'One' } } });
    expect(data.b.team).toEqual({ name: 'Two', organization: { team: { name: 'Two' } } });
    expect(calls).toEqual([
      'PUT /teams/acme/payments/',
      'GET /teams/acme/payments/?collapse=organization',
      'PUT /teams/acme/payments/',
      'GET /teams/acme/payments/?collapse=organization',
    ]);
  });
});

describe('deleteTeam', () => {
  it('answers with its node id and organization; a repeat reads as done', async () => {
    const { id, databaseId } = await idOf('payments');
    const first = await remove('{ organization: "acme", id: "payments" }');
    expect(first.data.deleteTeam).toEqual({ deletedId: id, organization: { slug: 'acme' }, userErrors: [] });
    expect(first.calls).toEqual(['GET /teams/acme/payments/?collapse=organization', 'DELETE /teams/acme/payments/']);
    const again = await remove(`{ id: "${id}" }`, 'deletedId');
    expect(again.data.deleteTeam).toEqual({ deletedId: id, userErrors: [] });
    expect(again.calls).toEqual([`DELETE /teams/acme/${databaseId}/`]);
    expect(again.extensions?.warnings).toMatchObject([{ code: 'NOT_FOUND', path: ['deleteTeam'] }]);
  });

  it('makes one call where its id is not selected', async () => {
    const { calls } = await remove('{ organization: "acme", id: "web" }', '');
    expect(calls).toEqual(['DELETE /teams/acme/web/']);
  });
});

describe('a write', () => {
  it('is refused while writes are off, with nothing sent', async () => {
    const guarded = await startGraph({}, { SANDBOX: '0', MATON_API_KEY: 'sandbox' });
    try {
      const {
        data,
        errors: refused,
        calls,
      } = await guarded.ask(
        'mutation { updateTeam(input: { organization: "acme", id: "payments", name: "x" }) { team { name } } }',
      );
      expect(data.updateTeam).toBeNull();
      expect(refused).toMatchObject([{ path: ['updateTeam'], extensions: { code: 'WRITES_DISABLED' } }]);
      expect(calls).toEqual([]);
    } finally {
      await guarded.close();
    }
  });

  it.each(['reset-after-effect', '502-after-effect'] as const)(
    'whose answer is lost (%s) is sent once and says that its outcome is unknown',
    async (kind) => {
      graph.sandbox.switches.faults.push({ method: 'POST', path: /teams/, kind });
      const { data, errors: lost, calls } = await create('{ organization: "acme", slug: "night-watch" }');
      expect(data.createTeam).toBeNull();
      expect(lost).toMatchObject([{ path: ['createTeam'], extensions: { outcome: 'UNKNOWN' } }]);
      expect(lost?.[0]?.message).toMatch(/unknown whether the change was made/);
      expect(calls).toEqual(['POST /organizations/acme/teams/']);
    },
  );

  it('without the permission is FORBIDDEN, no user error', async () => {
    graph.sandbox.switches.scopes = ['org:read'];
    const { data, errors: forbidden } = await create('{ organization: "acme", slug: "night-watch" }');
    graph.sandbox.switches.scopes = null;
    expect(data.createTeam).toBeNull();
    expect(forbidden).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('that Sentry limits is not repeated', async () => {
    graph.sandbox.switches.faults.push({ method: 'POST', path: /teams/, kind: 'sentry-429' });
    const { errors: limited, calls } = await create('{ organization: "acme", slug: "night-watch" }');
    expect(limited).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
    expect(limited?.[0]?.extensions.outcome).toBeUndefined();
    expect(calls).toHaveLength(1);
  });
});
