import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { askTwice, type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
let first: string;
let second: string;
beforeAll(async () => {
  // Both accounts see organizations, projects and issues of the same names and numbers.
  graph = await startGraph({ mirror: true });
  [first = '', second = ''] = graph.sandbox.worlds.map(({ connection }) => connection.id);
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

describe('linked accounts', () => {
  it('are listed oldest first in one call, without their secret addresses', async () => {
    const { data, errors, calls } = await askTwice(
      graph,
      '{ linkedAccounts { databaseId status statusRaw dateCreated dateUpdated authorizationUrl } }',
    );
    expect(errors).toBeUndefined();
    expect(calls).toEqual(['GET /connections?app=sentry']);
    expect(data.linkedAccounts.length).toBeGreaterThan(3);
    const dates = data.linkedAccounts.map(({ dateCreated }: { dateCreated: string }) => dateCreated);
    expect(dates).toEqual([...dates].sort());
    expect(new Set(data.linkedAccounts.map(({ status }: { status: string }) => status))).toEqual(
      new Set(['ACTIVE', 'PENDING', 'FAILED']),
    );
    for (const { authorizationUrl } of data.linkedAccounts) expect(authorizationUrl).toBeNull();
  });

  it('are listed by status', async () => {
    const { data, calls } = await askTwice(graph, '{ linkedAccounts(status: PENDING) { status } }');
    expect(calls).toEqual(['GET /connections?app=sentry&status=PENDING']);
    expect(data.linkedAccounts).toEqual([{ status: 'PENDING' }]);
    const { errors, calls: none } = await graph.ask('{ linkedAccounts(status: UNKNOWN) { status } }');
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(none).toEqual([]);
  });

  it('are listed over all pages that Maton gives', async () => {
    const { data: whole } = await graph.ask('{ linkedAccounts { databaseId } }');
    graph.sandbox.switches.connectionsPaged = true;
    const { data, calls } = await graph.ask('{ linkedAccounts { databaseId } }');
    expect(data).toEqual(whole);
    expect(calls).toEqual(['GET /connections?app=sentry', 'GET /connections?app=sentry&next_token=page-2']);
  });

  it('show the address of a pending one alone', async () => {
    const { data: list } = await graph.ask('{ linkedAccounts { databaseId status } }');
    const urls = [];
    for (const { databaseId, status } of list.linkedAccounts) {
      const { data, calls } = await graph.ask('query ($id: ID!) { linkedAccount(id: $id) { authorizationUrl } }', {
        id: databaseId,
      });
      expect(calls).toEqual([`GET /connections/${databaseId}`]);
      urls.push([status, data.linkedAccount.authorizationUrl !== null]);
    }
    expect(urls.filter(([, shown]) => shown)).toEqual([['PENDING', true]]);
  });

  it('show it to nobody who may not manage them, and say so', async () => {
    const { data: list } = await graph.ask('{ linkedAccounts(status: PENDING) { databaseId id } }');
    const [{ databaseId, id }] = list.linkedAccounts;
    const query = `query ($a: ID!, $id: ID!) {
      linkedAccount(id: $a) { status authorizationUrl }
      node(id: $id) { ... on LinkedAccount { authorizationUrl } }
    }`;
    const given = await graph.ask(query, { a: databaseId, id }, { scopes: ['READ', 'WRITE', 'SENSITIVE'] });
    expect(given.errors).toBeUndefined();
    expect(given.data).toEqual({
      linkedAccount: { status: 'PENDING', authorizationUrl: null },
      node: { authorizationUrl: null },
    });
    const message = 'Left out: the address of a link needs the MANAGE_LINKED_ACCOUNTS scope.';
    expect(given.extensions?.warnings).toEqual([
      { code: 'FORBIDDEN', message, path: ['linkedAccount', 'authorizationUrl'] },
      { code: 'FORBIDDEN', message, path: ['node', 'authorizationUrl'] },
    ]);
    const own = await graph.ask(query, { a: databaseId, id }, { scopes: ['READ', 'MANAGE_LINKED_ACCOUNTS'] });
    expect(own.data.linkedAccount.authorizationUrl).toMatch(/^https?:/);
    expect(own.extensions?.warnings).toBeUndefined();
  });

  it('say which is the default', async () => {
    const query = '{ linkedAccounts { databaseId isDefault } }';
    const { data, calls } = await graph.ask(query);
    const byDefault = (accounts: { databaseId: string; isDefault: boolean }[]) =>
      accounts.filter(({ isDefault }) => isDefault).map(({ databaseId }) => databaseId);
    expect(byDefault(data.linkedAccounts)).toEqual([first]);
    expect(calls).toEqual(['GET /connections?app=sentry']);
    const pinned = await graph.ask(query, {}, { account: second });
    expect(byDefault(pinned.data.linkedAccounts)).toEqual([second]);
    expect(pinned.calls).toEqual(['GET /connections?app=sentry']);
  });

  it.each([
    ['FAILED', ['GET /connections?app=sentry&status=FAILED', 'GET /connections?app=sentry&status=ACTIVE'], 0],
    ['ACTIVE', ['GET /connections?app=sentry&status=ACTIVE'], 1],
  ])('ask for the default only where the list of those that are %s does not tell', async (status, lists, defaults) => {
    const { data, calls } = await graph.ask(`{ linkedAccounts(status: ${status}) { isDefault } }`);
    expect(calls).toEqual(lists);
    expect(data.linkedAccounts.filter(({ isDefault }: { isDefault: boolean }) => isDefault)).toHaveLength(defaults);
  });
});

describe('through a linked account', () => {
  it('the graph makes no call to Maton, and its ids lead back through the account', async () => {
    const { data, calls } = await askTwice(
      graph,
      'query ($id: ID!) { linkedAccount(id: $id) { databaseId organization(slug: "acme") { projects(first: 2) { nodes { id slug } } } } }',
      { id: second },
    );
    expect(calls).toEqual([
      'GET /organizations/acme/projects/?collapse=latestDeploys&collapse=unusedFeatures&per_page=2',
    ]);
    expect(graph.sandbox.calls.at(-1)?.connection).toBe(second);
    const [{ id }] = data.linkedAccount.organization.projects.nodes;
    const again = await graph.ask('query ($id: ID!) { node(id: $id) { id ... on Project { name } } }', { id });
    expect(again.data.node.id).toBe(id);
    expect(graph.sandbox.calls.at(-1)?.connection).toBe(second);
  });

  it('two accounts with the same slugs and ids never mix, however interleaved', async () => {
    const fields =
      'organization(slug: "acme") { name issues(first: 10, status: null) { nodes { id title count project { id name platform } assignee { name } } } projects(first: 5) { nodes { id name platform } } }';
    const alone = async (account: string) =>
      (await graph.ask(`query ($id: ID!) { linkedAccount(id: $id) { ${fields} } }`, { id: account })).data
        .linkedAccount;
    const [one, two] = [await alone(first), await alone(second)];
    expect(one.organization.issues.nodes.length).toBe(10);
    const both = await graph.ask(
      `query ($one: ID!, $two: ID!) { a: linkedAccount(id: $one) { ${fields} } b: linkedAccount(id: $two) { ${fields} } c: linkedAccount(id: $one) { ${fields} } }`,
      { one: first, two: second },
    );
    expect(both.errors).toBeUndefined();
    expect(both.data).toEqual({ a: one, b: two, c: one });
    const bare = await graph.ask(`{ ${fields} }`, {}, { account: second });
    expect(bare.data.organization.name).toBe(two.organization.name);
    // Ids name the account only where it was named in the document.
    expect(bare.data.organization.projects.nodes[0].id).not.toBe(two.organization.projects.nodes[0].id);
  });
});

describe('a linked account that cannot be used', () => {
  const document =
    'query ($id: ID!) { linkedAccount(id: $id) { a: organization(slug: "acme") { name } b: project(organization: "acme", slug: "checkout-api") { name } } organization(slug: "acme") { projects(first: 1) { nodes { slug } } } }';

  it('is null with one error at its own path, also where a call beneath finds out', async () => {
    const { data, errors } = await graph.ask(document, { id: 'no-such-account' });
    expect(data.linkedAccount).toBeNull();
    expect(data.organization.projects.nodes).toHaveLength(1);
    expect(errors).toMatchObject([{ path: ['linkedAccount'], extensions: { code: 'LINKED_ACCOUNT_NOT_FOUND' } }]);
  });

  it('reads the same where it may not be chosen, without a call', async () => {
    const unknown = await graph.ask(document, { id: 'no-such-account' });
    const guarded = await startGraph({}, { SANDBOX: '0', MATON_API_KEY: 'sandbox', LINKED_ACCOUNTS: first });
    try {
      const { data, errors, calls } = await guarded.ask(document, { id: 'no-such-account' });
      expect(data.linkedAccount).toBeNull();
      expect(errors).toEqual(unknown.errors);
      expect(calls).toEqual([
        'GET /organizations/acme/projects/?collapse=latestDeploys&collapse=unusedFeatures&per_page=1',
      ]);
      const node = await guarded.ask('query ($id: ID!) { linkedAccount(id: $id) { id } }', { id: second });
      expect(node.errors?.[0]?.message).toBe(unknown.errors?.[0]?.message.replace('no-such-account', second));
      const listed = await guarded.ask('{ linkedAccounts { databaseId } }');
      expect(listed.data.linkedAccounts).toEqual([{ databaseId: first }]);
    } finally {
      await guarded.close();
    }
  });

  it('is found missing by its key alone with one call', async () => {
    const { data, errors, calls } = await askTwice(
      graph,
      'query ($id: ID!) { linkedAccount(id: $id) { databaseId } }',
      {
        id: 'no-such-account',
      },
    );
    expect(data.linkedAccount).toBeNull();
    expect(errors).toMatchObject([{ path: ['linkedAccount'], extensions: { code: 'LINKED_ACCOUNT_NOT_FOUND' } }]);
    expect(calls).toEqual(['GET /connections/no-such-account']);
  });

  it('is no missing one where Maton was never reached', async () => {
    graph.sandbox.switches.faults.push({ path: /connections\//, status: 404, body: { message: 'no route' } });
    const { errors } = await graph.ask('query ($id: ID!) { linkedAccount(id: $id) { status } }', { id: first });
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_ERROR' } }]);
  });

  it('is not found where it is pending', async () => {
    const { data: list } = await graph.ask('{ linkedAccounts(status: PENDING) { id databaseId } }');
    const [{ id, databaseId }] = list.linkedAccounts;
    const { data, errors } = await graph.ask(
      'query ($id: ID!) { linkedAccount(id: $id) { organization(slug: "acme") { name } } }',
      { id: databaseId },
    );
    expect(data.linkedAccount).toBeNull();
    expect(errors).toMatchObject([{ path: ['linkedAccount'], extensions: { code: 'LINKED_ACCOUNT_NOT_FOUND' } }]);
    const node = await graph.ask('query ($id: ID!) { node(id: $id) { ... on LinkedAccount { status } } }', { id });
    expect(node.data.node.status).toBe('PENDING');
    const named = await graph.ask('query ($id: ID!) { linkedAccount(id: $id) { status } }', { id });
    expect(named.data.linkedAccount.status).toBe('PENDING');
  });

  it.each(['../organizations', 'a b', 'x'.repeat(129), 'v1.bm9uc2Vuc2U', 'v1.'])(
    'is refused where malformed: %s',
    async (id) => {
      const { data, errors, calls } = await graph.ask('query ($id: ID!) { linkedAccount(id: $id) { status } }', { id });
      expect(data.linkedAccount).toBeNull();
      expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
      expect(calls).toEqual([]);
    },
  );
});
