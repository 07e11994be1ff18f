import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());
beforeEach(() => graph.sandbox.reset());

const row = (parts: Record<string, unknown>) => ({
  id: '1',
  shortId: 'WEB-1',
  title: 'It broke',
  culprit: null,
  level: 'error',
  status: 'unresolved',
  statusDetails: {},
  type: 'error',
  metadata: {},
  project: { id: '2', slug: 'web', name: 'Web', platform: null },
  ...parts,
});

const listed = async (rows: unknown[]) => {
  graph.sandbox.switches.faults.push({ path: /\/issues\/\?/, status: 200, body: rows });
  return graph.ask(
    '{ organization(slug: "acme") { issues { nodes { databaseId title culprit level levelRaw status statusRaw type priority platform numComments project { slug platform } annotations { displayName } } } } }',
  );
};

describe('messy payloads', () => {
  it('with words we do not know are UNKNOWN and keep the word', async () => {
    const { data, errors } = await listed([
      row({ level: 'catastrophic', status: 'haunted', type: 'séance', priority: 'urgent' }),
    ]);
    expect(errors).toBeUndefined();
    expect(data.organization.issues.nodes[0]).toMatchObject({
      level: 'UNKNOWN',
      levelRaw: 'catastrophic',
      status: 'UNKNOWN',
      statusRaw: 'haunted',
      type: 'UNKNOWN',
      priority: 'UNKNOWN',
    });
  });

  it('with numbers for ids and texts for annotations come through', async () => {
    const { data, errors } = await listed([
      row({ id: 7, project: { id: 2, slug: 'web', name: 'Web', platform: null }, annotations: ['JIRA-1'] }),
    ]);
    expect(errors).toBeUndefined();
    expect(data.organization.issues.nodes[0]).toMatchObject({
      databaseId: '7',
      annotations: [{ displayName: 'JIRA-1' }],
    });
  });

  it('of a wrong shape cost their own field, with the error at its path', async () => {
    const { data, errors } = await listed([row({ culprit: {} }), row({ id: '2' })]);
    expect(data.organization.issues.nodes).toHaveLength(2);
    expect(data.organization.issues.nodes[0]).toMatchObject({ title: 'It broke', culprit: null });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({
      path: ['organization', 'issues', 'nodes', 0, 'culprit'],
      extensions: { code: 'UPSTREAM_BAD_RESPONSE' },
    });
  });

  it.each([[null], ['text'], [{}], [row({ id: null })], [row({ title: undefined })], [row({ level: null })]])(
    'such as the row %j are left out with a warning, and cost no neighbour',
    async (broken) => {
      const { data, errors, extensions } = await listed([broken, row({ id: '2' })]);
      expect(errors).toBeUndefined();
      expect(data.organization.issues.nodes).toHaveLength(1);
      expect(extensions?.warnings).toMatchObject([{ code: 'UPSTREAM_BAD_RESPONSE', path: ['organization', 'issues'] }]);
    },
  );

  it('with prototype keys are plain data', async () => {
    graph.sandbox.switches.faults.push({
      path: /\/issues\/\?/,
      status: 200,
      body: JSON.stringify([row({})]).replace('"metadata":{}', '"metadata":{"__proto__":{"type":"x"},"constructor":1}'),
    });
    const { data, errors } = await graph.ask(
      '{ organization(slug: "acme") { issues { nodes { metadata { type raw } } } } }',
    );
    expect(errors).toBeUndefined();
    expect(data.organization.issues.nodes[0].metadata.type).toBeNull();
    expect(Reflect.get({}, 'type')).toBeUndefined();
  });
});
