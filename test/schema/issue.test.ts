import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { askTwice, type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

const issues = () => graph.sandbox.worlds[0]?.organizations.find(({ slug }) => slug === 'acme')?.issues ?? [];
const some = (count: number) =>
  issues()
    .filter(({ status, mergedInto }) => !status.startsWith('pending') && !mergedInto)
    .slice(0, count);
const list = 'GET /organizations/acme/issues/';
const bare = 'collapse=stats&collapse=lifetime&collapse=filtered&collapse=unhandled&groupStatsPeriod=';

describe('an issue list', () => {
  it('counts nothing that is not selected', async () => {
    const { calls } = await askTwice(
      graph,
      '{ organization(slug: "acme") { issues { nodes { title project { slug name } assignee { name } } } } }',
    );
    expect(calls).toEqual([`${list}?query=is:unresolved&project=-1&sort=date&${bare}&limit=25`]);
  });

  it('asks for totals, window, series and the rest as they are selected', async () => {
    const { calls } = await graph.ask(
      '{ organization(slug: "acme") { issues(first: 3, status: null) { edges { window { count } filtered { count } node { count isUnhandled stats(period: LAST_14_DAYS) { count } } } } } }',
    );
    expect(calls).toEqual([`${list}?query=&project=-1&sort=date&groupStatsPeriod=14d&limit=3`]);
  });

  it('keeps the windows of two aliased lists apart, and the totals whole', async () => {
    const { data, calls } = await graph.ask(
      '{ organization(slug: "acme") { a: issues(first: 5, period: "1d", sort: FREQ) { edges { window { count } node { shortId count } } } b: issues(first: 100, period: "90d", sort: FREQ) { edges { window { count } node { shortId count } } } } }',
    );
    type Edges = { window: { count: number }; node: { shortId: string; count: number } }[];
    const day: Edges = data.organization.a.edges;
    const quarter: Edges = data.organization.b.edges;
    expect(day.length).toBeGreaterThan(0);
    for (const { window, node } of day) {
      const other = quarter.find((edge) => edge.node.shortId === node.shortId);
      if (!other) continue;
      expect(node.count).toBe(other.node.count);
      expect(window.count).toBeLessThanOrEqual(other.window.count);
    }
    expect(calls).toHaveLength(2);
  });

  it('gives no total from a list of environments, but loads it', async () => {
    const { data, calls } = await askTwice(
      graph,
      '{ organization(slug: "acme") { issues(first: 2, environment: ["production"]) { nodes { shortId count } } } }',
    );
    expect(calls).toHaveLength(2);
    expect(calls[1]).toMatch(/group=\d+&group=\d+&project=-1/);
    for (const { shortId, count } of data.organization.issues.nodes) {
      expect(count).toBe(issues().find((issue) => issue.shortId === shortId)?.timesSeen);
    }
  });

  it.each([
    ['is:resolved', 'is:resolved'],
    ['status:resolved level:error', 'status:resolved level:error'],
    ['is:assigned', 'is:unresolved is:assigned'],
    ['"is:resolved"', 'is:unresolved "is:resolved"'],
  ])('lets the default status step aside where the query names one: %s', async (query, sent) => {
    const { calls } = await graph.ask(
      'query ($query: String) { organization(slug: "acme") { issues(query: $query, first: 1) { nodes { title } } } }',
      { query },
    );
    expect(calls[0]).toContain(`?query=${sent}&project`);
  });

  it('answers a lone short id as a page of one', async () => {
    const issue = some(1)[0];
    const { data, calls } = await askTwice(
      graph,
      `{ organization(slug: "acme") { issues(query: "${issue?.shortId}") { nodes { shortId } pageInfo { hasNextPage } } } }`,
    );
    expect(data.organization.issues).toEqual({
      nodes: [{ shortId: issue?.shortId }],
      pageInfo: { hasNextPage: false },
    });
    expect(calls[0]).toContain('shortIdLookup=1');
  });

  it.each([
    'status: [RESOLVED], query: "is:unresolved"',
    'status: [UNRESOLVED], query: "is:resolved"',
    'status: []',
    'status: [PENDING_DELETION]',
    'projects: []',
    'environment: []',
    'environment: ["a/b"]',
    'period: "91d"',
    'period: "1d", start: "2026-11-01T00:00:00Z", end: "2026-11-02T00:00:00Z"',
    'start: "2026-11-01T00:00:00Z"',
    'start: "2026-11-02T00:00:00Z", end: "2026-11-01T00:00:00Z"',
    'sort: INBOX',
    'query: "0123456789abcdef0123456789abcdef", projects: ["payments"]',
    'first: 101',
    'first: 0',
    'after: "nonsense"',
  ])('refuses (%s) with a reason, before any call', async (args) => {
    const { errors, calls } = await graph.ask(`{ organization(slug: "acme") { issues(${args}) { nodes { title } } } }`);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(calls).toEqual([]);
  });

  it('of a project is asked of the organization, under its number where that is known', async () => {
    const { calls } = await graph.ask(
      '{ organization(slug: "acme") { project(slug: "payments") { issues(first: 1) { nodes { title } } } } }',
    );
    expect(calls).toEqual([`${list}?query=is:unresolved&project=payments&sort=date&${bare}&limit=1`]);
    const nested = await graph.ask(
      '{ organization(slug: "acme") { projects(first: 1) { nodes { issues(first: 1) { nodes { title } } } } } }',
    );
    expect(nested.calls[1]).toMatch(/project=\d+&/);
  });

  it('of a project on a build that refuses slugs looks its number up once', async () => {
    graph.sandbox.switches.oldBuild = true;
    const { errors, calls } = await graph.ask(
      '{ project(organization: "acme", slug: "payments") { issues(first: 1) { nodes { title } } } }',
    );
    expect(errors).toBeUndefined();
    expect(calls).toHaveLength(3);
    expect(calls[1]).toBe('GET /projects/acme/payments/');
  });

  it('of a project that is not there blames the project', async () => {
    const { data, errors } = await graph.ask(
      '{ organization(slug: "acme") { slug project(slug: "no-such") { issues { nodes { title } } } } }',
    );
    expect(data).toEqual({ organization: { slug: 'acme', project: null } });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({ path: ['organization', 'project'], extensions: { code: 'NOT_FOUND' } });
  });

  it("does not call Sentry's slow search the user's fault", async () => {
    graph.sandbox.switches.faults.push({ path: /issues/, kind: 'query-timeout' });
    const { errors, calls } = await graph.ask('{ organization(slug: "acme") { issues { nodes { title } } } }');
    expect(errors?.[0]?.extensions.code).toBe('UPSTREAM_TIMEOUT');
    expect(calls).toHaveLength(2);
  });
});

describe('issues by id', () => {
  it('share one batched call, and detail is asked for detail alone', async () => {
    const [a, b] = some(2);
    const { calls } = await askTwice(
      graph,
      `{ organization(slug: "acme") { a: issue(id: "${a?.id}") { title } b: issue(id: "${b?.id}") { title } } }`,
    );
    expect(calls).toEqual([`${list}?group=${a?.id}&group=${b?.id}&project=-1&${bare}`]);
    const detail = await graph.ask(`{ issue(organization: "acme", id: "${a?.id}") { title activity { type } } }`);
    expect(detail.calls).toEqual([
      `GET /organizations/acme/issues/${a?.id}/?collapse=tags&collapse=release&collapse=stats`,
    ]);
  });

  it('fall back to the documented search where group= is refused', async () => {
    graph.sandbox.switches.groupRefused = true;
    const [a, b] = some(2);
    const { errors } = await graph.ask(
      `{ organization(slug: "acme") { a: issue(id: "${a?.id}") { title } b: issue(id: "${b?.id}") { title } } }`,
    );
    expect(errors).toBeUndefined();
  });

  it('fail alone where one is missing', async () => {
    const [a] = some(1);
    const { data, errors } = await graph.ask(
      `{ organization(slug: "acme") { a: issue(id: "${a?.id}") { title } b: issue(id: "999999999999") { title } } }`,
    );
    expect(data.organization.a.title).toBe(a?.title);
    expect(data.organization.b).toBeNull();
    expect(errors).toMatchObject([{ path: ['organization', 'b'], extensions: { code: 'NOT_FOUND' } }]);
  });

  it('take a short id', async () => {
    const [a] = some(1);
    const { data, calls } = await askTwice(
      graph,
      `{ issue(organization: "acme", id: "${a?.shortId}") { databaseId title } }`,
    );
    expect(data.issue).toEqual({ databaseId: a?.id, title: a?.title });
    expect(calls).toHaveLength(1);
  });

  it('are found without an organization, also while Sentry has that path switched off', async () => {
    const [a] = some(1);
    const document = `{ issue(id: "${a?.id}") { shortId organization { slug } } }`;
    const expected = { issue: { shortId: a?.shortId, organization: { slug: 'acme' } } };
    const direct = await graph.ask(document);
    expect(direct.data).toEqual(expected);
    expect(direct.calls).toEqual([`GET /issues/${a?.id}/?collapse=tags&collapse=release&collapse=stats`]);
    graph.sandbox.switches.brownout = true;
    const detour = await graph.ask(document);
    expect(detour.data).toEqual(expected);
    const again = await graph.ask(document);
    expect(again.calls.some((call) => call.startsWith('GET /issues/'))).toBe(false);
    graph.gateway.memory.barePathRestsUntil = 0;
  });

  it('are never a silent null where the linked account is unknown', async () => {
    const [a] = some(1);
    const { errors } = await graph.ask(
      `{ issue(organization: "acme", id: "${a?.id}") { title } }`,
      {},
      { account: 'no-such-account' },
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'LINKED_ACCOUNT_NOT_FOUND', origin: 'MATON' });
  });
});

describe('the address of an issue', () => {
  it('names its number, however it was looked up and whatever is selected beside it', async () => {
    const listed = await graph.ask(
      '{ organization(slug: "acme") { issues(query: "issue:CHECKOUT-API-1A", status: null, first: 1) { nodes { databaseId url } } } }',
    );
    const [{ databaseId, url }] = listed.data.organization.issues.nodes;
    for (const id of ['CHECKOUT-API-1A', databaseId]) {
      for (const fields of ['url', 'url title', 'title url', 'databaseId url', 'id url']) {
        const { data, calls } = await graph.ask(`{ issue(organization: "acme", id: "${id}") { ${fields} } }`);
        expect(data.issue.url, fields).toBe(url);
        expect(calls).toHaveLength(1);
      }
    }
  });
});
