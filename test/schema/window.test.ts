import { expect, it } from 'vitest';
import { startGraph } from '../support/graph.ts';

it('a window counts back from the clock of the sandbox, where that has one of its own', async () => {
  const SANDBOX_NOW = '2020-03-01T12:00:00Z';
  const graph = await startGraph({ now: Date.parse(SANDBOX_NOW) }, { SANDBOX_NOW });
  try {
    const issues = (start: string) =>
      graph.ask(
        `{ organization(slug: "acme") { issues(start: "${start}", end: "${SANDBOX_NOW}", first: 1) { nodes { title } } } }`,
      );
    const recent = await issues('2020-02-01T00:00:00Z');
    expect(recent.errors).toBeUndefined();
    expect(recent.data.organization.issues.nodes).toHaveLength(1);
    expect(recent.calls).toHaveLength(1);
    const older = await issues('2019-11-01T00:00:00Z');
    expect(older.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(older.calls).toEqual([]);
  } finally {
    await graph.close();
  }
});
