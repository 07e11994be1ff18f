import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../src/gateway/limits.ts';
import { RowCount } from '../../src/loaders/row-count.ts';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());

describe('the rows of one operation', () => {
  it('are as many as the limit, and not one more', () => {
    const rows = new RowCount();
    for (let given = 0; given < limits.operationRows; given += 100) {
      rows.admit();
      rows.add(100);
    }
    expect(() => rows.admit()).toThrow(/10000 rows/);
    expect(() => rows.add(1)).toThrow(/10000 rows/);
  });

  it('end at the list that is over the limit, whose siblings stay, and which no list beneath follows', async () => {
    const full = limits.operationRows;
    Object.assign(limits, { operationRows: 12 });
    try {
      const { data, errors, calls } = await graph.ask(
        '{ organization(slug: "acme") { projects(first: 3) { nodes { slug issues(first: 5) { nodes { title } } } } } }',
      );
      const projects: { slug: string; issues: unknown }[] = data.organization.projects.nodes;
      expect(projects.map(({ slug }) => typeof slug)).toEqual(['string', 'string', 'string']);
      expect(projects.filter(({ issues }) => issues === null)).toHaveLength(errors?.length ?? 0);
      expect(errors?.length).toBeGreaterThan(0);
      for (const { extensions, path } of errors ?? []) {
        expect(extensions.code).toBe('QUERY_TOO_COMPLEX');
        expect(path?.slice(0, 3)).toEqual(['organization', 'projects', 'nodes']);
      }
      expect(calls.length).toBeLessThanOrEqual(4);
      Object.assign(limits, { operationRows: 3 });
      const none = await graph.ask(
        '{ organization(slug: "acme") { projects(first: 3) { nodes { issues(first: 5) { nodes { title } } } } } }',
      );
      expect(none.calls).toHaveLength(1);
    } finally {
      Object.assign(limits, { operationRows: full });
    }
  });
});
