import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { askTwice, type Graph, now, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

const acme = () => graph.sandbox.worlds[0]?.organizations.find(({ slug }) => slug === 'acme');
const search = 'GET /organizations/acme/events/?dataset=errors';
const always = '&field=id&field=project&field=timestamp';
const ask = (fields: string, args = 'first: 25') =>
  askTwice(graph, `{ organization(slug: "acme") { events(${args}) { nodes { ${fields} } } } }`);

type Summary = Record<string, string>;

/** The newest error events, as the sandbox keeps them. */
const newest = () =>
  (acme()?.issues ?? [])
    .filter(({ type, mergedInto }) => type !== 'transaction' && type !== 'generic' && mergedInto === null)
    .flatMap((issue) => issue.events.map((event) => ({ issue, event })))
    .filter(({ event }) => event.date <= now)
    .sort((a, b) => b.event.date - a.event.date);

describe('the event search', () => {
  it('is one call a page, over every visible project, newest first', async () => {
    const { data, errors, calls } = await ask('databaseId dateCreated');
    expect(errors).toBeUndefined();
    expect(calls).toEqual([`${search}${always}&project=-1&sort=-timestamp&per_page=25`]);
    const expected = newest().slice(0, 25);
    expect(data.organization.events.nodes.map(({ databaseId }: Summary) => databaseId)).toEqual(
      expected.map(({ event }) => event.id),
    );
    expect(data.organization.events.nodes[0].dateCreated).toBe(
      `${new Date(expected[0]?.event.date ?? 0).toISOString().slice(0, 19)}+00:00`,
    );
  });

  it('asks for the columns that are selected, for all of them with one call', async () => {
    const { data, errors, calls } = await ask(
      'title url message transaction level levelRaw type typeRaw platform environment traceId user { userId email username ipAddress } release { version } project { id databaseId slug url } issue { id databaseId shortId url } event { id databaseId }',
      'first: 50',
    );
    expect(errors).toBeUndefined();
    expect(calls).toEqual([
      `${search}${always}&field=project.id&field=issue.id&field=issue&field=title&field=message&field=transaction&field=level&field=event.type&field=platform.name&field=environment&field=release&field=trace&field=user.id&field=user.email&field=user.username&field=user.ip&project=-1&sort=-timestamp&per_page=50`,
    ]);
    expect(calls[0]?.match(/field=/g)?.length).toBeLessThanOrEqual(20);
    const rows = newest();
    for (const [index, node] of data.organization.events.nodes.entries()) {
      const { event, issue } = rows[index] ?? {};
      expect(node).toMatchObject({
        title: event?.title,
        url: `https://acme.sentry.io/issues/${issue?.id}/events/${event?.id}/`,
        levelRaw: event?.level,
        level: event?.level.toUpperCase(),
        typeRaw: event?.type,
        platform: event?.platform,
        environment: event?.environment,
        release: event?.release ? { version: event.release } : null,
        issue: { databaseId: issue?.id, shortId: issue?.shortId },
        project: { databaseId: issue?.projectId },
        event: { databaseId: event?.id },
      });
      expect(node.traceId).toMatch(/^[0-9a-f]{32}$/);
      expect(node.user?.email ?? null).toBe(event?.user?.email ?? null);
    }
  });

  it('asks for the user alone by four columns', async () => {
    const { calls } = await ask('user { email }', 'first: 2');
    expect(calls).toEqual([
      `${search}${always}&field=user.id&field=user.email&field=user.username&field=user.ip&project=-1&sort=-timestamp&per_page=2`,
    ]);
  });

  it('loads the issues of all rows with one batched call', async () => {
    const { data, errors, calls } = await ask('issue { id title }');
    expect(errors).toBeUndefined();
    expect(calls).toHaveLength(2);
    expect(calls[0]).toBe(`${search}${always}&field=issue.id&field=issue&project=-1&sort=-timestamp&per_page=25`);
    expect(calls[1]).toMatch(/^GET \/organizations\/acme\/issues\/\?(group=\d+&)+project=-1&collapse=stats&/);
    expect(data.organization.events.nodes[0].issue.title).toBe(newest()[0]?.issue.title);
  });

  it('loads projects and releases beyond their keys with one batched call each', async () => {
    const { errors, calls } = await ask('project { name } release { dateCreated }');
    expect(errors).toBeUndefined();
    expect(calls).toHaveLength(3);
    expect(calls.slice(1).sort()).toEqual([
      expect.stringMatching(/^GET \/organizations\/acme\/projects\/\?query=slug:/),
      expect.stringMatching(/^GET \/organizations\/acme\/releases\/\?query=release:\[/),
    ]);
  });

  it('leads to bodies by the path of the project, one call a row', async () => {
    const { data, errors, calls } = await ask(
      'project { slug } event { databaseId size project { slug } }',
      'first: 2',
    );
    expect(errors).toBeUndefined();
    const { nodes } = data.organization.events;
    expect(calls).toEqual([
      `${search}${always}&field=project.id&project=-1&sort=-timestamp&per_page=2`,
      ...nodes.map(
        ({ project, event }: { project: Summary; event: Summary }) =>
          `GET /projects/acme/${project.slug}/events/${event.databaseId}/`,
      ),
    ]);
    expect(nodes[0].event.size).toBeGreaterThan(0);
    expect(nodes[0].event.project).toEqual(nodes[0].project);
  });

  it('sends what it is asked', async () => {
    const { data, calls } = await graph.ask(
      '{ organization(slug: "acme") { events(query: "level:error", projects: ["payments"], environment: ["production"], period: "14d", first: 3) { nodes { levelRaw environment project { slug } } } } }',
    );
    expect(calls).toEqual([
      `${search}${always}&field=project.id&field=level&field=environment&query=level:error&project=payments&environment=production&statsPeriod=14d&sort=-timestamp&per_page=3`,
    ]);
    for (const node of data.organization.events.nodes) {
      expect(node).toEqual({ levelRaw: 'error', environment: 'production', project: { slug: 'payments' } });
    }
  });

  it('finds the events of a trace', async () => {
    const { data: all } = await ask('traceId', 'first: 1');
    const [{ traceId }] = all.organization.events.nodes;
    const { data } = await ask('traceId', `query: "trace:${traceId}"`);
    expect(data.organization.events.nodes).toEqual([{ traceId }]);
  });

  it('is walked in both directions, each row once', async () => {
    const page = async (args: string) =>
      (
        await graph.ask(
          `{ organization(slug: "acme") { events(period: "1d", ${args}) { nodes { databaseId } edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor startCursor } } } }`,
        )
      ).data.organization.events;
    const seen: string[] = [];
    let after: string | null = null;
    let last = await page('first: 7');
    for (;;) {
      seen.push(...last.nodes.map(({ databaseId }: Summary) => databaseId));
      if (!last.pageInfo.hasNextPage) break;
      after = last.pageInfo.endCursor;
      last = await page(`first: 7, after: "${after}"`);
    }
    const day = newest().filter(({ event }) => event.date >= now - 86_400_000);
    expect(day.length).toBeGreaterThan(7);
    expect(seen).toEqual(day.map(({ event }) => event.id));
    const back = await page(`last: 7, before: "${last.pageInfo.startCursor}"`);
    expect(back.nodes.map(({ databaseId }: Summary) => databaseId)).toEqual(
      seen.slice(-last.nodes.length - 7, -last.nodes.length),
    );
  });

  it.each([
    'projects: []',
    'projects: ["../x"]',
    'environment: []',
    'environment: ["a/b"]',
    'period: "91d"',
    'period: "1d", start: "2026-11-01T00:00:00Z", end: "2026-11-02T00:00:00Z"',
    'start: "2026-11-01T00:00:00Z"',
    'start: "2026-11-02T00:00:00Z", end: "2026-11-01T00:00:00Z"',
    'first: 101',
    'last: 5',
    'after: "nonsense"',
  ])('refuses (%s) with a reason, before any call', async (args) => {
    const { errors, calls } = await graph.ask(`{ organization(slug: "acme") { events(${args}) { nodes { title } } } }`);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(calls).toEqual([]);
  });

  it('of a missing organization is that organization’s NOT_FOUND', async () => {
    const { data, errors } = await graph.ask('{ organization(slug: "nope") { events { nodes { title } } } }');
    expect(data).toEqual({ organization: null });
    expect(errors).toMatchObject([{ path: ['organization'], extensions: { code: 'NOT_FOUND' } }]);
  });

  it('of an environment that is nowhere is NOT_FOUND at its own path', async () => {
    const { data, errors } = await graph.ask(
      '{ organization(slug: "acme") { slug events(environment: ["no-such"]) { nodes { title } } } }',
    );
    expect(data).toEqual({ organization: { slug: 'acme', events: null } });
    expect(errors).toMatchObject([{ path: ['organization', 'events'], extensions: { code: 'NOT_FOUND' } }]);
  });
});

describe('rows of the event search', () => {
  const served = async (rows: unknown[], fields: string) => {
    graph.sandbox.switches.faults.push({ path: /\/events\/\?/, status: 200, body: { data: rows, meta: {} } });
    return graph.ask(`{ organization(slug: "acme") { events { nodes { ${fields} } } } }`);
  };
  const row = { id: 'a'.repeat(32), project: 'payments', timestamp: '2026-11-25T10:00:00+00:00' };

  it('read empty columns as null, and an issue that is gone as none', async () => {
    const { data, errors, calls } = await served(
      [{ ...row, 'issue.id': 7, issue: 'unknown', environment: '', 'user.email': '', level: 'odd', title: '<x>' }],
      'title environment traceId level levelRaw user { email } release { version } issue { title }',
    );
    expect(errors).toBeUndefined();
    expect(data.organization.events.nodes).toEqual([
      {
        title: '<x>',
        environment: null,
        traceId: null,
        level: 'UNKNOWN',
        levelRaw: 'odd',
        user: null,
        release: null,
        issue: null,
      },
    ]);
    expect(calls).toHaveLength(1);
  });

  it('without an issue have their page below the project', async () => {
    const { data } = await served([{ ...row, 'issue.id': 0, timestamp: '2026-11-25T10:00:00' }], 'url dateCreated');
    expect(data.organization.events.nodes).toEqual([
      {
        url: `https://acme.sentry.io/projects/payments/events/${row.id}/`,
        dateCreated: '2026-11-25T10:00:00Z',
      },
    ]);
  });

  it('that cannot be read are left out with a warning', async () => {
    const { data, extensions } = await served([{ ...row, id: null }, row], 'databaseId');
    expect(data.organization.events.nodes).toEqual([{ databaseId: row.id }]);
    expect(extensions?.warnings).toMatchObject([{ path: ['organization', 'events'] }]);
  });
});
