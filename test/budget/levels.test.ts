import { afterEach, describe, expect, it } from 'vitest';
import type { SandboxOptions } from '../../src/sandbox/index.ts';
import { encodeNodeId } from '../../src/schema/node-id.ts';
import { type Asked, type Graph, startGraph } from '../support/graph.ts';
import { withProjects } from '../support/worlds.ts';

let graph: Graph;
afterEach(() => graph.close());

const start = async (options: SandboxOptions = {}, maxCalls = 50): Promise<void> => {
  graph = await startGraph(options, { MAX_CALLS: String(maxCalls) });
};

const codesOf = ({ errors = [] }: Asked) => [...new Set(errors.map(({ extensions }) => extensions.code))];
const messagesOf = ({ errors = [] }: Asked) => [...new Set(errors.map(({ message }) => message))];

const fanOut =
  '{ organization(slug: "acme") { projects(first: 100) { nodes { slug issues(first: 1) { nodes { title } } } } } }';

describe('a fan-out', () => {
  it('of 8 projects costs 9 calls and runs, even where no more are allowed', async () => {
    await start({ worlds: withProjects(8) }, 9);
    const { errors, calls, extensions } = await graph.ask(fanOut);
    expect(errors).toBeUndefined();
    expect(calls).toHaveLength(9);
    expect(extensions?.cost).toMatchObject({ calls: 9, least: 1, most: 101 });
  });

  it('of 100 projects gives the projects, and refuses all of the level before its first call', async () => {
    await start({ worlds: withProjects(100) });
    const asked = await graph.ask(fanOut);
    const { nodes } = asked.data.organization.projects;
    expect(asked.calls).toHaveLength(1);
    expect(nodes).toHaveLength(100);
    expect(nodes.every(({ slug, issues }: { slug: string; issues: null }) => slug && issues === null)).toBe(true);
    expect(asked.errors).toHaveLength(100);
    expect(asked.errors?.[7]?.path).toEqual(['organization', 'projects', 'nodes', 7, 'issues']);
    expect(codesOf(asked)).toEqual(['QUERY_TOO_COSTLY']);
    expect(messagesOf(asked)).toEqual([
      '"organization.projects.nodes.issues" would cost 100 calls, and 49 of the 50 that one operation may make are left: ask `Organization.issues(projects:)`, one call for many projects, instead.',
    ]);
  });

  it('counts what a call for an event of unknown place was reckoned at, whatever it found', async () => {
    await start({}, 2);
    const { data } = await graph.ask(
      '{ organization(slug: "acme") { issues(first: 1) { nodes { latestEvent { databaseId } } } } }',
    );
    const id = data.organization.issues.nodes[0].latestEvent.databaseId;
    const asked = await graph.ask(
      `{ event(organization: "acme", id: "${id}") { platform release { status } nextEvent { id } } }`,
    );
    expect(asked.calls.length).toBeLessThanOrEqual(2);
    expect(codesOf(asked)).toEqual(['QUERY_TOO_COSTLY']);
  });

  it('is refused whole where its parents come at different times', async () => {
    await start({}, 12);
    const asked = await graph.ask(`{ organization(slug: "acme") { teams(first: 6) { nodes { slug
      projects(first: 20) { nodes { slug issues(first: 1) { nodes { title } } } } } } } }`);
    const projects: { issues: unknown }[] = asked.data.organization.teams.nodes.flatMap(
      (team: { projects: { nodes: { issues: unknown }[] } }) => team.projects.nodes,
    );
    expect(projects.length).toBeGreaterThan(5);
    expect(projects.every(({ issues }) => issues === null)).toBe(true);
    expect(codesOf(asked)).toEqual(['QUERY_TOO_COSTLY']);
    expect(asked.calls).toHaveLength(7);
  });

  it('runs whole where it fits once its parents are known', async () => {
    await start({}, 40);
    const asked = await graph.ask(`{ organization(slug: "acme") { teams(first: 3) { nodes { slug
      projects(first: 100) { nodes { slug issues(first: 1) { nodes { title } } } } } } } }`);
    expect(asked.errors).toBeUndefined();
    expect(asked.extensions?.cost.most).toBe(304);
    expect(asked.calls.length).toBeLessThanOrEqual(40);
  });

  it('of keys that share a batched call counts that call once', async () => {
    await start({}, 2);
    const asked = await graph.ask(`{ organization(slug: "acme") { issues(first: 60) { nodes { title
      assignee { __typename ... on User { lastLogin dateJoined } } } } } }`);
    expect(asked.errors).toBeUndefined();
    expect(asked.calls).toHaveLength(2);
  });

  it('of details, lookups and named events is a level as well', async () => {
    await start({}, 10);
    const list = (field: string) =>
      `{ organization(slug: "acme") { issues(first: 30) { nodes { shortId ${field} } } } }`;
    for (const field of ['userReportCount', 'firstRelease { version }', 'a: tags { key }']) {
      const asked = await graph.ask(list(field));
      expect(asked.calls).toHaveLength(1);
      expect(asked.data.organization.issues.nodes).toHaveLength(30);
      expect(codesOf(asked)).toEqual(['QUERY_TOO_COSTLY']);
    }
    const named = await graph.ask(list('latestEvent { title }'));
    expect(named.calls).toHaveLength(1);
    expect(messagesOf(named)[0]).toMatch(/ask `metadata` and `culprit` instead/);
  });

  it('of tags counted in several ways is refused way by way', async () => {
    await start();
    const ways = Array.from({ length: 10 }, (_, index) => index + 1);
    const tagged = (args: (way: number) => string) =>
      `{ organization(slug: "acme") { issues(first: 8) { nodes { ${ways
        .map((way) => `t${way}: tag(key: "browser", ${args(way)}) { key }`)
        .join(' ')} } } } }`;
    for (const args of [
      (way: number) => `valueLimit: ${way}`,
      (way: number) => `environment: ["production", "${way}"]`,
    ]) {
      const asked = await graph.ask(tagged(args));
      expect(asked.extensions?.cost.most).toBe(81);
      expect(codesOf(asked)).toContain('QUERY_TOO_COSTLY');
      expect(asked.calls).toHaveLength(49);
    }
  });

  it('of tags of one issue is refused before its first call where they take more than all', async () => {
    await start({}, 5);
    const tags = Array.from(
      { length: 12 },
      (_, index) => `t${index}: tag(key: "os", valueLimit: ${index + 1}) { key }`,
    );
    const asked = await graph.ask(`{ organization(slug: "acme") { issue(id: "5101000001") { ${tags.join(' ')} } } }`);
    expect(codesOf(asked)).toEqual(['QUERY_TOO_COSTLY']);
    expect(asked.calls).toEqual([]);
  });

  it('runs where an address and a lookup lead to the same issue by one call', async () => {
    await start({}, 1);
    const asked = await graph.ask(`{ resource(url: "https://acme.sentry.io/issues/5101000054/") { __typename }
      organization(slug: "acme") { issue(id: "5101000054") { title } } }`);
    expect(asked.errors).toBeUndefined();
    expect(asked.calls).toHaveLength(1);
  });

  it('of node ids is one call for a type, but one for each event and linked account', async () => {
    await start();
    const [world, ...others] = graph.sandbox.worlds;
    const acme = world?.organizations[0];
    const idsOf = (code: string, keys: readonly (readonly (string | undefined)[])[]) =>
      keys.map((key) => encodeNodeId({ code, account: null, parts: key.map((part) => part ?? '') }));
    const issues = acme?.issues.filter(({ mergedInto }) => !mergedInto).slice(0, 3) ?? [];
    const ask = (ids: readonly string[]) => graph.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    for (const [ids, calls] of [
      [
        idsOf(
          'i',
          issues.map(({ id }) => ['acme', id]),
        ),
        1,
      ],
      [
        idsOf(
          'e',
          issues.map(({ events }) => ['acme', events[0]?.id]),
        ),
        3,
      ],
      [
        idsOf(
          'a',
          [world, ...others].map((each) => [each?.connection.id]),
        ),
        1 + others.length,
      ],
    ] as const) {
      const asked = await ask(ids);
      expect(asked.errors).toBeUndefined();
      expect(asked.extensions?.cost).toMatchObject({ calls, most: ids.length });
      expect(asked.extensions?.cost.least).toBeLessThanOrEqual(calls);
    }
  });

  it('runs where commits bring what is asked of their releases', async () => {
    await start({}, 1);
    const version = graph.sandbox.worlds[0]?.organizations[0]?.releases[0]?.version;
    const asked = await graph.ask(
      `query ($version: String!) { release(organization: "acme", version: $version) { commits(first: 100) {
        nodes { releases { version shortVersion ref externalUrl dateReleased dateCreated } } } } }`,
      { version },
    );
    expect(asked.errors).toBeUndefined();
    expect(asked.data.release.commits.nodes[0].releases[0].dateCreated).not.toBeNull();
    expect(asked.extensions?.cost).toMatchObject({ calls: 1, most: 1 });
  });

  it('is decided in document order: what stands first may take what is left', async () => {
    await start({}, 12);
    const levels = (first: string, second: string) =>
      `{ organization(slug: "acme") { issues(first: 8) { nodes { ${first} { title } ${second} { title } } } } }`;
    for (const [first, second] of [
      ['latestEvent', 'oldestEvent'],
      ['oldestEvent', 'latestEvent'],
    ]) {
      const asked = await graph.ask(levels(first ?? '', second ?? ''));
      expect(asked.calls).toHaveLength(9);
      for (const node of asked.data.organization.issues.nodes) {
        expect(node[first ?? '']).not.toBeNull();
        expect(node[second ?? '']).toBeNull();
      }
    }
  });

  it('of pages of whole events is reckoned with all its pages', async () => {
    await start({}, 12);
    const ask = (count: number) =>
      graph.ask(
        `{ organization(slug: "acme") { issues(first: ${count}) { nodes { events(first: 25) { nodes { dateReceived } } } } } }`,
      );
    expect((await ask(3)).errors).toBeUndefined();
    const refused = await ask(4);
    expect(refused.calls).toHaveLength(1);
    expect(messagesOf(refused)[0]).toMatch(/would cost 12 calls, and 11 of the 12/);
  });
});

describe('what a level comes to beyond its price', () => {
  it('is not refused: a project that is missing is looked for', async () => {
    await start({}, 1);
    const asked = await graph.ask(
      '{ organization(slug: "acme") { project(slug: "nothing-here") { issues { nodes { title } } } } }',
    );
    expect(codesOf(asked)).toEqual(['NOT_FOUND']);
    expect(asked.calls.length).toBeGreaterThan(1);
  });

  it('is counted when it happens: issues that a batch leaves out are asked singly, and less is left', async () => {
    await start({ switches: { faults: [{ path: /limit=2/, delayMs: 200 }] } }, 6);
    const missing = ['91', '92', '93', '94'].map((id) => `i${id}: issue(organization: "acme", id: "${id}") { title }`);
    const asked = await graph.ask(`{ ${missing.join(' ')}
      organization(slug: "acme") { issues(first: 2) { nodes { latestEvent { title } } } } }`);
    expect(codesOf(asked).sort()).toEqual(['NOT_FOUND', 'QUERY_TOO_COSTLY']);
    expect(asked.calls).toHaveLength(6);
    expect(messagesOf(asked).join()).toMatch(/latestEvent" would cost 2 calls, and 0 of the 6/);
  });
});
