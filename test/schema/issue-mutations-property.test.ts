import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deleteIssues, updateIssues } from '../../src/gateway/issue-writes.ts';
import { encodeNodeId } from '../../src/schema/node-id.ts';
import { apiAnswering } from '../support/api.ts';
import { replyOf } from '../support/call.ts';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());

const words = [
  '',
  ' ',
  '0',
  '-1',
  '1e3',
  '0x10',
  '٣',
  '1,2',
  '1&id=',
  '?',
  '#',
  '%00',
  '../',
  'null',
  'WEB-1',
  'v1.',
  'issue.id:1',
];

const number = fc.bigInt({ min: 0n, max: 2n ** 64n }).map(String);

const nodeId = fc
  .record({
    code: fc.constantFrom('i', 'o', 'p', 'u', ''),
    account: fc.constantFrom(null, 'nobody', '7c9e6679-7425-40de-944b-e07fc1f90ae7'),
    parts: fc.array(fc.oneof(number, fc.constantFrom('acme', 'globex', '', '..')), { maxLength: 3 }),
  })
  .map(encodeNodeId);

const id = fc.oneof(number, nodeId, fc.constantFrom(...words), fc.string());

const input = fc.record(
  {
    organization: fc.option(fc.constantFrom('acme', 'globex', 'nowhere', '', '..')),
    ids: fc.oneof(fc.array(id, { maxLength: 6 }), fc.array(number, { maxLength: 6 })),
  },
  { requiredKeys: ['ids'] },
);

/** Every id that a bulk call names. */
const idsOf = (path: string): string[] => new URLSearchParams(path.split('?')[1] ?? '').getAll('id');

describe('no ids, however strange, make a bulk call without one', () => {
  it.each([
    ['updateIssues', 'UpdateIssuesInput', { isBookmarked: true }],
    ['updateIssues', 'UpdateIssuesInput', { merge: true }],
    ['deleteIssues', 'DeleteIssuesInput', {}],
  ])('%s', { timeout: 60_000 }, async (mutation, type, change) => {
    await fc.assert(
      fc.asyncProperty(input, async (asked) => {
        const from = graph.sandbox.calls.length;
        const { data } = await graph.ask(
          `mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { code } } }`,
          { input: { ...asked, ...change } },
        );
        expect(data).toHaveProperty(mutation);
        for (const { method, path } of graph.sandbox.calls.slice(from)) {
          expect(method).not.toBe('GET');
          const ids = idsOf(path);
          expect(ids.length).toBeGreaterThan(0);
          expect(ids.every((each) => /^[1-9][0-9]*$/.test(each))).toBe(true);
          expect(ids.length).toBeLessThanOrEqual(asked.ids.length);
        }
      }),
      { numRuns: 150 },
    );
  });

  it.each([[[]], [['']], [['1', '']], [['x']], [Array(251).fill('1')]])(
    'the gateway itself refuses %j before a URL exists',
    async (ids: string[]) => {
      const { api, calls } = apiAnswering(replyOf(204));
      await expect(updateIssues(api, 'acme', ids, { status: 'resolved' })).rejects.toThrow(/must name 1 to 250 issues/);
      await expect(deleteIssues(api, 'acme', ids)).rejects.toThrow(/must name 1 to 250 issues/);
      expect(calls).toEqual([]);
    },
  );
});
