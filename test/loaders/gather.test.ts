import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../../src/gateway/api.ts';
import type { Call } from '../../src/gateway/http/call.ts';
import type { OrganizationKey } from '../../src/gateway/keys.ts';
import { readRow } from '../../src/gateway/page.ts';
import type { Row } from '../../src/gateway/read.ts';
import { gathered } from '../../src/loaders/gather.ts';
import { apiAnswering } from '../support/api.ts';
import { callOf, replyOf } from '../support/call.ts';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  // Both accounts see issues of the same numbers.
  graph = await startGraph({ mirror: true });
});
afterAll(() => graph.close());

const issues = () =>
  (graph.sandbox.worlds[0]?.organizations.find(({ slug }) => slug === 'acme')?.issues ?? [])
    .filter(({ status, mergedInto }) => !status.startsWith('pending') && !mergedInto)
    .slice(0, 50);

const document = 'query ($id: ID!) { issue(organization: "acme", id: $id) { databaseId title } }';

describe('keys that several operations of one caller ask at once', () => {
  it('are at most 5 calls for 50 issues, and each gets its own', async () => {
    const from = graph.sandbox.calls.length;
    const answers = await Promise.all(issues().map(({ id }) => graph.ask(document, { id })));
    expect(graph.sandbox.calls.length - from).toBeLessThanOrEqual(5);
    for (const [index, { id, title }] of issues().entries()) {
      expect(answers[index]?.errors).toBeUndefined();
      expect(answers[index]?.data.issue).toEqual({ databaseId: id, title });
    }
    const made = answers.reduce((sum, { extensions }) => sum + (extensions?.cost.calls ?? 0), 0);
    const saved = answers.reduce((sum, { extensions }) => sum + (extensions?.cost.saved.batch ?? 0), 0);
    expect(made).toBe(graph.sandbox.calls.length - from);
    expect(made + saved).toBe(50);
  });

  it('never meet those of another caller', async () => {
    const accounts = graph.sandbox.worlds.map(({ connection }) => connection.id);
    const from = graph.sandbox.calls.length;
    const answers = await Promise.all(
      issues().flatMap(({ id }) => accounts.map((account) => graph.ask(document, { id }, { account }))),
    );
    const titles = answers.map(({ data }) => data.issue.title);
    // Every text of the mirror's says that it is the mirror's.
    expect(titles.map((title) => /mirror/i.test(title))).toEqual(titles.map((_title, index) => index % 2 === 1));
    const used = new Set(graph.sandbox.calls.slice(from).map(({ connection }) => connection));
    expect([...used].sort()).toEqual([...accounts].sort());
  });

  it('fail alone: a missing one costs the others nothing but its own check', async () => {
    const [there] = issues();
    const [good, bad] = await Promise.all([graph.ask(document, { id: there?.id }), graph.ask(document, { id: '1' })]);
    expect(good?.data.issue.title).toBe(there?.title);
    expect(bad?.errors).toMatchObject([{ path: ['issue'], extensions: { code: 'NOT_FOUND' } }]);
  });

  it('wait for nothing where one is alone', async () => {
    const [alone] = issues();
    const { data, calls } = await graph.ask(document, { id: alone?.id });
    expect(data.issue.title).toBe(alone?.title);
    expect(calls).toHaveLength(1);
  });
});

describe('operations that share a batch', () => {
  const loading = gathered<OrganizationKey>(
    'Organization',
    (api) => async (wanted, level) => {
      const rows = await Promise.all(
        wanted.map(
          async ({ key, text }): Promise<[string, Row]> => [
            text,
            readRow(
              await api.get({
                family: 'organization',
                template: '/organizations/{organization}/',
                segments: key,
                level,
              }),
            ),
          ],
        ),
      );
      return new Map(rows);
    },
    (wanted) => wanted.length,
  );

  /** An operation of a gateway whose upstream answers when told to. */
  const operationsOf = () => {
    const seen: { path: string; deadline: number }[] = [];
    const { api } = apiAnswering(replyOf(200, { slug: 'acme' }));
    const gateway = {
      ...api.gateway,
      send: async (call: Call) => {
        seen.push({ path: call.path, deadline: call.operation.deadline });
        return replyOf(200, { slug: 'acme' });
      },
    };
    const start = (milliseconds: number) => {
      const over = new AbortController();
      const { caller, operation } = callOf({}, performance.now() + milliseconds);
      return { over, api: new Api(gateway, caller, { ...operation, signal: over.signal }) };
    };
    return { seen, start };
  };

  it('are not failed by one that has left before it went out', async () => {
    const { seen, start } = operationsOf();
    const [first, second] = [start(10_000), start(10_000)];
    const one = loading(first.api).load({ organization: 'acme' }, 'summary', '');
    const two = loading(second.api).load({ organization: 'globex' }, 'summary', '');
    first.over.abort('left');
    await expect(one).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(two).resolves.toEqual({ slug: 'acme' });
    expect(seen.map(({ path }) => path)).toEqual(['/organizations/globex/']);
  });

  it('get the keys that have come, once they have waited for one that does not come', async () => {
    const { start } = operationsOf();
    const load = gathered<OrganizationKey>(
      'Organization',
      () => async (wanted, _level, tell) => {
        for (const { text } of wanted) if (text !== 'slow') tell(text, { slug: text });
        return new Promise(() => {});
      },
      (wanted) => wanted.length,
    );
    const [first, second] = [start(10_000), start(10_000)];
    const slow = load(first.api).load({ organization: 'slow' }, 'summary', '');
    const quick = load(second.api).load({ organization: 'quick' }, 'summary', '');
    expect(await Promise.race([quick, slow])).toEqual({ slug: 'quick' });
    first.over.abort('left');
    await expect(slow).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('have until the last of them is due', async () => {
    const { seen, start } = operationsOf();
    const later = performance.now() + 10_000;
    await Promise.all(
      [start(500), start(10_000)].map(({ api }) => loading(api).load({ organization: 'acme' }, 'summary', '')),
    );
    expect(seen).toHaveLength(1);
    expect(seen[0]?.deadline).toBeGreaterThan(later - 1_000);
  });
});
