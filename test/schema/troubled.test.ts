import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeNodeId } from '../../src/schema/node-id.ts';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());

const organization = (slug: string) => graph.sandbox.worlds[0]?.organizations.find((known) => known.slug === slug);
const troubled = () => organization('troubled');

const siblings = 'organization(slug: "troubled") { name projects { nodes { slug name } } }';
const slugOf = (trouble: string) => troubled()?.projects.find((project) => project.trouble === trouble)?.slug ?? '';
/** What stands beside a troubled part, and must come through whole. */
const whole = () => ({
  name: 'Troubled',
  projects: {
    nodes: [...(troubled()?.projects ?? [])]
      .sort((a, b) => (a.slug < b.slug ? -1 : 1))
      .map(({ slug, name }) => ({ slug, name })),
  },
});

describe('a renamed project', () => {
  const renamed = () => troubled()?.projects.find(({ formerSlugs }) => formerSlugs.length > 0);
  const old = () => renamed()?.formerSlugs[0] ?? '';

  it('is found by its old slug and by its old node id', async () => {
    const { data, errors, calls } = await graph.ask(
      `{ project(organization: "troubled", slug: "${old()}") { databaseId name } ${siblings} }`,
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ project: { databaseId: renamed()?.id, name: renamed()?.name }, organization: whole() });
    expect(calls.filter((call) => call.startsWith('GET /projects/'))).toEqual([
      `GET /projects/troubled/${old()}/`,
      `GET /projects/troubled/${renamed()?.slug}/`,
    ]);
    const id = encodeNodeId({ code: 'p', account: null, parts: ['troubled', old()] });
    const node = await graph.ask('query ($id: ID!) { node(id: $id) { ... on Project { name } } }', { id });
    expect(node.data.node.name).toBe(renamed()?.name);
  });

  it('shows its issues and releases under its old slug', async () => {
    const { data, errors, calls } = await graph.ask(
      `{ project(organization: "troubled", slug: "${old()}") { issues { nodes { shortId } } releases { nodes { version } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.project).toEqual({
      issues: { nodes: [{ shortId: 'RENAMED-PROJECT-1' }] },
      releases: { nodes: [{ version: 'renamed@1.0.0' }] },
    });
    // Both lists refuse the slug, the project is looked up once (its old slug, then its new), both are asked again.
    expect(calls).toHaveLength(6);
  });
});

describe('a forbidden project', () => {
  it('is FORBIDDEN at its own path, what it is listed with and its neighbours intact', async () => {
    const { data, errors } = await graph.ask(
      `{ project(organization: "troubled", slug: "${slugOf('forbidden')}") { slug settings { resolveAge } } ${siblings} }`,
    );
    expect(data).toEqual({ project: { slug: slugOf('forbidden'), settings: null }, organization: whole() });
    expect(errors).toMatchObject([
      { path: ['project', 'settings'], extensions: { code: 'FORBIDDEN', origin: 'SENTRY', upstreamStatus: 403 } },
    ]);
  });

  it('fails an issue list that names it, and is left out of one that does not', async () => {
    const { data, errors } = await graph.ask(
      `{ organization(slug: "troubled") { named: issues(projects: ["${slugOf('forbidden')}"]) { nodes { title } } all: issues { nodes { project { slug } } } } }`,
    );
    expect(data.organization.named).toBeNull();
    expect(errors).toMatchObject([{ path: ['organization', 'named'], extensions: { code: 'FORBIDDEN' } }]);
    const slugs = data.organization.all.nodes.map(({ project }: { project: { slug: string } }) => project.slug);
    expect(slugs.length).toBeGreaterThan(3);
    expect(slugs).not.toContain(slugOf('forbidden'));
  });
});

describe('a slow project', () => {
  const ask = (on: Graph) =>
    on.ask(
      `{ project(organization: "troubled", slug: "${slugOf('slow')}") { slug name issues { nodes { title } } } ${siblings} }`,
    );

  it('is waited for', async () => {
    graph.sandbox.switches.slowMs = 300;
    try {
      const started = performance.now();
      const { data, errors } = await ask(graph);
      expect(performance.now() - started).toBeGreaterThanOrEqual(290);
      expect(errors).toBeUndefined();
      expect(data.project).toMatchObject({
        name: 'Slow Project',
        issues: { nodes: [{ title: 'Error: in slow project' }] },
      });
    } finally {
      graph.sandbox.switches.slowMs = 3000;
    }
  });

  it('is UPSTREAM_TIMEOUT at the deadline, its neighbours intact', async () => {
    const hasty = await startGraph({}, { REQUEST_TIMEOUT_MS: '600' });
    try {
      const started = performance.now();
      const { data, errors } = await hasty.ask(
        `{ project(organization: "troubled", slug: "${slugOf('slow')}") { slug issues { nodes { title } } } ${siblings} }`,
      );
      expect(performance.now() - started).toBeLessThan(2000);
      expect(data).toEqual({ project: { slug: slugOf('slow'), issues: null }, organization: whole() });
      expect(errors).toMatchObject([{ path: ['project', 'issues'], extensions: { code: 'UPSTREAM_TIMEOUT' } }]);
    } finally {
      await hasty.close();
    }
  });
});

describe('a rate-limited project', () => {
  it('is RATE_LIMITED with the seconds to wait, its neighbours intact', async () => {
    const hasty = await startGraph({}, { REQUEST_TIMEOUT_MS: '900' });
    try {
      const { data, errors } = await hasty.ask(
        `{ project(organization: "troubled", slug: "${slugOf('rate-limited')}") { slug issues { nodes { title } } } ${siblings} }`,
      );
      expect(data).toEqual({ project: { slug: slugOf('rate-limited'), issues: null }, organization: whole() });
      expect(errors).toMatchObject([
        { path: ['project', 'issues'], extensions: { code: 'RATE_LIMITED', origin: 'SENTRY' } },
      ]);
      expect(errors?.[0]?.extensions.retryAfter).toBeGreaterThan(0);
    } finally {
      await hasty.close();
    }
  });
});

describe('an event whose body is broken', () => {
  it('gives what can be read of it, without an error, and the rest as it came', async () => {
    const broken = troubled()?.issues.find(({ title }) => title.includes('broken body'));
    const other = troubled()?.issues.find(({ title }) => title.includes('survivor'));
    const fields =
      'title latestEvent { title dateCreated exceptions { type value stacktrace { frames { function } } } breadcrumbs { message } request { url } contexts { os { name } device { name } } tags { key } user { email } raw }';
    const { data, errors } = await graph.ask(
      `{ organization(slug: "troubled") { broken: issue(id: "${broken?.id}") { ${fields} } other: issue(id: "${other?.id}") { ${fields} } } }`,
    );
    expect(errors).toBeUndefined();
    const { latestEvent } = data.organization.broken;
    expect(latestEvent).toMatchObject({ title: broken?.title, dateCreated: expect.any(String) });
    expect(latestEvent.exceptions).toEqual([{ type: 'Error', value: null, stacktrace: { frames: [] } }]);
    expect(latestEvent.tags.length).toBeGreaterThan(5);
    expect(latestEvent.raw.entries[0].data.values).toContain(null);
    expect(data.organization.other.latestEvent.exceptions[0].stacktrace.frames.length).toBeGreaterThan(3);
  });

  it('costs only the field that cannot be read, at its own path', async () => {
    const broken = troubled()?.issues.find(({ title }) => title.includes('broken body'));
    const { data, errors } = await graph.ask(
      `{ issue(organization: "troubled", id: "${broken?.id}") { title events(first: 12) { nodes ${body} } } }`,
    );
    const { nodes } = data.issue.events;
    expect(nodes).toHaveLength(12);
    for (const event of nodes) expect(event).toMatchObject({ title: broken?.title, tags: expect.any(Array) });
    expect(errors?.length).toBeGreaterThan(0);
    for (const { path, extensions } of errors ?? []) {
      const [, , , index, field, ...deeper] = path ?? [];
      expect([field, ...deeper]).toEqual(['breadcrumbs']);
      expect(extensions.code).toBe('UPSTREAM_BAD_RESPONSE');
      expect(nodes[index ?? 0].breadcrumbs).toBeNull();
    }
  });
});

describe('a merged issue', () => {
  it('answers with the id as asked and everything else the survivor’s', async () => {
    const merged = troubled()?.issues.find(({ mergedInto }) => mergedInto);
    const { data, errors } = await graph.ask(
      `{ issue(organization: "troubled", id: "${merged?.id}") { id databaseId shortId } ${siblings} }`,
    );
    const survivor = troubled()?.issues.find(({ id }) => id === merged?.mergedInto);
    expect(errors).toBeUndefined();
    expect(data.organization).toEqual(whole());
    expect(data.issue).toEqual({
      id: encodeNodeId({ code: 'i', account: null, parts: ['troubled', merged?.id ?? ''] }),
      databaseId: survivor?.id,
      shortId: survivor?.shortId,
    });
  });

  it('stands in lists as its survivor alone', async () => {
    const merged = troubled()?.issues.find(({ mergedInto }) => mergedInto);
    const { data } = await graph.ask(
      '{ organization(slug: "troubled") { issues(status: null, first: 100) { nodes { databaseId } } } }',
    );
    const ids = data.organization.issues.nodes.map(({ databaseId }: { databaseId: string }) => databaseId);
    expect(ids).toContain(merged?.mergedInto);
    expect(ids).not.toContain(merged?.id);
  });
});

describe('an issue pending deletion', () => {
  it('reads as not found', async () => {
    const pending = troubled()?.issues.find(({ status }) => status === 'pending_deletion');
    const { data, errors } = await graph.ask(`{ issue(organization: "troubled", id: "${pending?.id}") { title } }`);
    expect(data).toEqual({ issue: null });
    expect(errors).toMatchObject([{ path: ['issue'], extensions: { code: 'NOT_FOUND' } }]);
  });
});

const body = `{
  title type level message culprit environment dateCreated
  tags { key value } user { userId email } metadata { type value title raw }
  exceptions { type value module mechanism { type handled } stacktrace { frames { filename function lineNo colNo inApp context { lineNo line } vars trust } } rawStacktrace { frames { function } } }
  stacktrace { frames(inAppOnly: true) { function } }
  threads { threadId name crashed current stacktrace { frames { function } } }
  breadcrumbs { timestamp type category level message data }
  request { url method query { key value } headers { key value } cookies { key value } data env }
  contexts { device { name } os { name version } runtime { name } browser { name } app { version } trace { traceId } raw }
  sdk { name version } extra packages errors { type message data } fingerprints
  occurrence { issueTitle subtitle evidenceDisplay { name value important } } startTimestamp endTimestamp
  entries { type } raw
}`;

describe('events of every kind', () => {
  it('come through whole', async () => {
    const issues = organization('acme')?.issues ?? [];
    const kinds = new Map(
      issues
        .filter(({ status, mergedInto, events }) => !status.startsWith('pending') && !mergedInto && events.length > 0)
        .map((issue) => [`${issue.type} ${issue.platform}`, issue.id]),
    );
    expect([...kinds.keys()].map((kind) => kind.split(' ')[0])).toEqual(
      expect.arrayContaining(['error', 'default', 'csp', 'generic']),
    );
    for (const [kind, id] of kinds) {
      const { data, errors } = await graph.ask(`{ issue(organization: "acme", id: "${id}") { latestEvent ${body} } }`);
      expect(errors, kind).toBeUndefined();
      expect(data.issue.latestEvent.title, kind).toBeTypeOf('string');
      if (kind.startsWith('error')) expect(data.issue.latestEvent.exceptions?.length, kind).toBeGreaterThan(0);
    }
  });
});

describe('two linked accounts', () => {
  it('with the same slugs and ids never mix', async () => {
    const mirror = await startGraph({ mirror: true });
    try {
      const [first, second] = mirror.sandbox.worlds;
      const document = '{ organization(slug: "acme") { name issues(first: 5) { nodes { id title } } } }';
      const asked = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          mirror.ask(document, {}, { account: (index % 2 ? second : first)?.connection.id ?? null }),
        ),
      );
      for (const [index, { data }] of asked.entries()) {
        const texts: string[] = [
          data.organization.name,
          ...data.organization.issues.nodes.map(({ title }: { title: string }) => title),
        ];
        for (const text of texts) expect(text.endsWith(' (mirror)')).toBe(index % 2 === 1);
      }
    } finally {
      await mirror.close();
    }
  });
});
