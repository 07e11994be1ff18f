import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
let ids: Record<'organization' | 'user', string>;
beforeAll(async () => {
  graph = await startGraph();
  const { data } = await graph.ask(
    '{ organization(slug: "globex") { id issue(id: "5201001142") { assignee { id } } members(first: 1) { nodes { user { id } } } } }',
  );
  ids = { organization: data.organization.id, user: data.organization.members.nodes[0].user.id };
});
afterAll(() => graph.close());

const long = 'x'.repeat(251);
const details = (members: string) => `statusDetails: { ${members} }`;
const ignored = (members: string) => `status: IGNORED, ${details(members)}`;
const resolved = (members: string) => `status: RESOLVED, ${details(members)}`;
const inDetails = (...names: string[]) => ['statusDetails', ...names];

/** What is asked, and the code and path of each refusal. */
const refused: [changes: string, ...errors: [string, string[] | null][]][] = [
  ['', ['REQUIRED', null]],
  ['status: null', ['REQUIRED', null]],
  ['statusDetails: {}', ['REQUIRED', null]],
  ['statusDetails: { inNextRelease: false }', ['REQUIRED', null]],
  ['status: PENDING_DELETION', ['INVALID', ['status']]],
  ['status: UNKNOWN', ['INVALID', ['status']]],
  ['priority: UNKNOWN', ['INVALID', ['priority']]],
  ['status: UNRESOLVED, substatus: UNKNOWN', ['INVALID', ['substatus']]],
  ['substatus: ONGOING', ['CONTRADICTION', ['substatus']]],
  ['status: RESOLVED, substatus: ONGOING', ['CONTRADICTION', ['substatus']]],
  ['status: UNRESOLVED, substatus: ARCHIVED_FOREVER', ['CONTRADICTION', ['substatus']]],
  ['status: IGNORED, substatus: NEW', ['CONTRADICTION', ['substatus']]],
  ['status: IGNORED, substatus: ARCHIVED_UNTIL_CONDITION_MET', ['CONTRADICTION', ['substatus']]],
  [`${ignored('ignoreCount: 5')}, substatus: ARCHIVED_FOREVER`, ['CONTRADICTION', ['substatus']]],
  [details('inNextRelease: true'), ['CONTRADICTION', inDetails()]],
  [
    details('ignoreDuration: 5, ignoreWindow: 5'),
    ['CONTRADICTION', inDetails('ignoreWindow')],
    ['CONTRADICTION', inDetails()],
  ],
  [`status: UNRESOLVED, ${details('inRelease: "1.0"')}`, ['CONTRADICTION', inDetails('inRelease')]],
  [resolved('ignoreDuration: 5'), ['CONTRADICTION', inDetails('ignoreDuration')]],
  [ignored('inRelease: "1.0"'), ['CONTRADICTION', inDetails('inRelease')]],
  [resolved('inNextRelease: true, inRelease: "1.0"'), ['CONTRADICTION', inDetails()]],
  [ignored('ignoreDuration: 5, ignoreCount: 5'), ['CONTRADICTION', inDetails()]],
  [ignored('ignoreWindow: 5'), ['CONTRADICTION', inDetails('ignoreWindow')]],
  [ignored('ignoreCount: 5, ignoreUserWindow: 5'), ['CONTRADICTION', inDetails('ignoreUserWindow')]],
  [ignored('ignoreCount: 5, ignoreWindow: 10081'), ['INVALID', inDetails('ignoreWindow')]],
  [ignored('ignoreDuration: -1'), ['INVALID', inDetails('ignoreDuration')]],
  [ignored('ignoreCount: 0'), ['INVALID', inDetails('ignoreCount')]],
  [resolved('inRelease: ""'), ['INVALID', inDetails('inRelease')]],
  [resolved('inRelease: "a/b"'), ['INVALID', inDetails('inRelease')]],
  [
    resolved('inCommit: { sha: " ", repository: "" }'),
    ['REQUIRED', inDetails('inCommit', 'sha')],
    ['REQUIRED', inDetails('inCommit', 'repository')],
  ],
  [
    resolved(`inCommit: { sha: "${long}", repository: "${long}" }`),
    ['TOO_LONG', inDetails('inCommit', 'sha')],
    ['TOO_LONG', inDetails('inCommit', 'repository')],
  ],
  ['assignee: ""', ['REQUIRED', ['assignee']]],
  ['assignee: "  "', ['REQUIRED', ['assignee']]],
  ['assignee: "user:jane"', ['INVALID', ['assignee']]],
  ['assignee: "team:"', ['INVALID', ['assignee']]],
  ['assignee: "a\\u0000b"', ['INVALID', ['assignee']]],
  ['assignee: "v1.bm9uc2Vuc2U"', ['INVALID', ['assignee']]],
  [`assignee: "${long}"`, ['TOO_LONG', ['assignee']]],
  [
    `priority: UNKNOWN, ${details('ignoreWindow: -1')}`,
    ['INVALID', inDetails('ignoreWindow')],
    ['CONTRADICTION', inDetails('ignoreWindow')],
    ['CONTRADICTION', inDetails()],
    ['INVALID', ['priority']],
  ],
];

describe.each([
  ['updateIssue', '{ organization: "acme", id: "5101000649",'],
  ['updateIssues', '{ organization: "acme", ids: ["5101000649"],'],
])('%s', (mutation, opening) => {
  const ask = (changes: string) =>
    graph.ask(`mutation { ${mutation}(input: ${opening} ${changes} }) { userErrors { code message field } } }`);

  it.each(refused)('refuses "%s" in words, before anything is sent', async (changes, ...expected) => {
    const { data, errors, calls } = await ask(changes);
    expect(errors).toBeUndefined();
    expect(data[mutation].userErrors).toEqual(
      expected.map(([code, field]) => ({ code, field, message: expect.stringMatching(/^.+ .+\.$/) })),
    );
    expect(calls).toEqual([]);
  });

  it('refuses an assignee of another organization, and what is none', async () => {
    const other = await ask(`assignee: "${ids.user}"`);
    expect(other.data[mutation].userErrors).toMatchObject([{ code: 'CONTRADICTION', field: ['assignee'] }]);
    const organization = await ask(`assignee: "${ids.organization}"`);
    expect(organization.data[mutation].userErrors).toMatchObject([{ code: 'INVALID', field: ['assignee'] }]);
    expect([...other.calls, ...organization.calls]).toEqual([]);
  });
});
