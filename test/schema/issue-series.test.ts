import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { askTwice, type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

const organization = (name: string) => graph.sandbox.worlds[0]?.organizations.find(({ slug }) => slug === name);
const two = () => {
  const [a, b] = (organization('acme')?.issues ?? []).filter(
    ({ status, mergedInto, events }) => !status.startsWith('pending') && !mergedInto && events.length > 0,
  );
  if (!a || !b) throw new Error('The sandbox has too few issues.');
  return [a, b] as const;
};

const list = 'GET /organizations/acme/issues/';
/** What a call that counts nothing but one series is asked. */
const series = (period: string) => `collapse=lifetime&collapse=filtered&collapse=unhandled&groupStatsPeriod=${period}`;
const day = { length: 24 };
const fortnight = { length: 14 };

describe('two series', () => {
  it('of one issue are two calls', async () => {
    const [{ id }] = two();
    const { data, errors, calls } = await askTwice(
      graph,
      `{ issue(organization: "acme", id: "${id}") { title a: stats { count } b: stats(period: LAST_14_DAYS) { count } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.issue).toMatchObject({ a: day, b: fortnight });
    expect(calls.sort()).toEqual(['14d', '24h'].map((period) => `${list}?group=${id}&project=-1&${series(period)}`));
  });

  it('of two issues, one each, are two calls', async () => {
    const [a, b] = two();
    const { data, errors, calls } = await graph.ask(
      `{ organization(slug: "acme") { a: issue(id: "${a.id}") { stats { count } } b: issue(id: "${b.id}") { stats(period: LAST_14_DAYS) { count } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.organization).toMatchObject({ a: { stats: day }, b: { stats: fortnight } });
    expect(calls.sort()).toEqual(
      [`${list}?group=${a.id}&project=-1&${series('24h')}`, `${list}?group=${b.id}&project=-1&${series('14d')}`].sort(),
    );
  });

  it('of a list are the list and one batched call', async () => {
    const { data, errors, calls } = await askTwice(
      graph,
      '{ organization(slug: "acme") { issues(first: 3) { nodes { databaseId a: stats { count } b: stats(period: LAST_14_DAYS) { count } } } } }',
    );
    expect(errors).toBeUndefined();
    const { nodes } = data.organization.issues;
    expect(nodes).toMatchObject(Array.from({ length: 3 }, () => ({ a: day, b: fortnight })));
    const ids = nodes.map(({ databaseId }: { databaseId: string }) => `group=${databaseId}`).join('&');
    expect(calls).toEqual([
      `${list}?query=is:unresolved&project=-1&sort=date&${series('14d')}&limit=3`,
      `${list}?${ids}&project=-1&${series('24h')}`,
    ]);
  });
});

describe('the series of 14 days', () => {
  it('is a call beside detail, which has none', async () => {
    const [{ id }] = two();
    const { data, errors, calls } = await graph.ask(
      `{ issue(organization: "acme", id: "${id}") { activity { type } a: stats { count } b: stats(period: LAST_14_DAYS) { count } c: stats(period: LAST_30_DAYS) { count } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.issue).toMatchObject({ a: day, b: fortnight, c: { length: 30 } });
    expect(calls.sort()).toEqual(
      [
        `${list}?group=${id}&project=-1&${series('14d')}`,
        `GET /organizations/acme/issues/${id}/?collapse=tags&collapse=release`,
      ].sort(),
    );
  });

  it('of a lone short id comes by a search', async () => {
    const [{ shortId }] = two();
    const { data, errors, calls } = await graph.ask(
      `{ issue(organization: "acme", id: "${shortId}") { title stats(period: LAST_14_DAYS) { count } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.issue.stats).toMatchObject(fortnight);
    expect(calls).toEqual([`${list}?query=issue:[${shortId}]&project=-1&sort=date&${series('14d')}&limit=100`]);
  });

  it('of a merged issue is the survivor’s', async () => {
    const merged = organization('troubled')?.issues.find(({ mergedInto }) => mergedInto);
    const { data, errors, calls } = await graph.ask(
      `{ issue(organization: "troubled", id: "${merged?.id}") { stats(period: LAST_14_DAYS) { count } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.issue.stats).toMatchObject(fortnight);
    expect(calls).toEqual([
      `GET /organizations/troubled/issues/?group=${merged?.id}&project=-1&${series('14d')}`,
      `GET /organizations/troubled/issues/${merged?.id}/?collapse=tags&collapse=release&collapse=stats`,
      `GET /organizations/troubled/issues/?group=${merged?.mergedInto}&project=-1&${series('14d')}`,
    ]);
  });

  it('is an error, and no empty value, where Sentry sends none', async () => {
    const [{ id }] = two();
    graph.sandbox.switches.faults.push({ path: /group=/, status: 200, body: [] });
    const { data, errors } = await graph.ask(
      `{ issue(organization: "acme", id: "${id}") { title stats(period: LAST_14_DAYS) { count } } }`,
    );
    expect(data.issue).toEqual({ title: two()[0].title, stats: null });
    expect(errors).toMatchObject([{ path: ['issue', 'stats'], extensions: { code: 'NOT_AVAILABLE' } }]);
  });
});

it('a list of environments computes no series that it may not show', async () => {
  const { data, calls } = await askTwice(
    graph,
    '{ organization(slug: "acme") { issues(first: 1, environment: ["production"]) { nodes { databaseId stats { count } } } } }',
  );
  const [{ databaseId, stats }] = data.organization.issues.nodes;
  expect(stats).toMatchObject(day);
  expect(calls).toEqual([
    `${list}?query=is:unresolved&project=-1&environment=production&sort=date&collapse=stats&collapse=lifetime&collapse=filtered&collapse=unhandled&groupStatsPeriod=&limit=1`,
    `${list}?group=${databaseId}&project=-1&${series('24h')}`,
  ]);
});

it('a slow search of several issues is not asked again in halves', async () => {
  const [a, b] = two();
  graph.sandbox.switches.faults.push({ path: /group=/, kind: 'query-timeout' });
  const { errors, calls } = await graph.ask(
    `{ organization(slug: "acme") { a: issue(id: "${a.id}") { title } b: issue(id: "${b.id}") { title } } }`,
  );
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['UPSTREAM_TIMEOUT', 'UPSTREAM_TIMEOUT']);
  expect(new Set(calls)).toHaveLength(1);
  expect(calls).toHaveLength(2);
});
