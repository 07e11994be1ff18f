import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());

describe('an operation that is answered', () => {
  it('makes no further call for what an error above has passed by', async () => {
    graph.sandbox.switches.faults.push({
      path: /\/teams\/acme\/platform\/(\?|$)/,
      status: 403,
      body: { detail: 'You do not have permission to perform this action.' },
    });
    graph.sandbox.switches.faults.push({ path: /\/(projects|issues)\//, delayMs: 30 });
    const { data, errors, calls, extensions } = await graph.ask(
      `{ organization(slug: "acme") { team(slug: "platform") {
        databaseId
        projects(first: 5) { nodes { slug issues(first: 3) { nodes { latestEvent { title } } } } }
      } } }`,
    );
    expect(data.organization.team).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect(extensions?.cost.calls).toBe(calls.length);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(graph.sandbox.calls.length).toBe(calls.length);
  });
});
