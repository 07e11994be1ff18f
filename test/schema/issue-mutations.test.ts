import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

const number = '5101000649';
const shortId = 'STOREFRONT-16';
const path = `/organizations/acme/issues/${number}/`;

const errors = 'userErrors { code message field }';
const update = (input: string, fields = 'issue { databaseId status }', variables?: Record<string, unknown>) =>
  graph.ask(
    `mutation${variables ? ' ($input: UpdateIssueInput!)' : ''} { updateIssue(input: ${input}) { ${fields} ${errors} } }`,
    variables,
  );
const change = (changes: string, fields?: string) =>
  update(`{ organization: "acme", id: "${number}", ${changes} }`, fields);
const remove = (input: string, fields = 'deletedId organization { slug }') =>
  graph.ask(`mutation { deleteIssue(input: ${input}) { ${fields} ${errors} } }`);
const bodyOf = () => graph.sandbox.calls.at(-1)?.body;
const nodeIdOf = async (issue: string) =>
  (await graph.ask(`{ issue(organization: "acme", id: "${issue}") { id title } }`)).data.issue.id;

describe('updateIssue', () => {
  it('takes one call, whose answer tells the fields of a row and the totals', async () => {
    const { data, calls } = await change(
      'status: RESOLVED, priority: LOW',
      'issue { id shortId title status priority priorityLockedAt assignee { name } project { slug } count userCount firstSeen lastSeen }',
    );
    expect(data.updateIssue).toMatchObject({
      issue: { shortId, status: 'RESOLVED', priority: 'LOW', project: { slug: 'storefront' } },
      userErrors: [],
    });
    const { count, firstSeen } = data.updateIssue.issue;
    expect(calls).toEqual([`PUT ${path}`]);
    expect(bodyOf()).toEqual({ status: 'resolved', priority: 'low' });
    const read = await graph.ask(`{ issue(organization: "acme", id: "${number}") { status count firstSeen } }`);
    expect(read.data.issue).toEqual({ status: 'RESOLVED', count, firstSeen });
  });

  it('loads the rest where it is selected', async () => {
    const { data, calls } = await change('isBookmarked: true', 'issue { isBookmarked stats { count } }');
    expect(data.updateIssue.issue.isBookmarked).toBe(true);
    expect(data.updateIssue.issue.stats.length).toBeGreaterThan(0);
    expect(calls).toHaveLength(2);
    expect(calls[1]).toMatch(/^GET \/organizations\/acme\/issues\/\?group=5101000649&project=-1/);
    const { data: history, calls: two } = await change('status: RESOLVED', 'issue { activity { type } }');
    expect(history.updateIssue.issue.activity[0].type).toBe('set_resolved');
    expect(two[1]).toMatch(/^GET \/organizations\/acme\/issues\/5101000649\//);
  });

  it('names the issue by short id or node id too, and its id costs no call', async () => {
    const id = await nodeIdOf(number);
    const short = await update(`{ organization: "acme", id: "${shortId}", hasSeen: true }`, 'issue { id hasSeen }');
    expect(short.data.updateIssue.issue).toEqual({ id, hasSeen: true });
    expect(short.calls).toEqual([`PUT /organizations/acme/issues/${shortId}/`]);
    const node = await update(`{ id: "${id}", hasSeen: false }`, 'issue { id hasSeen }');
    expect(node.data.updateIssue.issue).toEqual({ id, hasSeen: false });
    expect(node.calls).toEqual([`PUT ${path}`]);
  });

  it('goes through the account of a node id', async () => {
    const account = graph.sandbox.worlds[1]?.connection.id;
    const { data } = await graph.ask(
      'query ($account: ID!) { linkedAccount(id: $account) { issue(organization: "initech", id: "6101001091") { id title } } }',
      { account },
    );
    const { id } = data.linkedAccount.issue;
    const changed = await update(`{ id: "${id}", priority: HIGH }`, 'issue { id priority }');
    expect(changed.data.updateIssue.issue).toEqual({ id, priority: 'HIGH' });
    expect(graph.sandbox.calls.at(-1)).toMatchObject({ method: 'PUT', connection: account });
  });

  it.each([
    ['status: RESOLVED, statusDetails: { inNextRelease: true }', { inNextRelease: true }],
    ['status: RESOLVED, statusDetails: { inRelease: "2.5.0-rc.1" }', { inRelease: '2.5.0-rc.1' }],
    ['status: RESOLVED, statusDetails: { inRelease: "latest" }', { inRelease: 'latest' }],
    [
      'status: RESOLVED, statusDetails: { inCommit: { sha: "47ed2e7cbc755453a60d3c24d7625325084c86ea", repository: "acme/storefront" } }',
      { inCommit: { commit: '47ed2e7cbc755453a60d3c24d7625325084c86ea', repository: 'acme/storefront' } },
    ],
    ['status: IGNORED, statusDetails: { ignoreDuration: 60 }', { ignoreDuration: 60 }],
    [
      'status: IGNORED, statusDetails: { ignoreCount: 5, ignoreWindow: 10080 }',
      { ignoreCount: 5, ignoreWindow: 10080 },
    ],
    [
      'status: IGNORED, statusDetails: { ignoreUserCount: 5, ignoreUserWindow: 60 }',
      { ignoreUserCount: 5, ignoreUserWindow: 60 },
    ],
  ])('sends %s', async (changes, statusDetails) => {
    const { data } = await change(changes, 'issue { status substatus statusDetails { raw } }');
    expect(data.updateIssue.userErrors).toEqual([]);
    expect(bodyOf()).toEqual({ status: changes.includes('RESOLVED') ? 'resolved' : 'ignored', statusDetails });
    expect(Object.keys(data.updateIssue.issue.statusDetails.raw).length).toBeGreaterThan(0);
  });

  it.each([
    ['UNRESOLVED', 'ESCALATING'],
    ['IGNORED', 'ARCHIVED_UNTIL_ESCALATING'],
    ['IGNORED', 'ARCHIVED_FOREVER'],
  ])('sets %s with substatus %s', async (status, substatus) => {
    const { data } = await change(`status: ${status}, substatus: ${substatus}`, 'issue { status substatus }');
    expect(data.updateIssue.issue).toEqual({ status, substatus });
    expect(bodyOf()).toEqual({ status: status.toLowerCase(), substatus: substatus.toLowerCase() });
  });

  it('assigns in every way there is, and takes away', async () => {
    const { data: found } = await graph.ask(
      '{ organization(slug: "acme") { team(slug: "web") { id } issue(id: "5101000054") { assignee { id } } } }',
    );
    const { team, issue } = found.organization;
    const ways: [string, string, string][] = [
      [`"${team.id}"`, 'team:518002', 'web'],
      [`"${issue.assignee.id}"`, 'user:511039', expect.any(String)],
      ['"user:510777"', 'user:510777', expect.any(String)],
      ['"team:518000"', 'team:518000', 'payments'],
      ['"robert@acme.com"', 'robert@acme.com', expect.any(String)],
      ['510777', '510777', expect.any(String)],
    ];
    for (const [assignee, assignedTo, name] of ways) {
      const { data, calls } = await change(`assignee: ${assignee}`, 'issue { assignee { id name } }');
      expect(data.updateIssue).toEqual({ issue: { assignee: { id: expect.any(String), name } }, userErrors: [] });
      expect(bodyOf()).toEqual({ assignedTo });
      expect(calls).toHaveLength(1);
    }
    const nobody = await change('assignee: null', 'issue { assignee { id } }');
    expect(nobody.data.updateIssue.issue.assignee).toBeNull();
    expect(bodyOf()).toEqual({ assignedTo: '' });
  });

  it('leaves out what is null or not given by a variable', async () => {
    const input = {
      organization: 'acme',
      id: number,
      status: null,
      priority: null,
      substatus: null,
      isBookmarked: true,
    };
    const { data } = await update('$input', undefined, { input });
    expect(data.updateIssue.userErrors).toEqual([]);
    expect(bodyOf()).toEqual({ isBookmarked: true });
  });

  it('of an issue merged away changes the survivor, under the id that was asked', async () => {
    const { data } = await update(
      '{ organization: "troubled", id: "5305000054", priority: LOW }',
      'issue { databaseId priority url }',
    );
    expect(data.updateIssue.issue).toMatchObject({ databaseId: '5305000037', priority: 'LOW' });
  });

  it.each([
    ['status: RESOLVED, statusDetails: { inRelease: "0.0.0" }', ['statusDetails', 'inRelease'], 'INVALID'],
    [
      'status: RESOLVED, statusDetails: { inCommit: { sha: "abc", repository: "acme/storefront" } }',
      ['statusDetails', 'inCommit', 'sha'],
      'INVALID',
    ],
    [
      'status: RESOLVED, statusDetails: { inCommit: { sha: "abc", repository: "none" } }',
      ['statusDetails', 'inCommit', 'repository'],
      'INVALID',
    ],
    ['assignee: "team:1"', ['assignee'], 'INVALID'],
    ['assignee: "nobody@example.com"', ['assignee'], 'INVALID'],
  ])('says where Sentry refuses %s', async (changes, field, code) => {
    const { data, errors: none, calls } = await change(changes);
    expect(none).toBeUndefined();
    expect(data.updateIssue).toMatchObject({ issue: null, userErrors: [{ code, field }] });
    expect(calls).toHaveLength(1);
  });

  it('of an issue that is not there is a user error', async () => {
    const { data, calls } = await update('{ organization: "acme", id: "1", hasSeen: true }');
    expect(data.updateIssue.userErrors).toEqual([
      {
        code: 'NOT_FOUND',
        message: 'Issue "1" of organization "acme" does not exist or is not visible to the linked account.',
        field: ['id'],
      },
    ]);
    expect(calls).toHaveLength(1);
  });

  it.each(['reset-after-effect', '502-after-effect'] as const)(
    'whose answer is lost (%s) is sent once',
    async (kind) => {
      graph.sandbox.switches.faults.push({ method: 'PUT', path: /issues/, kind });
      const { data, errors: lost, calls } = await change('status: RESOLVED');
      expect(data.updateIssue).toBeNull();
      expect(lost).toMatchObject([{ path: ['updateIssue'], extensions: { outcome: 'UNKNOWN' } }]);
      expect(calls).toEqual([`PUT ${path}`]);
    },
  );

  it('leaves nothing stale in the fields after it', async () => {
    const one = (alias: string, status: string) =>
      `${alias}: updateIssue(input: { organization: "acme", id: "${number}", status: ${status} }) {
        issue { status organization { issue(id: "${number}") { status activity { type } } } }
      }`;
    const { data } = await graph.ask(`mutation { ${one('a', 'RESOLVED')} ${one('b', 'IGNORED')} }`);
    expect(data.a.issue).toMatchObject({ status: 'RESOLVED', organization: { issue: { status: 'RESOLVED' } } });
    expect(data.b.issue).toMatchObject({ status: 'IGNORED', organization: { issue: { status: 'IGNORED' } } });
    expect(data.b.issue.organization.issue.activity[0].type).toBe('set_ignored');
  });
});

describe('deleteIssue', () => {
  it('answers with its node id and organization, after one call more where a short id named it', async () => {
    const id = await nodeIdOf(number);
    const { data, calls } = await remove(`{ organization: "acme", id: "${shortId}" }`);
    expect(data.deleteIssue).toEqual({ deletedId: id, organization: { slug: 'acme' }, userErrors: [] });
    expect(calls).toHaveLength(2);
    expect(calls[0]).toMatch(/^GET \/organizations\/acme\/issues\/STOREFRONT-16\//);
    expect(calls[1]).toBe(`DELETE /organizations/acme/issues/${shortId}/`);
    const { data: gone } = await graph.ask(`{ issue(organization: "acme", id: "${number}") { title } }`);
    expect(gone.issue).toBeNull();
  });

  it('takes one call by number or node id, and a repeat reads as done with a warning', async () => {
    const id = await nodeIdOf(number);
    const first = await remove(`{ organization: "acme", id: "${number}" }`, 'deletedId');
    expect(first.data.deleteIssue).toEqual({ deletedId: id, userErrors: [] });
    expect(first.calls).toEqual([`DELETE ${path}`]);
    const again = await remove(`{ id: "${id}" }`, 'deletedId');
    expect(again.data.deleteIssue).toEqual({ deletedId: id, userErrors: [] });
    expect(again.calls).toEqual([`DELETE ${path}`]);
    expect(again.extensions?.warnings).toMatchObject([{ code: 'NOT_FOUND', path: ['deleteIssue'] }]);
  });

  it('makes no call before where a short id named it and its id is not selected', async () => {
    const { calls } = await remove(`{ organization: "acme", id: "${shortId}" }`, '');
    expect(calls).toEqual([`DELETE /organizations/acme/issues/${shortId}/`]);
  });

  it.each([
    ['{ id: "5101000649" }', 'REQUIRED', ['organization']],
    ['{ organization: "acme", id: "../5101000649" }', 'INVALID', ['id']],
    ['{ organization: "acme", id: "" }', 'INVALID', ['id']],
    ['{ organization: "../acme", id: "1" }', 'INVALID', ['organization']],
  ])('refuses %s before anything is sent', async (input, code, field) => {
    const { data, calls } = await remove(input);
    expect(data.deleteIssue).toMatchObject({ deletedId: null, userErrors: [{ code, field }] });
    expect(calls).toEqual([]);
  });

  it('whose answer is lost is sent once', async () => {
    graph.sandbox.switches.faults.push({ method: 'DELETE', path: /issues/, kind: 'reset-after-effect' });
    const { data, errors: lost, calls } = await remove(`{ organization: "acme", id: "${number}" }`);
    expect(data.deleteIssue).toBeNull();
    expect(lost).toMatchObject([{ extensions: { outcome: 'UNKNOWN' } }]);
    expect(calls).toHaveLength(1);
  });
});
