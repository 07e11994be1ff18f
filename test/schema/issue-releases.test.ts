import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { askTwice, type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

const acme = () => graph.sandbox.worlds[0]?.organizations.find(({ slug }) => slug === 'acme');
const issue = (released: boolean) =>
  acme()?.issues.find(
    ({ firstRelease, status, mergedInto }) =>
      (firstRelease !== null) === released && status === 'unresolved' && !mergedInto,
  );
const detail = (id: string | undefined, collapse: string) => `GET /organizations/acme/issues/${id}/?${collapse}`;

describe('first and last release of an issue', () => {
  it('are one call with the rest of detail, and bring the whole release', async () => {
    const found = issue(true);
    const { data, calls } = await askTwice(
      graph,
      `{ issue(organization: "acme", id: "${found?.id}") { title firstRelease { version shortVersion dateCreated commitCount status } lastRelease { version } activity { type } } }`,
    );
    expect(data.issue).toMatchObject({
      title: found?.title,
      firstRelease: { version: found?.firstRelease, shortVersion: expect.any(String), status: 'OPEN' },
      lastRelease: { version: found?.lastRelease },
    });
    expect(calls).toEqual([detail(found?.id, 'collapse=tags&collapse=stats')]);
  });

  it('are a query of their own inside Sentry, asked for only where selected', async () => {
    const { calls } = await graph.ask(
      `{ issue(organization: "acme", id: "${issue(true)?.id}") { stats(period: LAST_30_DAYS) { count } } }`,
    );
    expect(calls).toEqual([detail(issue(true)?.id, 'collapse=tags&collapse=release')]);
  });

  it('are null where its events name none', async () => {
    const { data, errors, calls } = await askTwice(
      graph,
      `{ issue(organization: "acme", id: "${issue(false)?.id}") { firstRelease { version } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.issue).toEqual({ firstRelease: null });
    expect(calls).toEqual([detail(issue(false)?.id, 'collapse=tags&collapse=stats')]);
  });

  it('of which Sentry holds the version alone are that version, with nulls and no error', async () => {
    const found = issue(true);
    graph.sandbox.switches.faults.push({
      path: /\/issues\/\d+\//,
      status: 200,
      body: { id: found?.id, firstRelease: { version: 'gone@1' }, lastRelease: null },
    });
    const { data, errors, calls } = await graph.ask(
      `{ issue(organization: "acme", id: "${found?.id}") { firstRelease { version shortVersion dateCreated } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.issue.firstRelease).toEqual({ version: 'gone@1', shortVersion: null, dateCreated: null });
    expect(calls.slice(1)).toEqual(['GET /organizations/acme/releases/gone@1/']);
  });
});
