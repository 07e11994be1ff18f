import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
let all: string[];
beforeAll(async () => {
  graph = await startGraph();
  all = graph.sandbox.worlds[0]?.organizations[0]?.issues.map(({ id }) => id) ?? [];
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

const open = ['5101000615', '5101000632', '5101000649'];
const missing = '4000000001';
const errors = 'userErrors { code message field }';
const fates = 'updatedIds skippedIds notFoundIds unknownIds';

type Variables = Record<string, unknown>;
const update = (input: Variables, fields = fates) =>
  graph.ask(`mutation ($input: UpdateIssuesInput!) { updateIssues(input: $input) { ${fields} ${errors} } }`, {
    input: { organization: 'acme', ...input },
  });
const remove = (input: Variables, fields = 'deletedIds organization { slug }') =>
  graph.ask(`mutation ($input: DeleteIssuesInput!) { deleteIssues(input: $input) { ${fields} ${errors} } }`, {
    input: { organization: 'acme', ...input },
  });
const bulk = (method: string, ids: readonly string[], organization = 'acme') =>
  `${method} /organizations/${organization}/issues/?${ids.map((id) => `id=${id}&`).join('')}project=-1&query=issue.id:${ids[0]}`;
const idsIn = (call: string) => [...call.matchAll(/[?&](?:id|group)=(\d+)/g)].map(([, id]) => id);
const nodeIds = async (organization: string, numbers: readonly string[]): Promise<string[]> => {
  const found = numbers.map((id, index) => `i${index}: issue(id: "${id}") { id title }`).join(' ');
  const { data } = await graph.ask(`{ organization(slug: "${organization}") { ${found} } }`);
  return numbers.map((_, index) => data.organization[`i${index}`].id);
};
/** Ids of a thousand issues, of which most are not there. */
const thousand = () => [
  ...all,
  ...Array.from({ length: 1_000 - all.length }, (_, index) => String(4_000_000_000 + index)),
];

describe('updateIssues', () => {
  it('changes all in one call and reads nothing that is not selected', async () => {
    const { data, calls } = await update({ ids: open, status: 'RESOLVED' }, 'unknownIds mergedInto { id }');
    expect(data.updateIssues).toEqual({ unknownIds: [], mergedInto: null, userErrors: [] });
    expect(calls).toEqual([bulk('PUT', open)]);
    expect(graph.sandbox.calls.at(-1)?.body).toEqual({ status: 'resolved' });
  });

  it('tells the issues as they are now and which ids show the change, by one read', async () => {
    const ids = [...open, missing];
    const { data, calls } = await update(
      { ids, status: 'RESOLVED', assignee: 'team:518000', priority: 'LOW' },
      `issues { databaseId status assignee { name } count } ${fates}`,
    );
    const { issues, ...told } = data.updateIssues;
    expect(told).toEqual({ updatedIds: open, skippedIds: [], notFoundIds: [missing], unknownIds: [], userErrors: [] });
    expect(issues).toEqual(
      open.map((databaseId) => ({
        databaseId,
        status: 'RESOLVED',
        assignee: { name: 'payments' },
        count: expect.any(Number),
      })),
    );
    expect(calls).toHaveLength(2);
    expect(calls[0]).toBe(bulk('PUT', ids));
    expect(calls[1]).toMatch(/^GET \/organizations\/acme\/issues\/\?group=/);
    expect(idsIn(calls[1] ?? '')).toEqual(ids);
  });

  it('takes node ids, alone or beside numbers, and an issue named twice as one', async () => {
    const nodes = await nodeIds('acme', open);
    const { data, calls } = await update({ organization: null, ids: nodes, isBookmarked: true }, 'updatedIds');
    expect(data.updateIssues).toEqual({ updatedIds: nodes, userErrors: [] });
    expect(calls[0]).toBe(bulk('PUT', open));
    const twice = await update({ ids: [open[0], nodes[0], `00${open[0]}`, nodes[1]], isBookmarked: false });
    expect(twice.data.updateIssues.updatedIds).toEqual([open[0], nodes[1]]);
    expect(twice.calls[0]).toBe(bulk('PUT', open.slice(0, 2)));
  });

  it('goes through the account of its node ids, and refuses two accounts', async () => {
    const account = graph.sandbox.worlds[1]?.connection.id;
    const { data: there } = await graph.ask(
      'query ($account: ID!) { linkedAccount(id: $account) { issue(organization: "initech", id: "6101001091") { id title } } }',
      { account },
    );
    const { id } = there.linkedAccount.issue;
    const { data } = await update({ organization: null, ids: [id], hasSeen: true }, 'updatedIds issues { id }');
    expect(data.updateIssues).toEqual({ updatedIds: [id], issues: [{ id }], userErrors: [] });
    expect(graph.sandbox.calls.slice(-2)).toMatchObject([{ connection: account }, { connection: account }]);
    const mixed = await update({ organization: 'initech', ids: [id, '6101001176'], hasSeen: true });
    expect(mixed.data.updateIssues.userErrors).toMatchObject([{ code: 'CONTRADICTION', field: ['ids', '1'] }]);
    expect(mixed.calls).toEqual([]);
  });

  it('says which issues do not show the change', async () => {
    // Only members of a project can have seen its issues.
    const unseen = graph.sandbox.worlds[0]?.organizations[0]?.issues.find(
      ({ projectId, hasSeen }) => projectId === '5100098' && !hasSeen,
    );
    const ids = [open[0], unseen?.id ?? ''];
    const { data } = await update({ ids, hasSeen: true });
    expect(data.updateIssues).toMatchObject({ updatedIds: [open[0]], skippedIds: [unseen?.id], notFoundIds: [] });
  });

  it.each([
    { status: 'RESOLVED', statusDetails: { inNextRelease: true } },
    { status: 'RESOLVED', statusDetails: { inRelease: '2.5.0-rc.1' } },
    { status: 'RESOLVED', statusDetails: { inRelease: 'latest' } },
    {
      status: 'RESOLVED',
      statusDetails: {
        inCommit: { sha: '47ed2e7cbc755453a60d3c24d7625325084c86ea', repository: 'acme/storefront' },
      },
    },
    { status: 'IGNORED' },
    { status: 'IGNORED', substatus: 'ARCHIVED_UNTIL_ESCALATING' },
    { status: 'IGNORED', statusDetails: { ignoreDuration: 30 } },
    { status: 'IGNORED', statusDetails: { ignoreCount: 5, ignoreWindow: 60 } },
    { status: 'IGNORED', statusDetails: { ignoreUserCount: 5, ignoreUserWindow: 60 } },
    { assignee: 'robert@acme.com' },
    { assignee: 'user:511003' },
    { assignee: null },
    { priority: 'HIGH', isSubscribed: true, isBookmarked: true },
  ])('sees that %j was done', async (change) => {
    const { data } = await update({ ids: open, ...change });
    expect(data.updateIssues).toEqual({
      updatedIds: open,
      skippedIds: [],
      notFoundIds: [],
      unknownIds: [],
      userErrors: [],
    });
  });

  it('takes 1000 ids in four calls, one after another, and reads them back in ten', async () => {
    const ids = thousand();
    const { data, calls } = await update({ ids, priority: 'HIGH' });
    const puts = calls.slice(0, 4);
    expect(puts).toEqual([0, 250, 500, 750].map((from) => bulk('PUT', ids.slice(from, from + 250))));
    for (const call of puts) expect(call.length).toBeLessThan(4_100);
    expect(calls.slice(4).map((call) => idsIn(call).length)).toEqual(Array(10).fill(100));
    const { updatedIds, skippedIds, notFoundIds, unknownIds } = data.updateIssues;
    expect([...updatedIds, ...notFoundIds].sort()).toEqual([...ids].sort());
    expect([skippedIds, unknownIds]).toEqual([[], []]);
    expect(updatedIds.length).toBeGreaterThan(400);
  });

  it.each(['reset-after-effect', '502-after-effect'] as const)(
    'tells the ids of a call whose answer was lost (%s), which is sent once, and makes the others',
    async (kind) => {
      const ids = all.slice(0, 300);
      graph.sandbox.switches.faults.push({ method: 'PUT', path: new RegExp(`id=${ids[0]}&`), kind });
      const { data, errors: none, calls, extensions } = await update({ ids, priority: 'HIGH' });
      expect(none).toBeUndefined();
      expect(calls.filter((call) => call.startsWith('PUT'))).toEqual([
        bulk('PUT', ids.slice(0, 250)),
        bulk('PUT', ids.slice(250)),
      ]);
      const { updatedIds, notFoundIds, unknownIds } = data.updateIssues;
      expect(unknownIds).toEqual(ids.slice(0, 250));
      expect([...updatedIds, ...notFoundIds].sort()).toEqual(ids.slice(250).sort());
      expect(extensions?.warnings).toMatchObject([
        { code: 'UPSTREAM_UNAVAILABLE', path: ['updateIssues'], message: expect.stringMatching(/unknown.*250 issues/) },
      ]);
    },
  );

  it('is an error with the outcome UNKNOWN where the selection has no place for a lost answer', async () => {
    graph.sandbox.switches.faults.push({ method: 'PUT', path: /issues/, kind: 'reset-after-effect' });
    const { data, errors: lost, calls } = await update({ ids: open, priority: 'HIGH' }, '__typename');
    expect(data.updateIssues).toBeNull();
    expect(lost).toMatchObject([{ path: ['updateIssues'], extensions: { outcome: 'UNKNOWN' } }]);
    expect(calls).toHaveLength(1);
  });

  it('ends with a refusal, and tells what was changed before it', async () => {
    const ids = all.slice(0, 600);
    graph.sandbox.switches.faults.push({
      method: 'PUT',
      path: new RegExp(`id=${ids[250]}&`),
      status: 400,
      body: { assignedTo: ['Cannot assign to non-team member'] },
    });
    const { data, calls } = await update({ ids, assignee: 'user:511003' });
    expect(calls.filter((call) => call.startsWith('PUT'))).toHaveLength(2);
    const { userErrors, updatedIds, skippedIds, notFoundIds } = data.updateIssues;
    expect(userErrors).toMatchObject([
      { code: 'INVALID', field: ['assignee'], message: expect.stringMatching(/250 issues of \d+ had been sent/) },
    ]);
    expect(ids.slice(0, 250).filter((id) => ![...updatedIds, ...notFoundIds].includes(id))).toEqual([]);
    expect(skippedIds.length).toBeGreaterThan(100);
    expect(skippedIds.filter((id: string) => !ids.slice(250).includes(id))).toEqual([]);
  });

  it('ends with a limit of the upstream: a warning beside what was done, else an error', async () => {
    const ids = all.slice(0, 300);
    const strike = { method: 'PUT', path: new RegExp(`id=${ids[250]}&`), kind: 'sentry-429' } as const;
    graph.sandbox.switches.faults.push(strike);
    const told = await update({ ids, priority: 'HIGH' });
    expect(told.errors).toBeUndefined();
    expect(told.extensions?.warnings).toMatchObject([{ code: 'RATE_LIMITED', path: ['updateIssues'] }]);
    expect(told.data.updateIssues.unknownIds).toEqual([]);
    const first = await update({ ids: ids.slice(250), priority: 'HIGH' });
    expect(first.errors).toMatchObject([{ path: ['updateIssues'], extensions: { code: 'RATE_LIMITED' } }]);
  });

  it('refuses at once what Sentry refuses of the first call', async () => {
    const other =
      all.find(
        (id) =>
          graph.sandbox.worlds[0]?.organizations[0]?.issues.find((issue) => issue.id === id)?.projectId === '5100033',
      ) ?? '';
    const { data, calls } = await update({
      ids: [open[0], other],
      status: 'RESOLVED',
      statusDetails: { inNextRelease: true },
    });
    expect(data.updateIssues).toMatchObject({ updatedIds: null, userErrors: [{ code: 'REFUSED', field: null }] });
    expect(calls).toHaveLength(1);
  });

  it('changes nothing else where an old build would search instead', async () => {
    graph.sandbox.switches.bulkFallsBack = true;
    const { data } = await update({ ids: [missing], status: 'RESOLVED' });
    expect(data.updateIssues).toMatchObject({ updatedIds: [], notFoundIds: [missing] });
    const { data: after } = await graph.ask('{ issue(organization: "acme", id: "5101000649") { status } }');
    expect(after.issue.status).toBe('UNRESOLVED');
  });

  it('reads back by the search where Sentry refuses the other form', async () => {
    graph.sandbox.switches.groupRefused = true;
    const { data, calls } = await update({ ids: open, priority: 'HIGH' });
    expect(data.updateIssues.updatedIds).toEqual(open);
    expect(calls.at(-1)).toContain(`query=issue.id:[${open.join(',')}]`);
  });

  it('keeps what was changed where the read back fails', async () => {
    graph.sandbox.switches.faults.push({ method: 'GET', path: /group=/, status: 403, body: { detail: 'no' } });
    const { data, errors: failed } = await update({ ids: open, priority: 'HIGH' });
    expect(data.updateIssues).toMatchObject({ updatedIds: null, unknownIds: [], userErrors: [] });
    expect(failed?.map(({ path }) => path?.[1])).toEqual(['updatedIds', 'skippedIds', 'notFoundIds']);
  });

  it('leaves nothing stale', async () => {
    const { data } = await graph.ask(
      `mutation {
        a: updateIssues(input: { organization: "acme", ids: ["${open[0]}"], status: RESOLVED }) { issues { status } }
        b: updateIssues(input: { organization: "acme", ids: ["${open[0]}"], status: IGNORED }) { issues { status } }
      }`,
    );
    expect([data.a.issues, data.b.issues]).toEqual([[{ status: 'RESOLVED' }], [{ status: 'IGNORED' }]]);
  });
});

describe('updateIssues with merge', () => {
  it('merges within one call and names the survivor', async () => {
    const { data, calls } = await update(
      { ids: open, merge: true },
      `mergedInto { databaseId title } issues { databaseId } ${fates}`,
    );
    const { mergedInto, issues, updatedIds, skippedIds, notFoundIds, userErrors } = data.updateIssues;
    expect(open).toContain(mergedInto.databaseId);
    expect(issues).toEqual([{ databaseId: mergedInto.databaseId }]);
    expect([updatedIds, skippedIds, notFoundIds, userErrors]).toEqual([open, [], [], []]);
    expect(calls).toHaveLength(2);
    expect(graph.sandbox.calls.at(-2)?.body).toEqual({ merge: true });
    const child = open.find((id) => id !== mergedInto.databaseId);
    const { data: read } = await graph.ask(`{ issue(organization: "acme", id: "${child}") { databaseId } }`);
    expect(read.issue.databaseId).toBe(mergedInto.databaseId);
  });

  it('says what could not be merged, where only one is there', async () => {
    const { data } = await update({ ids: [open[0], missing], merge: true }, `mergedInto { id } ${fates}`);
    expect(data.updateIssues).toMatchObject({
      mergedInto: null,
      updatedIds: [],
      skippedIds: [open[0]],
      notFoundIds: [missing],
    });
  });

  it("passes on Sentry's refusal, a bare list", async () => {
    const { data } = await update({ ids: ['5101000649', '5101000666'], merge: true }, 'mergedInto { id }');
    expect(data.updateIssues).toEqual({
      mergedInto: null,
      userErrors: [{ code: 'REFUSED', message: 'Only error issues can be merged.', field: null }],
    });
  });

  it.each([
    [{ ids: open, merge: true, status: 'RESOLVED' }, 'CONTRADICTION', ['merge']],
    [{ ids: open, merge: true, assignee: null }, 'CONTRADICTION', ['merge']],
    [{ ids: [open[0], open[0]], merge: true }, 'CONTRADICTION', ['ids']],
    [{ ids: Array.from({ length: 251 }, (_, index) => String(index + 1)), merge: true }, 'TOO_LONG', ['ids']],
    [{ ids: open, merge: false }, 'REQUIRED', null],
  ])('refuses a merge that cannot be meant (%#)', async (input, code, field) => {
    const { data, calls } = await update(input);
    expect(data.updateIssues.userErrors).toMatchObject([{ code, field }]);
    expect(calls).toEqual([]);
  });
});

describe('deleteIssues', () => {
  it('deletes in one call and names what it sent by node id', async () => {
    const nodes = await nodeIds('acme', open);
    const { data, calls } = await remove({ ids: open });
    expect(data.deleteIssues).toEqual({ deletedIds: nodes, organization: { slug: 'acme' }, userErrors: [] });
    expect(calls).toEqual([bulk('DELETE', open)]);
    const { data: gone, errors: missed } = await graph.ask(`{ node(id: "${nodes[0]}") { ... on Issue { title } } }`);
    expect(gone.node).toBeNull();
    expect(missed).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  it('takes 1000 ids in four calls', async () => {
    const ids = thousand();
    const { data, calls } = await remove({ ids });
    expect(calls).toEqual([0, 250, 500, 750].map((from) => bulk('DELETE', ids.slice(from, from + 250))));
    expect(data.deleteIssues.deletedIds).toHaveLength(1_000);
  });

  it('leaves out the ids of a lost answer, with a warning; is an error where nothing was answered', async () => {
    const ids = all.slice(0, 300);
    graph.sandbox.switches.faults.push({
      method: 'DELETE',
      path: new RegExp(`id=${ids[0]}&`),
      kind: 'reset-after-effect',
    });
    const part = await remove({ ids });
    expect(part.data.deleteIssues.deletedIds).toHaveLength(50);
    expect(part.extensions?.warnings).toMatchObject([{ code: 'UPSTREAM_UNAVAILABLE', path: ['deleteIssues'] }]);
    expect(part.calls).toHaveLength(2);
    const none = await remove({ ids: ids.slice(0, 2) });
    expect(none.data.deleteIssues).toBeNull();
    expect(none.errors).toMatchObject([{ extensions: { outcome: 'UNKNOWN' } }]);
    expect(none.calls).toHaveLength(1);
  });
});

describe.each([
  ['updateIssues', { hasSeen: true }],
  ['deleteIssues', {}],
] as const)('the ids of %s', (mutation, change) => {
  const type = mutation === 'updateIssues' ? 'UpdateIssuesInput' : 'DeleteIssuesInput';
  const ask = (input: Variables) =>
    graph.ask(`mutation ($input: ${type}!) { ${mutation}(input: $input) { ${errors} } }`, {
      input: { ...change, ...input },
    });

  it.each([
    [{ organization: 'acme', ids: [] }, 'REQUIRED', ['ids']],
    [{ ids: [] }, 'REQUIRED', ['ids']],
    [{ ids: ['1'] }, 'REQUIRED', ['organization']],
    [{ organization: 'acme', ids: Array(1_001).fill('1') }, 'TOO_LONG', ['ids']],
    [{ organization: 'acme', ids: ['1', ''] }, 'INVALID', ['ids', '1']],
    [{ organization: 'acme', ids: ['0'] }, 'INVALID', ['ids', '0']],
    [{ organization: 'acme', ids: ['9223372036854775808'] }, 'INVALID', ['ids', '0']],
    [{ organization: 'acme', ids: ['-1'] }, 'INVALID', ['ids', '0']],
    [{ organization: 'acme', ids: ['1&id=2'] }, 'INVALID', ['ids', '0']],
    [{ organization: 'acme', ids: ['STOREFRONT-16'] }, 'INVALID', ['ids', '0']],
    [{ organization: 'acme', ids: ['v1.bm9uc2Vuc2U'] }, 'INVALID', ['ids', '0']],
    [{ organization: '../acme', ids: ['1'] }, 'INVALID', ['organization']],
  ])('refuse %j', async (input, code, field) => {
    const { data, calls } = await ask(input);
    expect(data[mutation].userErrors).toMatchObject([{ code, field }]);
    expect(calls).toEqual([]);
  });

  it('must be of one organization', async () => {
    const [here] = await nodeIds('acme', [open[0] ?? '']);
    const [there] = await nodeIds('globex', ['5201001142']);
    const mixed = await ask({ ids: [here, there, here] });
    expect(mixed.data[mutation].userErrors).toMatchObject([{ code: 'CONTRADICTION', field: ['ids', '1'] }]);
    const other = await ask({ organization: 'acme', ids: ['5', there] });
    expect(other.data[mutation].userErrors).toMatchObject([{ code: 'CONTRADICTION', field: ['ids', '1'] }]);
    const { data } = await graph.ask('{ organization(slug: "acme") { id } }');
    const strange = await ask({ ids: [data.organization.id] });
    expect(strange.data[mutation].userErrors).toMatchObject([{ code: 'INVALID', field: ['ids', '0'] }]);
    expect([...mixed.calls, ...other.calls, ...strange.calls]).toEqual([]);
  });

  it('are told wrong at most fifty times', async () => {
    const { data } = await ask({ organization: 'acme', ids: Array(1_000).fill('x') });
    expect(data[mutation].userErrors).toHaveLength(50);
  });
});
