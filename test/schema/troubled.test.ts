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

describe('a renamed project', () => {
  it('is found by its old slug and by its old node id', async () => {
    const renamed = troubled()?.projects.find(({ formerSlugs }) => formerSlugs.length > 0);
    const old = renamed?.formerSlugs[0] ?? '';
    const { data, errors, calls } = await graph.ask(
      `{ project(organization: "troubled", slug: "${old}") { databaseId name } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.project).toEqual({ databaseId: renamed?.id, name: renamed?.name });
    expect(calls).toEqual([`GET /projects/troubled/${old}/`, `GET /projects/troubled/${renamed?.slug}/`]);
    const id = encodeNodeId({ code: 'p', account: null, parts: ['troubled', old] });
    const node = await graph.ask('query ($id: ID!) { node(id: $id) { ... on Project { name } } }', { id });
    expect(node.data.node.name).toBe(renamed?.name);
  });
});

describe('a forbidden project', () => {
  it('is FORBIDDEN at its own path, its neighbours intact', async () => {
    const forbidden = troubled()?.projects.find(({ trouble }) => trouble === 'forbidden');
    const { data, errors } = await graph.ask(
      `{ organization(slug: "troubled") { name project(slug: "${forbidden?.slug}") { settings { resolveAge } } } }`,
    );
    expect(data.organization.name).toBe(troubled()?.name);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', origin: 'SENTRY' });
  });
});

describe('a merged issue', () => {
  it('answers with the id as asked and everything else the survivor’s', async () => {
    const merged = troubled()?.issues.find(({ mergedInto }) => mergedInto);
    const { data, errors } = await graph.ask(
      `{ issue(organization: "troubled", id: "${merged?.id}") { id databaseId shortId } }`,
    );
    const survivor = troubled()?.issues.find(({ id }) => id === merged?.mergedInto);
    expect(errors).toBeUndefined();
    expect(data.issue).toEqual({
      id: encodeNodeId({ code: 'i', account: null, parts: ['troubled', merged?.id ?? ''] }),
      databaseId: survivor?.id,
      shortId: survivor?.shortId,
    });
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
