import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { askTwice, type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

const issue = () => {
  const found = graph.sandbox.worlds[0]?.organizations
    .find(({ slug }) => slug === 'acme')
    ?.issues.find(({ type, status, events }) => type === 'error' && status === 'unresolved' && events.length >= 5);
  if (!found) throw new Error('no issue with events');
  return found;
};
/** How many of its events have a tag, in some environments or all. */
const total = (key: string, environments?: string[]) =>
  issue()
    .events.filter(({ environment }) => !environments || environments.includes(environment))
    .filter(({ tags }) => tags.some((tag) => tag.key === key)).length;
const ask = (selection: string) =>
  askTwice(graph, `{ issue(organization: "acme", id: "${issue().id}") { ${selection} } }`);
const path = () => `GET /organizations/acme/issues/${issue().id}/tags/`;
/** Sentry refuses the undocumented form, as `status` says. */
const refuse = (status: number, body: string | object = { detail: 'No' }) =>
  graph.sandbox.switches.faults.push({ path: /\/tags\/\?/, status, body });

describe('tags of an issue', () => {
  it('however they are asked are one call', async () => {
    const { data, calls } = await ask(
      'a: tag(key: "environment") { key totalValues } b: tag(key: "level") { name uniqueValues topValues { value name count firstSeen lastSeen } } tags(keys: ["level", "environment", "level", "nothing"]) { key }',
    );
    expect(data.issue).toEqual({
      a: { key: 'environment', totalValues: total('environment') },
      b: {
        name: 'Level',
        uniqueValues: 1,
        topValues: [
          {
            value: 'error',
            name: 'error',
            count: total('level'),
            firstSeen: new Date(issue().events.at(-1)?.date ?? 0).toISOString().replace('.000', ''),
            lastSeen: new Date(issue().events[0]?.date ?? 0).toISOString().replace('.000', ''),
          },
        ],
      },
      tags: [{ key: 'level' }, { key: 'environment' }],
    });
    expect(calls).toEqual([`${path()}?key=environment&key=level&key=nothing&limit=10`]);
  });

  it('that no event has are null or left out, without an error', async () => {
    const { data, errors, calls } = await ask('tag(key: "nothing") { key } tags(keys: ["nothing"]) { key }');
    expect(data.issue).toEqual({ tag: null, tags: [] });
    expect(errors).toBeUndefined();
    expect(calls).toEqual([`${path()}?key=nothing&limit=10`]);
  });

  it('of all keys answer for the named ones too', async () => {
    const { data, calls, extensions } = await ask(
      'tags(valueLimit: 2) { key topValues { value } } tag(key: "level", valueLimit: 2) { key }',
    );
    const keys = new Set(issue().events.flatMap(({ tags }) => tags.map(({ key }) => key)));
    expect(new Set(data.issue.tags.map(({ key }: { key: string }) => key))).toEqual(keys);
    for (const { topValues } of data.issue.tags) expect(topValues.length).toBeLessThanOrEqual(2);
    expect(data.issue.tag).toEqual({ key: 'level' });
    expect(calls).toEqual([`${path()}?limit=2`]);
    expect(extensions?.cost.saved.batch).toBe(1);
  });

  it('take a call more for other environments and numbers of values', async () => {
    const { data, calls } = await ask(
      'a: tag(key: "level") { totalValues } b: tag(key: "level", environment: ["production"]) { totalValues } c: tag(key: "level", valueLimit: 1) { totalValues }',
    );
    expect(data.issue.b).toEqual({ totalValues: total('level', ['production']) });
    expect(calls).toEqual([
      `${path()}?key=level&limit=10`,
      `${path()}?key=level&limit=10&environment=production`,
      `${path()}?key=level&limit=1`,
    ]);
  });

  it('know the names that Sentry has for its own', async () => {
    const { data } = await ask('tag(key: "release") { key totalValues }');
    graph.sandbox.switches.faults.push({
      path: /sentry%3Arelease/,
      status: 200,
      body: [{ key: 'release', name: 'Release' }],
    });
    const long = await ask('tag(key: "sentry:release") { key topValues { value } }');
    expect(data.issue.tag.key).toBe('release');
    expect(long.data.issue.tag).toEqual({ key: 'release', topValues: null });
  });

  it('are cut into calls whose values Sentry gives whole', async () => {
    const keys = Array.from({ length: 12 }, (_, index) => `k${index}`);
    const { calls } = await ask(`tags(keys: ${JSON.stringify(keys)}, valueLimit: 100) { key }`);
    const listed = (some: string[]) => `${path()}?${some.map((key) => `key=${key}&`).join('')}limit=100`;
    expect(calls).toEqual([listed(keys.slice(0, 10)), listed(keys.slice(10))]);
  });

  it('of an issue that is missing blame the issue', async () => {
    const { data, errors } = await graph.ask(
      '{ issue(organization: "acme", id: "999999999999") { tag(key: "level") { key } tags { key } } }',
    );
    expect(data).toEqual({ issue: null });
    expect(errors).toMatchObject([{ path: ['issue'], extensions: { code: 'NOT_FOUND' } }]);
  });
});

describe('tags in environments', () => {
  it('are none where the organization has no such environment', async () => {
    const { data, errors } = await graph.ask(
      `{ issue(organization: "acme", id: "${issue().id}") { tag(key: "level", environment: ["nowhere"]) { key } tags(environment: ["nowhere"]) { key } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.issue).toEqual({ tag: null, tags: [] });
  });

  it('one of which the organization does not have are an error, not a count of the others', async () => {
    const { data, errors } = await graph.ask(
      `{ issue(organization: "acme", id: "${issue().id}") { title tag(key: "level", environment: ["production", "nowhere"]) { key } } }`,
    );
    expect(data.issue).toEqual({ title: issue().title, tag: null });
    expect(errors).toMatchObject([{ path: ['issue', 'tag'], extensions: { code: 'NOT_FOUND' } }]);
  });
});

describe('tags where Sentry refuses to list them', () => {
  const single = (key: string, rest = '') => `${path()}${key}/${rest}`;

  it.each([
    [400, { detail: 'No' }],
    [404, ''],
    [410, { message: 'This API no longer exists.' }],
  ])('with %i are one call a key', async (status, body) => {
    refuse(status, body);
    const { data, errors, calls } = await graph.ask(
      `{ issue(organization: "acme", id: "${issue().id}") { a: tag(key: "environment", environment: ["production"], valueLimit: 1) { totalValues topValues { value } } b: tag(key: "nothing", environment: ["production"], valueLimit: 1) { key } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.issue).toEqual({
      a: { totalValues: total('environment', ['production']), topValues: [{ value: 'production' }] },
      b: null,
    });
    expect(calls.slice(0, 3)).toEqual([
      `${path()}?key=environment&key=nothing&limit=1&environment=production`,
      single('environment', '?environment=production'),
      single('nothing', '?environment=production'),
    ]);
  });

  it('of several environments are an error, since one by one Sentry would count the last alone', async () => {
    refuse(400);
    const { data, errors, calls } = await graph.ask(
      `{ issue(organization: "acme", id: "${issue().id}") { tag(key: "level", environment: ["production", "staging"]) { key } } }`,
    );
    expect(data.issue.tag).toBeNull();
    expect(errors).toMatchObject([{ path: ['issue', 'tag'], extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(calls).toHaveLength(1);
  });

  it('without keys are an error at that field, and named ones come all the same', async () => {
    refuse(400);
    const { data, errors } = await graph.ask(
      `{ issue(organization: "acme", id: "${issue().id}") { tags { key } tag(key: "level") { key } } }`,
    );
    expect(data.issue).toEqual({ tags: null, tag: { key: 'level' } });
    expect(errors).toMatchObject([{ path: ['issue', 'tags'] }]);
  });

  it.each(['query-timeout', 'sentry-429', 'maton-404'] as const)(
    'for other reasons make no more calls: %s',
    async (kind) => {
      graph.sandbox.switches.faults.push({
        path: /\/tags\/\?/,
        kind,
        ...(kind === 'sentry-429' && { headers: { 'retry-after': '60' } }),
      });
      const { data, calls } = await graph.ask(
        `{ issue(organization: "acme", id: "${issue().id}") { tags(keys: ["level", "release"]) { key } } }`,
      );
      expect(data.issue.tags).toBeNull();
      expect(calls.every((call) => call.includes('/tags/?'))).toBe(true);
    },
  );
});

it.each([
  'tag(key: "")',
  'tag(key: " ")',
  'tag(key: "..")',
  'tag(key: "a/b")',
  'tag(key: "a\\\\b")',
  'tag(key: "a\\nb")',
  `tag(key: "${'x'.repeat(201)}")`,
  'tag(key: "level", valueLimit: 0)',
  'tag(key: "level", valueLimit: 101)',
  'tag(key: "level", environment: [])',
  'tag(key: "level", environment: ["a/b"])',
  'tags(keys: [])',
  'tags(keys: ["level", "../x"])',
  'tags(valueLimit: -1)',
])('%s is refused before any call', async (field) => {
  const { errors, calls } = await graph.ask(
    `{ issue(organization: "acme", id: "${issue().id}") { ${field} { key } } }`,
  );
  expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  expect(calls).toEqual([]);
});
