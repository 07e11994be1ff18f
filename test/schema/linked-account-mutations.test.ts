import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

const create = (fields = 'linkedAccount { databaseId status authorizationUrl } authorizationUrl') =>
  graph.ask(`mutation { createLinkedAccount { ${fields} userErrors { code } } }`);
const remove = (id: string) =>
  graph.ask(`mutation { deleteLinkedAccount(input: { id: "${id}" }) { deletedId userErrors { code field } } }`);

describe('createLinkedAccount', () => {
  it('gives the address to open in two calls, and works once that is opened', async () => {
    const { data, errors, calls } = await create();
    expect(errors).toBeUndefined();
    const { linkedAccount, authorizationUrl } = data.createLinkedAccount;
    expect(linkedAccount).toMatchObject({ status: 'PENDING', authorizationUrl });
    expect(authorizationUrl).toMatch(/^https?:/);
    expect(calls).toEqual(['POST /connections', `GET /connections/${linkedAccount.databaseId}`]);
    expect(graph.sandbox.calls.find(({ method }) => method === 'POST')?.body).toEqual({ app: 'sentry' });

    await fetch(authorizationUrl);
    const after = await graph.ask(
      'query ($id: ID!) { linkedAccount(id: $id) { status authorizationUrl organizations { nodes { slug } } } }',
      { id: linkedAccount.databaseId },
    );
    expect(after.data.linkedAccount).toMatchObject({ status: 'ACTIVE', authorizationUrl: null });
    expect(after.data.linkedAccount.organizations.nodes.length).toBeGreaterThan(0);
  });

  it.each([
    ['connection_Id', 2],
    ['nested', 1],
  ] as const)('reads an answer of the form %s', async (form, expected) => {
    graph.sandbox.switches.connectionAnswer = form;
    const { data, calls } = await create();
    expect(data.createLinkedAccount.authorizationUrl).toMatch(/^https?:/);
    expect(calls).toHaveLength(expected);
  });

  it('asks for no more than is selected', async () => {
    expect((await create('linkedAccount { databaseId }')).calls).toEqual(['POST /connections']);
  });

  it('keeps the id where the address cannot be had', async () => {
    graph.sandbox.switches.faults.push({ method: 'GET', path: /connections\//, kind: 'maton-404' });
    const { data, errors } = await create('linkedAccount { databaseId } authorizationUrl');
    expect(data.createLinkedAccount.linkedAccount.databaseId).toEqual(expect.any(String));
    expect(data.createLinkedAccount.authorizationUrl).toBeNull();
    expect(errors).toMatchObject([{ path: ['createLinkedAccount', 'authorizationUrl'] }]);
  });

  it('is never repeated', async () => {
    graph.sandbox.switches.faults.push({ method: 'POST', path: /connections/, kind: '502-after-effect' });
    const { errors, calls } = await create();
    expect(errors).toMatchObject([{ extensions: { outcome: 'UNKNOWN' } }]);
    expect(calls).toEqual(['POST /connections']);
  });
});

describe('deleteLinkedAccount', () => {
  it('deletes by either id; a repeat reads as done', async () => {
    const account = graph.sandbox.worlds[1]?.connection.id ?? '';
    const { data: known } = await graph.ask(`{ linkedAccount(id: "${account}") { id } }`);
    const first = await remove(known.linkedAccount.id);
    expect(first.data.deleteLinkedAccount).toEqual({ deletedId: known.linkedAccount.id, userErrors: [] });
    expect(first.calls).toEqual([`GET /connections/${account}`, `DELETE /connections/${account}`]);
    const again = await remove(account);
    expect(again.data.deleteLinkedAccount.userErrors).toEqual([]);
    expect(again.extensions?.warnings).toMatchObject([
      {
        code: 'NOT_FOUND',
        message: `Linked account "${account}" was not found: it is deleted already, never was, or is no link of this Maton key to Sentry.`,
      },
    ]);
    expect(again.calls).toEqual([`GET /connections/${account}`]);
  });

  it.each(['json', 'empty', 'text'] as const)('takes any answer: %s', async (form) => {
    graph.sandbox.switches.connectionDeletedAnswer = form;
    const { data, errors } = await remove(graph.sandbox.worlds[1]?.connection.id ?? '');
    expect(errors).toBeUndefined();
    expect(data.deleteLinkedAccount.deletedId).toEqual(expect.any(String));
  });

  it('does not read as done where Maton was never reached', async () => {
    const { data } = await graph.ask('{ linkedAccounts { databaseId } }');
    const [{ databaseId }] = data.linkedAccounts;
    for (const method of ['GET', 'DELETE']) {
      graph.sandbox.switches.faults.push({
        method,
        path: /connections\//,
        status: 404,
        body: '<html>not here</html>',
        times: 1,
      });
      const gone = await remove(databaseId);
      expect(gone.data.deleteLinkedAccount).toBeNull();
      expect(gone.errors).toMatchObject([{ extensions: { code: 'UPSTREAM_ERROR' } }]);
    }
  });

  it('never touches the link of another app', async () => {
    const body = { connection: { connection_id: 'mail-1', status: 'ACTIVE', app: 'gmail' } };
    graph.sandbox.switches.faults.push({ method: 'GET', path: /connections\/mail-1/, status: 200, body });
    const { calls } = await remove('mail-1');
    expect(calls).toEqual(['GET /connections/mail-1']);
  });

  it.each(['../x', 'v1.bm9uc2Vuc2U', 'a b'])('refuses %s before anything is sent', async (id) => {
    const { data, calls } = await remove(id);
    expect(data.deleteLinkedAccount.userErrors).toMatchObject([{ code: 'INVALID', field: ['id'] }]);
    expect(calls).toEqual([]);
  });

  it('is off with an account until it is switched on, and keeps to the accounts that may be named', async () => {
    const account = graph.sandbox.worlds[1]?.connection.id ?? '';
    const closed = await startGraph({}, { SANDBOX: '0', MATON_API_KEY: 'sandbox', WRITES: '1' });
    const open = await startGraph(
      {},
      { SANDBOX: '0', MATON_API_KEY: 'sandbox', LINKED_ACCOUNTS_MANAGE: '1', LINKED_ACCOUNTS: 'other' },
    );
    const document = `mutation { deleteLinkedAccount(input: { id: "${account}" }) { deletedId } }`;
    try {
      const off = await closed.ask(document);
      expect(off.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
      expect(off.errors?.[0]?.message).toContain('LINKED_ACCOUNTS_MANAGE=1');
      const foreign = await open.ask(document);
      expect(foreign.errors).toMatchObject([{ extensions: { code: 'LINKED_ACCOUNT_NOT_FOUND' } }]);
      expect([...off.calls, ...foreign.calls]).toEqual([]);
      const { data } = await open.ask('{ viewer { scopes } }');
      expect(data.viewer.scopes).toEqual(['READ', 'MANAGE_LINKED_ACCOUNTS', 'SENSITIVE']);
    } finally {
      await closed.close();
      await open.close();
    }
  });
});
