import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Graph, now, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

const day = 86_400_000;
const acme = () => {
  const found = graph.sandbox.worlds[0]?.organizations.find(({ slug }) => slug === 'acme');
  if (!found) throw new Error('no acme');
  return found;
};
type Issue = ReturnType<typeof acme>['issues'][number];
type Head = Issue['events'][number];

/** Short ids of the issues that a search must find, told from the data: some event of the last 90 days must fit. */
const expected = (test: (issue: Issue) => boolean, ofEvent: (event: Head) => boolean = () => true): string[] =>
  acme()
    .issues.filter(({ status, mergedInto }) => !status.startsWith('pending') && mergedInto === null)
    .filter(({ events }) => events.some((event) => event.date >= now - 90 * day && ofEvent(event)))
    .filter(test)
    .map(({ shortId }) => shortId)
    .sort();

/** Short ids of all pages of a search. */
const found = async (args: Record<string, unknown>): Promise<string[]> => {
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const { data, errors } = await graph.ask(
      `query ($after: String, $level: [Level!], $assignee: [String!], $release: [String!], $firstRelease: [String!],
        $platform: [String!], $priority: [IssuePriority!], $category: [String!], $text: String, $firstSeenAfter: DateTime,
        $firstSeenBefore: DateTime, $lastSeenAfter: DateTime, $lastSeenBefore: DateTime, $query: String) {
        organization(slug: "acme") { issues(status: null, first: 100, after: $after, level: $level, assignee: $assignee,
          release: $release, firstRelease: $firstRelease, platform: $platform, priority: $priority, category: $category,
          text: $text, firstSeenAfter: $firstSeenAfter, firstSeenBefore: $firstSeenBefore, lastSeenAfter: $lastSeenAfter,
          lastSeenBefore: $lastSeenBefore, query: $query) { nodes { shortId } pageInfo { hasNextPage endCursor } } } }`,
      { ...args, after },
    );
    if (errors) throw new Error(JSON.stringify(errors));
    const page: { nodes: { shortId: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } =
      data.organization.issues;
    ids.push(...page.nodes.map(({ shortId }) => shortId));
    if (!page.pageInfo.hasNextPage) return ids.sort();
    after = page.pageInfo.endCursor;
  }
};

const iso = (time: number) => new Date(time).toISOString();
const newest = () =>
  [...acme().releases]
    .filter(({ projectIds }) => projectIds.length > 0)
    .sort((a, b) => (b.dateReleased ?? b.dateCreated) - (a.dateReleased ?? a.dateCreated))[0]?.version;
const someVersions = () => [...new Set(acme().issues.flatMap(({ firstRelease }) => firstRelease ?? []))].slice(0, 2);
const idOf = (email: string) => acme().members.find(({ user }) => user?.email === email)?.user?.id;
const someone = () => {
  const ids = new Set(acme().issues.flatMap(({ assignedTo }) => (assignedTo?.type === 'user' ? assignedTo.id : [])));
  const user = acme().members.find((member) => member.user && ids.has(member.user.id))?.user;
  if (!user) throw new Error('nobody is assigned');
  return user;
};
const team = () => {
  const ids = new Set(acme().issues.flatMap(({ assignedTo }) => (assignedTo?.type === 'team' ? assignedTo.id : [])));
  const some = acme().teams.find(({ id }) => ids.has(id));
  if (!some) throw new Error('no team is assigned');
  return some;
};

describe('the filters of an issue list find what the data has', () => {
  type Case = [string, () => Record<string, unknown>, (issue: Issue) => boolean, ((event: Head) => boolean)?];
  const cases: Case[] = [
    ['level', () => ({ level: ['FATAL'] }), () => true, ({ level }) => level === 'fatal'],
    ['levels', () => ({ level: ['FATAL', 'WARNING'] }), () => true, ({ level }) => /^(fatal|warning)$/.test(level)],
    ['platform', () => ({ platform: ['python', 'no-such'] }), () => true, ({ platform }) => platform === 'python'],
    ['priority', () => ({ priority: ['HIGH'] }), ({ priority }) => priority === 'high'],
    ['priorities', () => ({ priority: ['LOW', 'MEDIUM'] }), ({ priority }) => /^(low|medium)$/.test(priority ?? '')],
    ['category', () => ({ category: ['performance'] }), ({ issueCategory }) => issueCategory === 'performance'],
    [
      'a category in capitals',
      () => ({ category: ['ERROR', 'feedback'] }),
      ({ issueCategory }) => /^(error|feedback)$/.test(issueCategory),
    ],
    ['nobody', () => ({ assignee: ['none'] }), ({ assignedTo }) => assignedTo === null],
    [
      'a person by e-mail',
      () => ({ assignee: [someone().email] }),
      ({ assignedTo }) => assignedTo?.type === 'user' && assignedTo.id === idOf(someone().email),
    ],
    [
      'a person by user name',
      () => ({ assignee: [someone().username] }),
      ({ assignedTo }) => assignedTo?.type === 'user' && assignedTo.id === someone().id,
    ],
    [
      'a team or nobody',
      () => ({ assignee: [`#${team().slug}`, 'none'] }),
      ({ assignedTo }) => assignedTo === null || (assignedTo.type === 'team' && assignedTo.id === team().id),
    ],
    [
      'releases',
      () => ({ release: someVersions() }),
      () => true,
      ({ release }) => release !== null && someVersions().includes(release),
    ],
    ['the latest release', () => ({ release: ['latest'] }), () => true, ({ release }) => release === newest()],
    [
      'first releases',
      () => ({ firstRelease: someVersions() }),
      ({ firstRelease }) => firstRelease !== null && someVersions().includes(firstRelease),
    ],
    [
      'first in the latest release',
      () => ({ firstRelease: ['latest'] }),
      ({ firstRelease }) => firstRelease !== null && firstRelease === newest(),
    ],
    [
      'first seen',
      () => ({ firstSeenAfter: iso(now - 40 * day), firstSeenBefore: iso(now - 5 * day) }),
      ({ firstSeen }) => firstSeen >= now - 40 * day && firstSeen < now - 5 * day,
    ],
    ['last seen after', () => ({ lastSeenAfter: iso(now - day) }), ({ events }) => (events[0]?.date ?? 0) >= now - day],
    [
      'last seen before',
      () => ({ lastSeenBefore: iso(now - 30 * day) }),
      ({ events }) => (events[0]?.date ?? 0) < now - 30 * day,
    ],
    [
      'all of them together',
      () => ({ level: ['ERROR'], priority: ['HIGH'], assignee: ['none'], query: 'is:unresolved' }),
      ({ priority, assignedTo, status }) => priority === 'high' && assignedTo === null && status === 'unresolved',
      ({ level }) => level === 'error',
    ],
  ];
  it.each(cases)('%s', async (name, args, test, ofEvent) => {
    const ids = expected(test, ofEvent);
    expect(await found(args())).toEqual(ids);
    if (!/latest/.test(name)) expect(ids).not.toEqual([]);
    expect(ids.length).toBeLessThan(expected(() => true).length);
  });

  it('keeps a moment itself on the side of "after"', async () => {
    const [first] = acme().issues.filter(({ shortId }) => expected(() => true).includes(shortId));
    const at = { firstSeenAfter: iso(first?.firstSeen ?? 0), firstSeenBefore: iso((first?.firstSeen ?? 0) + 1) };
    expect(await found(at)).toContain(first?.shortId);
    expect(await found({ firstSeenBefore: at.firstSeenAfter })).not.toContain(first?.shortId);
  });
});

describe('hostile values', () => {
  const titled = async (title: string, text: string) => {
    const issue = acme().issues.find(({ shortId }) => expected(() => true).includes(shortId));
    if (!issue) throw new Error('no issue');
    const { title: before } = issue;
    issue.title = title;
    const ids = await found({ text });
    issue.title = before;
    return ids.includes(issue.shortId);
  };

  it.each([
    'say "hi"',
    'C:\\temp\\x',
    'a*b',
    'level:fatal',
    '" is:resolved "',
    '\\" is:resolved \\"x',
    '[a,b]',
    '(a OR b)',
    '!x',
    'zażółć 💥',
    'two\nlines',
    '100%25 &a=b+c#d',
  ])('text %j is found, and nothing more', async (text) => {
    expect(await titled(`before ${text} after`, text)).toBe(true);
    expect(await found({ text })).toEqual([]);
  });

  it('text is no wildcard', async () => {
    expect(await titled('before axb after', 'a*b')).toBe(false);
    expect(await titled('before abc after', '*')).toBe(false);
  });

  it.each([
    '*',
    'python" platform:"node',
    'x" is:unresolved "',
    '["python"]',
    'python,node',
    '\\'.repeat(2).concat('x'),
  ])('platform %j is one platform', async (platform) => {
    expect(await found({ platform: [platform] })).toEqual([]);
    expect(await found({ platform: [platform, 'python'] })).toEqual(await found({ platform: ['python'] }));
  });

  it('versions are told apart to the letter', async () => {
    const [version = ''] = someVersions();
    expect(await found({ release: [`${version.slice(0, -1)}*`] })).toEqual([]);
    expect(await found({ release: [`${version}" is:unresolved "`] })).toEqual([]);
  });
});

const refused: [string, string][] = [
  ['level: []', 'empty list'],
  ['level: [UNKNOWN]', 'UNKNOWN'],
  ['priority: [HIGH, UNKNOWN]', 'UNKNOWN'],
  ['assignee: []', 'empty list'],
  ['assignee: ["me"]', 'linked account'],
  ['assignee: ["none", "my_teams"]', 'linked account'],
  ['assignee: [""]', 'empty text'],
  ['assignee: ["#"]', 'not the slug or numeric id of a team'],
  ['assignee: ["#Web Team"]', 'not the slug or numeric id of a team'],
  ['assignee: ["#4711"]', 'its slug'],
  ['release: []', 'empty list'],
  ['release: ["a/b"]', 'not a release version'],
  ['release: ["LATEST"]', 'not a release version'],
  ['release: [""]', 'not a release version'],
  ['firstRelease: ["."]', 'not a release version'],
  ['platform: [" "]', 'empty text'],
  ['platform: ["x\\\\"]', 'ends in a backslash'],
  ['category: ["no such"]', 'not a category'],
  ['text: ""', 'empty text'],
  ['text: "a\\u0000b"', 'cannot read'],
  [`text: "${'x'.repeat(251)}"`, '251 characters'],
  [`release: [${Array.from({ length: 60 }, (_, i) => `"${'v'.repeat(100)}${i}"`).join()}]`, 'fewer values'],
  ['firstSeenAfter: "2026-11-02T00:00:00Z", firstSeenBefore: "2026-11-01T00:00:00Z"', 'must be before'],
  ['lastSeenAfter: "2026-11-01T00:00:00Z", lastSeenBefore: "2026-11-01T00:00:00Z"', 'must be before'],
  ['query: "0123456789abcdef0123456789abcdef", level: [ERROR]', 'lookup'],
  ['query: "0123456789abcdef0123456789abcdef", release: ["latest"]', 'lookup'],
  ['sort: INBOX, query: "is:for_review", level: [ERROR]', 'INBOX'],
];

describe('an issue list', () => {
  const shortened = refused.map(([args, reason]) => [args.slice(0, 70), args, reason]);
  it.each(shortened)('refuses (%s) before any call', async (_name, args, reason) => {
    for (const parent of ['organization(slug: "acme")', 'project(organization: "acme", slug: "payments")']) {
      const { errors, calls } = await graph.ask(`{ ${parent} { issues(${args}) { nodes { title } } } }`);
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
      expect(errors?.[0]?.message).toContain(reason);
      expect(calls).toEqual([]);
    }
  });

  it("passes on Sentry's refusal of a category it does not know", async () => {
    const { errors } = await graph.ask(
      '{ organization(slug: "acme") { issues(category: ["nonsense"]) { nodes { title } } } }',
    );
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', origin: 'SENTRY' } }]);
  });

  it('puts its filters between the status and the query, beside environment, projects and window', async () => {
    const { calls } = await graph.ask(
      `{ organization(slug: "acme") { issues(level: [ERROR, FATAL], assignee: ["#web"], release: ["latest"], text: "a*b",
        lastSeenAfter: "2026-11-01T00:00:00Z", environment: ["production"], projects: ["payments"], period: "14d",
        query: "has:user", first: 1) { nodes { title } } } }`,
    );
    expect(calls).toEqual([
      'GET /organizations/acme/issues/?query=is:unresolved level:["error","fatal"] assigned:"#web" release:"latest" lastSeen:>=2026-11-01T00:00:00.000Z "a\\*b" has:user&project=payments&environment=production&statsPeriod=14d&sort=date&collapse=stats&collapse=lifetime&collapse=filtered&collapse=unhandled&groupStatsPeriod=&limit=1',
    ]);
  });

  it('binds its cursors to its filters', async () => {
    const ask = (level: string, after: string | null) =>
      graph.ask(
        `query ($after: String) { organization(slug: "acme") { issues(first: 1, after: $after, level: [${level}]) { pageInfo { endCursor } } } }`,
        { after },
      );
    const { data } = await ask('ERROR', null);
    const after: string = data.organization.issues.pageInfo.endCursor;
    expect((await ask('ERROR', after)).errors).toBeUndefined();
    expect((await ask('FATAL', after)).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});
