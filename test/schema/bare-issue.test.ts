import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());
afterEach(() => {
  graph.sandbox.reset();
  graph.gateway.memory.barePathRestsUntil = 0;
});

const organizations = () => graph.sandbox.worlds[0]?.organizations ?? [];
const two = () => {
  const [a, b] = (organizations().find(({ slug }) => slug === 'acme')?.issues ?? []).filter(
    ({ status, mergedInto }) => !status.startsWith('pending') && !mergedInto,
  );
  if (!a || !b) throw new Error('The sandbox has too few issues.');
  return [a, b] as const;
};
const bare = 'collapse=stats&collapse=lifetime&collapse=filtered&collapse=unhandled&groupStatsPeriod=';
const detail = (id: string) => `GET /issues/${id}/?collapse=tags&collapse=release&collapse=stats`;

describe('issues without an organization', () => {
  const document = () => {
    const [a, b] = two();
    return `{ a: issue(id: "${a.id}") { shortId } b: issue(id: "${b.id}") { shortId } c: issue(id: "${a.id}") { shortId } }`;
  };

  it('are asked once each', async () => {
    const [a, b] = two();
    const { data, calls } = await graph.ask(document());
    expect(data).toEqual({ a: { shortId: a.shortId }, b: { shortId: b.shortId }, c: { shortId: a.shortId } });
    expect(calls.sort()).toEqual([detail(a.id), detail(b.id)].sort());
  });

  it('are sought together while Sentry has their path switched off', async () => {
    graph.sandbox.switches.brownout = true;
    const [a, b] = two();
    await graph.ask(`{ issue(id: "${a.id}") { shortId } }`);
    const { data, errors, calls } = await graph.ask(document());
    expect(errors).toBeUndefined();
    expect(data).toEqual({ a: { shortId: a.shortId }, b: { shortId: b.shortId }, c: { shortId: a.shortId } });
    expect(calls[0]).toBe('GET /organizations/?per_page=100');
    expect(calls.slice(1).sort()).toEqual(
      organizations()
        .map(({ slug }) => `GET /organizations/${slug}/issues/?group=${a.id}&group=${b.id}&project=-1&${bare}`)
        .sort(),
    );
  });

  it('are named by number, and by short id only with it', async () => {
    const { errors, calls } = await graph.ask('{ issue(id: "EDGE-PROXY-2B") { id } }');
    expect(errors?.map(({ message }) => message)).toEqual([
      'Give the "organization" as well: "id" names an issue without it only as a node id or a numeric id.',
    ]);
    expect(calls).toEqual([]);
  });

  it('fail alone', async () => {
    graph.sandbox.switches.brownout = true;
    const [a] = two();
    const lost = `{ a: issue(id: "${a.id}") { shortId } b: issue(id: "99999999") { shortId } }`;
    const missing = await graph.ask(lost);
    expect(missing.data).toEqual({ a: { shortId: a.shortId }, b: null });
    expect(missing.errors).toMatchObject([{ path: ['b'], extensions: { code: 'NOT_FOUND' } }]);
    graph.sandbox.switches.faults.push({
      path: /organizations\/(?!acme)[^/]+\/issues/,
      status: 403,
      body: { detail: 'No.' },
    });
    const unknown = await graph.ask(lost);
    expect(unknown.data).toEqual({ a: { shortId: a.shortId }, b: null });
    expect(unknown.errors).toMatchObject([{ path: ['b'], extensions: { code: 'FORBIDDEN' } }]);
  });
});
