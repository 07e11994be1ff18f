import { isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FieldCost } from '../../src/schema/field-cost.ts';
import { schema } from '../../src/schema/index.ts';
import { type AskOptions, type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());

const plain: AskOptions = { scopes: ['READ', 'WRITE'] };

const marked = Object.values(schema.getTypeMap())
  .filter(isObjectType)
  .flatMap((type) => Object.values(type.getFields()).map((field) => ({ name: `${type.name}.${field.name}`, field })))
  .filter(({ field }) => (field.extensions as FieldCost).sensitive !== undefined);

describe('fields with personal data', () => {
  it('are these, and each says so', () => {
    expect(marked.map(({ name }) => name).sort()).toEqual([
      'AppContext.raw',
      'Breadcrumb.data',
      'BrowserContext.raw',
      'Contexts.raw',
      'DeviceContext.raw',
      'Event.entries',
      'Event.extra',
      'Event.raw',
      'Event.tags',
      'Event.user',
      'EventProcessingError.data',
      'EventSummary.user',
      'Frame.vars',
      'HttpRequest.cookies',
      'HttpRequest.data',
      'HttpRequest.env',
      'HttpRequest.fragment',
      'HttpRequest.headers',
      'HttpRequest.query',
      'Issue.tags',
      'Mechanism.raw',
      'Metadata.raw',
      'Occurrence.evidenceData',
      'OsContext.raw',
      'RuntimeContext.raw',
      'TraceContext.raw',
    ]);
    for (const { name, field } of marked) expect(field.description, name).toContain('SENSITIVE');
  });

  it('leave no other field of JSON beneath an event unmarked by accident', () => {
    const json = Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .flatMap((type) =>
        Object.values(type.getFields())
          .filter(({ type: of }) => `${of}`.startsWith('JSON'))
          .map((field) => `${type.name}.${field.name}`),
      );
    const names = new Set(marked.map(({ name }) => name));
    expect(json.filter((name) => !names.has(name)).sort()).toEqual([
      // Sentry members at work on an issue, not whom an event happened to.
      'Activity.data',
      'Event.packages',
      // Beneath `Event.entries`.
      'EventEntry.data',
      // Beneath `user`.
      'EventUser.data',
      'EventUser.geo',
      'IssueStatusDetails.raw',
      'ProjectSettings.highlightContext',
      'Release.data',
      'Stacktrace.registers',
    ]);
  });
});

const body = `
  id title tags { key value } user { userId email ipAddress geo data } extra raw metadata { type raw }
  entries(types: ["request"]) { type data }
  breadcrumbs { message data }
  request { url method query { key value } fragment headers { key value } cookies { key value } data env }
  contexts { raw device { name raw } os { raw } runtime { raw } browser { raw } app { raw } trace { raw } }
  exceptions { type mechanism { raw } stacktrace { frames { function vars } } }
  errors { type data }`;

describe('without the SENSITIVE scope', () => {
  const issues = `{ organization(slug: "acme") { issues(first: 10) { nodes { latestEvent { ${body} } } } } }`;

  it('everything else of an event stays, and one warning a field tells what is left out', async () => {
    const all = await graph.ask(issues);
    expect(all.extensions?.warnings).toBeUndefined();
    const { data, errors, extensions } = await graph.ask(issues, {}, plain);
    expect(errors).toBeUndefined();
    const before = all.data.organization.issues.nodes;
    const after = data.organization.issues.nodes;
    expect(before.some(({ latestEvent }: { latestEvent: { user: unknown } }) => latestEvent.user)).toBe(true);
    for (const [index, { latestEvent: event }] of after.entries()) {
      const whole = before[index].latestEvent;
      expect(event).toMatchObject({
        id: whole.id,
        title: whole.title,
        user: null,
        extra: null,
        raw: null,
        entries: null,
      });
      expect(event.metadata).toEqual({ type: whole.metadata.type, raw: {} });
      expect(event.tags).toEqual(whole.tags.filter(({ key }: { key: string }) => !/^(user(\..*)?|ip)$/.test(key)));
      expect(event.breadcrumbs?.map(({ message }: { message: string }) => message)).toEqual(
        whole.breadcrumbs?.map(({ message }: { message: string }) => message),
      );
      expect(event.request?.url).toEqual(whole.request?.url);
    }
    const left = JSON.stringify(after);
    const users = before.flatMap(({ latestEvent: { user } }: { latestEvent: { user: { email?: string } | null } }) =>
      user?.email ? [user.email] : [],
    );
    expect(users.length).toBeGreaterThan(0);
    for (const email of users) expect(left).not.toContain(`"${email}"`);
    const warnings = extensions?.warnings ?? [];
    const paths = warnings.map(({ path }) => path.join('.'));
    expect(new Set(paths).size).toBe(paths.length);
    expect(
      warnings.every(({ code, path }) => code === 'FORBIDDEN' && path.every((key) => typeof key === 'string')),
    ).toBe(true);
    const at = 'organization.issues.nodes.latestEvent';
    expect(paths).toEqual(
      expect.arrayContaining([`${at}.user`, `${at}.raw`, `${at}.tags`, `${at}.exceptions.stacktrace.frames.vars`]),
    );
  });

  it('a field that is left out does not make a lookup true', async () => {
    const document = `{ event(organization: "acme", id: "${'f'.repeat(32)}") { id raw user { email } } }`;
    const { data, errors } = await graph.ask(document, {}, plain);
    expect(data).toEqual({ event: null });
    expect(errors).toMatchObject([{ path: ['event'], extensions: { code: 'NOT_FOUND' } }]);
  });

  it('event summaries lack their user, whose columns are not asked for', async () => {
    const document = '{ organization(slug: "acme") { events(first: 5) { nodes { title user { email } } } } }';
    const { data, calls, extensions } = await graph.ask(document, {}, plain);
    expect(data.organization.events.nodes.map(({ user }: { user: unknown }) => user)).toEqual(Array(5).fill(null));
    expect(calls.join()).not.toContain('user');
    expect(extensions?.warnings).toMatchObject([
      { code: 'FORBIDDEN', path: ['organization', 'events', 'nodes', 'user'] },
    ]);
  });

  const issue = '{ organization(slug: "acme") { issues(first: 1) { nodes { $ } } } }';

  it('tags that name a person are left out of an issue, and not asked for by name', async () => {
    const every = await graph.ask(issue.replace('first: 1', 'first: 10').replace('$', 'tags { key }'), {}, plain);
    const keys: string[] = every.data.organization.issues.nodes.flatMap(({ tags }: { tags: { key: string }[] }) =>
      tags.map(({ key }) => key),
    );
    expect(keys).toContain('environment');
    expect(keys.filter((key) => key.startsWith('user'))).toEqual([]);
    expect(every.extensions?.warnings).toMatchObject([{ code: 'FORBIDDEN' }]);
    const some = await graph.ask(issue.replace('$', 'tags(keys: ["user", "environment"]) { key }'), {}, plain);
    expect(some.data.organization.issues.nodes[0].tags).toEqual([{ key: 'environment' }]);
    expect(some.calls.join()).not.toContain('user');
    expect(some.extensions?.warnings).toHaveLength(1);
    const one = await graph.ask(issue.replace('$', 'tag(key: "user") { key }'), {}, plain);
    expect(one.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect(one.calls).toHaveLength(1);
  });

  it.each([
    ['issues of an organization', 'organization(slug: "acme") { issues(query: "user.email:jane") { nodes { id } } }'],
    [
      'issues of a project',
      'project(organization: "acme", slug: "checkout-api") { issues(query: "has:user") { nodes { id } } }',
    ],
    [
      'issues of a release',
      'release(organization: "acme", version: "2.4.0") { newIssues(query: "user:1") { nodes { id } } }',
    ],
    [
      'events of an organization',
      'organization(slug: "acme") { events(query: "user.ip:1.2.3.4") { nodes { title } } }',
    ],
    ['events of an issue', 'issue(organization: "acme", id: "1") { events(query: "user:1") { nodes { id } } }'],
  ])('searches after a person are refused without a call: %s', async (_name, document) => {
    const { errors, calls } = await graph.ask(`{ ${document} }`, {}, plain);
    expect(calls).toEqual([]);
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});

describe('every argument that takes a search in Sentry’s syntax', () => {
  it('is one of those that are looked through', () => {
    const searches = Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .flatMap((type) =>
        Object.values(type.getFields()).flatMap(({ name, args }) =>
          args
            .filter((argument) => argument.name === 'query')
            .map(({ description }) => ({ name: `${type.name}.${name}`, description })),
        ),
      );
    const open = searches.filter(({ description }) => !description?.includes('SENSITIVE')).map(({ name }) => name);
    expect(open.sort()).toEqual(['Organization.releases', 'Project.releases']);
  });
});
