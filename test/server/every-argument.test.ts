import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { schema } from '../../src/schema/index.ts';
import { everyArgument, type GoodValues, shapesOf } from '../support/every-argument.ts';
import { hostileNodeIds, hostileValues } from '../support/hostile-values.ts';
import { type Served, startServer } from '../support/server.ts';
import { strayCalls, templateCount } from '../support/upstream-paths.ts';

let served: Served;
const good: Record<string, string> = {
  organization: '"acme"',
  project: '"payments"',
  'organization.slug': '"acme"',
  'project.slug': '"payments"',
  'release.version': '"2.4.0"',
  'tag.key': '"level"',
  key: '"level"',
  name: '"Hostile"',
};

beforeAll(async () => {
  served = await startServer({ UPSTREAM_RPS: '1000', REQUEST_TIMEOUT_MS: '60000' }, { rateLimit: null });
  const found = await served.post({
    query:
      '{ organization(slug: "acme") { teams(first: 1) { nodes { slug } } issues(first: 1) { nodes { databaseId latestEvent { databaseId } } } } }',
  });
  const { organization } = (await found.json()).data;
  const [issue] = organization.issues.nodes;
  const team = JSON.stringify(organization.teams.nodes[0].slug);
  Object.assign(good, {
    'team.slug': team,
    slug: team,
    'issue.id': JSON.stringify(issue.databaseId),
    'event.id': JSON.stringify(issue.latestEvent.databaseId),
    'linkedAccount.id': JSON.stringify(served.sandbox.worlds[0]?.connection.id),
  });
});
beforeEach(() => served.sandbox.clearCalls());
afterAll(() => served.close());

const allowed = new Set([
  'BAD_USER_INPUT',
  'NOT_FOUND',
  // A project that the linked account's user does not see reads so.
  'FORBIDDEN',
  'LINKED_ACCOUNT_NOT_FOUND',
  'QUERY_TOO_COMPLEX',
]);

/** Asks with some values of one argument at once, and looks at everything that came of it. */
const ask = async (document: string, values: readonly unknown[]): Promise<void> => {
  const variables = Object.fromEntries(values.map((value, index) => [`v${index}`, value]));
  const response = await served.post({ query: document, variables });
  const text = await response.text();
  expect(response.status).toBeLessThan(500);
  const { errors = [] } = JSON.parse(text);
  const codes = new Set(errors.map(({ extensions }: { extensions: { code: string } }) => extensions.code));
  expect(
    [...codes].filter((code) => !allowed.has(String(code))),
    text.slice(0, 2_000),
  ).toEqual([]);
  expect(text).not.toMatch(/\\n\s+at |node_modules|\/src\/|<html/i);
  expect(text.length).toBeLessThan(100_000);
};

const inTwelves = <T>(values: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(values.length / 12) }, (_, index) => values.slice(index * 12, index * 12 + 12));

describe('24 hostile values', () => {
  it('are 24, and the paths they may lead to are known', () => {
    expect(hostileValues).toHaveLength(24);
    expect(templateCount).toBeGreaterThan(20);
  });

  it('can be given for nearly every argument of the schema', () => {
    // What is beneath an event or a stack is reached by its shortest way too.
    expect(everyArgument(schema, good as GoodValues).length).toBeGreaterThan(190);
  });
});

describe('an argument', () => {
  const names = everyArgument(schema, { ...good, slug: '"x"', id: '"x"', version: '"x"', url: '"x"', ids: '[]' });
  it.each(names.map(({ name }) => name))('%s lets nothing hostile out of its place', async (name) => {
    const place = everyArgument(schema, good).find((each) => each.name === name);
    if (!place) throw new Error('no way leads there');
    const values = hostileValues.flatMap((value) => shapesOf(place.argument, value, good));
    for (const some of inTwelves(values)) await ask(place.document(some.length), some);
    expect(strayCalls(served.sandbox.calls)).toEqual([]);
  });
});

describe('a node id', () => {
  it('of hostile parts leads nowhere', async () => {
    const document = 'query($v0: [ID!]!) { nodes(ids: $v0) { __typename } }';
    for (const some of inTwelves(hostileNodeIds)) await ask(document, [some]);
    expect(strayCalls(served.sandbox.calls)).toEqual([]);
  });
});

describe('a cursor', () => {
  it.each(['issues', 'projects', 'releases'])('of %s with a hostile position leads nowhere', async (list) => {
    const document = (args: string) => `{ organization(slug: "acme") { ${list}(${args}) { pageInfo { endCursor } } } }`;
    const page = await (await served.post({ query: document('first: 1') })).json();
    const [version, , fingerprint] = Buffer.from(page.data.organization[list].pageInfo.endCursor, 'base64url')
      .toString()
      .split('|');
    served.sandbox.clearCalls();
    for (const value of hostileValues) {
      for (const position of [`p${value},0`, `p0:0:0${value},0`, `r${value}`, `p0:0:0,${value}`]) {
        if (position === 'p,0') continue;
        const cursor = Buffer.from(`${version}|${position}|${fingerprint}`).toString('base64url');
        const answer = await (await served.post({ query: document(`first: 1, after: "${cursor}"`) })).json();
        if (position === 'p0:0:0,0') continue;
        expect(answer.errors?.[0].extensions.code, position).toBe('BAD_USER_INPUT');
      }
    }
    expect(strayCalls(served.sandbox.calls)).toEqual([]);
  });
});
