import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { askTwice, type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

const acme = () => graph.sandbox.worlds[0]?.organizations.find(({ slug }) => slug === 'acme');
/** Issues with a suggested user and a suggested team. */
const owned = () =>
  acme()?.issues.filter(
    ({ owners, status, mergedInto }) => owners.length > 1 && status === 'unresolved' && !mergedInto,
  ) ?? [];
const unowned = () => acme()?.issues.find(({ owners, status }) => owners.length === 0 && status === 'unresolved');
const bare = 'collapse=stats&collapse=lifetime&collapse=filtered&collapse=unhandled&groupStatsPeriod=&expand=owners';

describe('owners of an issue', () => {
  it('come with the list', async () => {
    const issue = owned()[0];
    const [user, team] = issue?.owners.map(({ owner }) => owner.split(':')[1]) ?? [];
    const { data, calls } = await askTwice(
      graph,
      `{ organization(slug: "acme") { issues(query: "issue.id:${issue?.id}") { nodes { owners { type owner { __typename databaseId } dateAdded } } } } }`,
    );
    expect(data.organization.issues.nodes).toEqual([
      {
        owners: [
          { type: 'suspectCommit', owner: { __typename: 'User', databaseId: user }, dateAdded: expect.any(String) },
          { type: 'ownershipRule', owner: { __typename: 'Team', databaseId: team }, dateAdded: expect.any(String) },
        ],
      },
    ]);
    expect(calls).toEqual([
      `GET /organizations/acme/issues/?query=is:unresolved issue.id:${issue?.id}&project=-1&sort=date&${bare}&limit=25`,
    ]);
  });

  it('of several issues looked up are one batched call, and their names one for users and one for teams', async () => {
    const [a, b] = owned();
    const { data, errors, calls } = await graph.ask(
      `{ organization(slug: "acme") { a: issue(id: "${a?.id}") { owners { owner { name } } } b: issue(id: "${b?.id}") { title owners { owner { name } } } } }`,
    );
    expect(errors).toBeUndefined();
    for (const issue of [data.organization.a, data.organization.b]) {
      expect(issue.owners).toEqual([{ owner: { name: expect.any(String) } }, { owner: { name: expect.any(String) } }]);
    }
    expect(calls[0]).toBe(`GET /organizations/acme/issues/?group=${a?.id}&group=${b?.id}&project=-1&${bare}`);
    const ids = (type: string) =>
      [a, b]
        .flatMap((issue) => issue?.owners.map(({ owner }) => owner) ?? [])
        .filter((owner) => owner.startsWith(type));
    const [team, ...others] = new Set(ids('team:'));
    expect(others).toEqual([]);
    expect(calls.slice(1).sort()).toEqual([
      `GET /organizations/acme/members/?query=${ids('user:').join(' ').replaceAll('user:', 'user.id:')}&per_page=100`,
      `GET /teams/acme/${team?.slice('team:'.length)}/?collapse=organization`,
    ]);
  });

  it('by short id are issue detail', async () => {
    const issue = owned()[0];
    const { data, calls } = await askTwice(
      graph,
      `{ issue(organization: "acme", id: "${issue?.shortId}") { owners { type } } }`,
    );
    expect(data.issue.owners).toEqual([{ type: 'suspectCommit' }, { type: 'ownershipRule' }]);
    expect(calls).toEqual([
      `GET /organizations/acme/issues/${issue?.shortId}/?collapse=tags&collapse=release&collapse=stats&expand=owners`,
    ]);
  });

  it('are null where there are none, and asked for only where selected', async () => {
    const { data } = await graph.ask(`{ issue(organization: "acme", id: "${unowned()?.id}") { owners { type } } }`);
    expect(data.issue.owners).toBeNull();
    const { calls } = await graph.ask('{ organization(slug: "acme") { issues(first: 1) { nodes { title } } } }');
    expect(calls[0]).not.toContain('expand');
  });

  it.each([
    [
      { type: 'user', owner: '12', date_added: '2026-11-01T00:00:00Z' },
      { type: 'user', owner: { databaseId: '12' } },
    ],
    [[{ type: 'codeowners', owner: 'gang:7' }, 'text'], { type: 'codeowners', owner: null }],
    [[{ type: 'codeowners' }], { type: 'codeowners', owner: null }],
  ])('such as %j are read as far as they go', async (owners, expected) => {
    const issue = owned()[0];
    const row = {
      id: issue?.id,
      shortId: 'A-1',
      title: 'It broke',
      level: 'error',
      status: 'unresolved',
      statusDetails: {},
      type: 'error',
      metadata: {},
      project: { id: '2', slug: 'web', name: 'Web' },
      owners,
    };
    graph.sandbox.switches.faults.push({ path: /group=/, status: 200, body: [row] });
    const { data, errors } = await graph.ask(
      `{ issue(organization: "acme", id: "${issue?.id}") { owners { type owner { databaseId } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.issue.owners).toEqual([expected]);
  });
});
