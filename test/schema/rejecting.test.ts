import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
const uncaught: unknown[] = [];
const note = (error: unknown) => uncaught.push(error);
beforeAll(async () => {
  graph = await startGraph();
  process.on('unhandledRejection', note);
});
afterEach(() => {
  graph.sandbox.reset();
  uncaught.length = 0;
});
afterAll(async () => {
  process.off('unhandledRejection', note);
  await graph.close();
});

const person = (id: string, names: Record<string, unknown>) => ({ id, ...names });

describe('a list of which one item fails at once and another later', () => {
  it('leaves no failure that nobody catches', async () => {
    const issue = (await graph.ask('{ organization(slug: "acme") { issues(first: 1) { nodes { databaseId } } } }')).data
      .organization.issues.nodes[0].databaseId;
    const detail = {
      id: issue,
      shortId: 'A-1',
      title: 'Broken',
      level: 'error',
      status: 'unresolved',
      statusDetails: {},
      type: 'error',
      metadata: {},
      project: { id: '1', slug: 'web', name: 'web' },
      userReportCount: 0,
      seenBy: [person('11', {}), person('12', { name: null, email: null, username: null })],
      participants: [],
      activity: [],
    };
    graph.sandbox.switches.faults.push(
      { path: new RegExp(`/issues/${issue}/`), status: 200, body: detail },
      {
        path: /members/,
        status: 403,
        body: { detail: 'You do not have permission to perform this action.' },
        delayMs: 10,
      },
    );
    const { data, errors } = await graph.ask(
      `{ issue(organization: "acme", id: "${issue}") { userReportCount seenBy { name } } }`,
    );
    expect(data.issue).toEqual({ userReportCount: 0, seenBy: null });
    expect(errors?.length).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(uncaught).toEqual([]);
  });
});
