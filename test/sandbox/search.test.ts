import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simpleTokens } from '../../src/sandbox/search/simple-tokens.ts';
import { parseSearch } from '../../src/sandbox/search/tokens.ts';
import {
  type Answer,
  type Asked,
  colleague,
  DAY,
  event,
  eventId,
  HOUR,
  issue,
  now,
  object,
  organization,
  pluck,
  project,
  release,
  rows,
  startWith,
  viewer,
} from './fixture.ts';

/** Issues by what is special in them; everything else is as in the fixture. */
const issues = [
  issue(1, { title: 'ValueError: cart total [#1]', isBookmarked: true }),
  issue(2, { status: 'resolved', substatus: null }),
  issue(3, { status: 'ignored', substatus: 'archived_until_escalating' }),
  issue(4, { assignedTo: { type: 'user', id: viewer.id } }),
  issue(5, { assignedTo: { type: 'team', id: '501' } }),
  issue(6, { assignedTo: { type: 'user', id: colleague.id }, level: 'fatal' }, [{ level: 'fatal' }]),
  issue(7, { firstRelease: 'shop@1.3.0' }, [{ release: 'shop@1.3.0' }]),
  issue(8, {}, [{ environment: 'staging' }]),
  issue(9, { platform: 'javascript' }, [{ platform: 'javascript' }]),
  issue(10, {}, [{ user: { id: '9', email: 'zoe@example.com', username: 'zoe', name: null, ip_address: null } }]),
  issue(11, { substatus: 'new' }, [{ tags: [{ key: 'browser', value: 'Firefox 130' }], user: null }]),
  issue(
    12,
    { timesSeen: 400, projectId: '102' },
    Array.from({ length: 40 }, (_, i) => ({ date: now - i * DAY })),
  ),
  issue(13, { status: 'pending_deletion' }),
  issue(14, { mergedInto: '1001' }),
  issue(15, {}, [{ date: now - 100 * DAY }]),
  issue(16, { annotations: [{ displayName: 'SHOP-16', url: 'https://example.com/16' }], priority: 'high' }, [
    { message: 'say "hi" to 50% of a_b', title: 'Quoted' },
  ]),
  issue(17, {
    issueCategory: 'performance',
    issueType: 'performance_slow_db_query',
    owners: [{ type: 'codeowners', owner: 'team:502', date_added: now }],
  }),
];

const shop = organization({
  issues,
  projects: [project('101', 'web-shop'), project('102', 'api'), project('103', 'quiet')],
  releases: [release(5, 'shop@1.2.0'), release(2, 'shop@1.3.0')],
});

const opened: Asked[] = [];
let get: Asked['get'];
beforeAll(async () => {
  const asked = await startWith([shop]);
  opened.push(asked);
  get = asked.get;
});
afterAll(async () => {
  for (const { sandbox } of opened) await sandbox.close();
});

function search(query: string | null, more = ''): Promise<Answer> {
  const text = query === null ? '' : `&query=${encodeURIComponent(query)}`;
  return get(`/organizations/shop/issues/?project=-1&collapse=stats${text}${more}`);
}

/** The numbers of the issues found, ascending. */
async function found(query: string | null, more = ''): Promise<number[]> {
  const answer = await search(query, more);
  if (answer.status !== 200) throw new Error(answer.text);
  return pluck(answer.body, 'id')
    .map((id) => Number(id) - 1000)
    .sort((a, b) => a - b);
}

const all = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 16, 17];
const but = (...numbers: number[]): number[] => all.filter((number) => !numbers.includes(number));

describe('issue search', () => {
  it.each<[string | null, number[]]>([
    [null, but(2, 3)],
    ['', all],
    ['is:unresolved', but(2, 3)],
    ['is:resolved', [2]],
    ['is:archived', [3]],
    ['!is:ignored', but(3)],
    ['is:new', [11]],
    ['is:for_review', [11]],
    ['is:archived_until_escalating', [3]],
    ['is:assigned', [4, 5, 6]],
    ['is:unassigned is:unresolved', but(2, 3, 4, 5, 6)],
    ['is:linked', [16]],
    ['status:[resolved,ignored]', [2, 3]],
    ['assigned:me', [4]],
    ['assigned:#web', [5]],
    ['assigned:my_teams', [5]],
    ['assigned:bo@example.com', [6]],
    ['assigned:[me,#web]', [4, 5]],
    ['!assigned:none', [4, 5, 6]],
    ['assigned:nobody@example.com', []],
    ['assigned_or_suggested:#ops', [17]],
    ['bookmarks:me', [1]],
    ['level:fatal', [6]],
    ['!level:error', [6]],
    ['level:[fatal,info]', [6]],
    ['release:shop@1.3.0', [7]],
    ['release:latest', [7]],
    ['release:shop@1.3*', [7]],
    ['!release:[shop@1.2.0]', [7]],
    ['firstRelease:shop@1.3.0', [7]],
    ['firstRelease:latest', [7]],
    ['firstRelease:["latest","shop@9"]', [7]],
    ['release:["shop@1.3.\\*","latest"]', [7]],
    ['release:"shop@1.3.\\*"', []],
    ['environment:staging', [8]],
    ['platform:javascript', [9]],
    ['user.email:zoe@example.com', [10]],
    ['user.email:*@example.com !user.email:jo*', [10]],
    ['has:browser', [11]],
    ['!has:user.email', [11]],
    ['has:user.email', but(11)],
    ['browser:Firefox*', [11]],
    ['browser:"Firefox 130"', [11]],
    ['tags[browser]:"Firefox 130"', [11]],
    ['browser:firefox', []],
    ['nonsense:1', []],
    ['timesSeen:>100', [12]],
    ['timesSeen:<=1', but(12)],
    ['timesSeen:0.4k', [12]],
    ['age:+30d', [12]],
    ['firstSeen:-24h', but(12)],
    ['lastSeen:-30m', [12]],
    ['firstSeen:>=2026-06-01T00:00:00.000Z', but(12)],
    ['firstSeen:<2026-06-01T00:00:00.000Z', [12]],
    ['lastSeen:>2026-06-15', all],
    ['lastSeen:2026-06-15', all],
    ['lastSeen:<2026-06-15T00:00:00', []],
    ['project:api', [12]],
    ['issue:SHOP-7', [7]],
    ['issue:[shop-7,SHOP-8]', [7, 8]],
    ['issue.id:[1007,1008]', [7, 8]],
    ['issue.id:1007 issue.id:1008', []],
    ['issue.category:performance', [17]],
    ['issue.type:performance_slow_db_query', [17]],
    ['issue.priority:high', [16]],
    ['cart total', [1]],
    ['TOTAL [#1]', [1]],
    ['total cart', []],
    ['"cart total"', [1]],
    ['!"cart total"', but(1)],
    ['"say \\"hi\\""', [16]],
    ['"a_b"', [16]],
    ['say*50%', [16]],
    ['level:error assigned:me is:unresolved', [4]],
  ])('%s', async (query, expected) => {
    expect(await found(query)).toEqual(expected);
  });

  it.each([
    ['is:wrong', 'Invalid value for "is" search'],
    ['is:[resolved,ignored]', '"in" condition'],
    ['level:error OR level:fatal', 'Boolean statements'],
    ['(level:error)', 'Boolean statements'],
    ['timesSeen:>many', 'Invalid number: >many'],
    ['age:soon', 'Invalid date: soon'],
    ['issue:SHOP-999', "Invalid value 'SHOP-999' for 'issue:' filter"],
    ['issue:[SHOP-1,SHOP-999]', "Invalid value 'SHOP-999'"],
    ['issue.id:abc', 'Invalid number: abc'],
    ['status:odd', "invalid status value of 'odd'"],
    ['"open', 'Parse error at'],
    ['level:', "Empty string after 'level:'"],
    ['release:a(b)', 'Parse error at'],
    ['level:[error', 'Parse error at'],
    ['level:[]', 'Parse error at'],
  ])('%s is refused', async (query, text) => {
    const { status, body } = await search(query);
    expect(status).toBe(400);
    expect(object(body).detail).toMatch(/^Error parsing search query: /);
    expect(object(body).detail).toContain(text);
  });

  it('refuses a project that is not selected in other words', async () => {
    const { status, body } = await search('project:elsewhere');
    expect([status, object(body).detail]).toEqual([
      400,
      'Invalid query. Project(s) elsewhere do not exist or are not actively selected.',
    ]);
  });

  it('looks through the window that is asked, and never beyond 90 days', async () => {
    expect(await found('', '&statsPeriod=30m')).toEqual([12]);
    expect(await found('', '&statsPeriod=365d')).toEqual(all);
    expect(await found('', '&start=2026-05-01&end=2026-06-01T00:00:00Z')).toEqual([12]);
  });

  it('counts within window and environments, keeps the totals apart, and shows what fits the conditions', async () => {
    const counted = async (more: string): Promise<Record<string, unknown>> => {
      const { body } = await get(`/organizations/shop/issues/?project=102&query=is:unresolved${more}`);
      return object(rows(body)[0]);
    };
    const whole = await counted('');
    expect(whole).toMatchObject({ count: '400', filtered: null, lifetime: { count: '400', stats: null } });
    const week = await counted('&statsPeriod=4d');
    expect(week).toMatchObject({ count: '50', lifetime: { count: '400' } });
    expect(week.lastSeen).toBe('2026-06-15T12:00:00Z');
    expect(week.firstSeen).toBe('2026-06-11T12:00:00Z');
    const filtered = await counted('+timestamp:-1d');
    expect(filtered).toMatchObject({ count: '400', filtered: { count: '20', userCount: 1 } });
  });
});

describe('direct answers', () => {
  it('an event id finds its issue', async () => {
    const id = issues[1]?.events[0]?.id ?? '';
    const answer = await search(`${id.slice(0, 8)}-${id.slice(8)}`.toUpperCase());
    expect(rows(answer.body)).toMatchObject([{ id: '1002', matchingEventId: id }]);
    expect(answer.headers.get('x-sentry-direct-hit')).toBe('1');
    expect(answer.headers.has('link')).toBe(false);
  });

  it('an unknown event id is looked up only', async () => {
    const answer = await search(eventId(0xffffff));
    expect(answer.body).toEqual([]);
    expect(answer.headers.has('x-sentry-direct-hit')).toBe(false);
    expect(answer.headers.has('link')).toBe(true);
  });

  it('a short id needs shortIdLookup, and then ignores the project', async () => {
    expect(await found('SHOP-12')).toEqual([]);
    const answer = await get('/organizations/shop/issues/?project=101&query=shop-12&shortIdLookup=1');
    expect(pluck(answer.body, 'id')).toEqual(['1012']);
    expect(answer.headers.get('x-sentry-direct-hit')).toBe('1');
    expect(rows(answer.body)[0]).not.toHaveProperty('matchingEventId');
  });
});

describe('the tokens of a search', () => {
  it('tells keys, values, lists, negation and words apart', () => {
    expect(parseSearch('a b !key:"x y" other:[1, "2,3"] c')).toEqual([
      { key: null, isNegated: false, values: [{ text: 'a b', isQuoted: true }], isList: false },
      { key: 'key', isNegated: true, values: [{ text: 'x y', isQuoted: true }], isList: false },
      {
        key: 'other',
        isNegated: false,
        values: [
          { text: '1', isQuoted: false },
          { text: '2,3', isQuoted: true },
        ],
        isList: true,
      },
      { key: null, isNegated: false, values: [{ text: 'c', isQuoted: true }], isList: false },
    ]);
  });

  it('take quotes for a key only where a key is in them', () => {
    expect(parseSearch('"user.email":x "\\":" "a b"')).toEqual([
      { key: 'user.email', isNegated: false, values: [{ text: 'x', isQuoted: false }], isList: false },
      { key: null, isNegated: false, values: [{ text: '":', isQuoted: true }], isList: false },
      { key: null, isNegated: false, values: [{ text: 'a b', isQuoted: true }], isList: false },
    ]);
  });

  it('escapes the wildcard', async () => {
    const starred = issue(30, { title: 'plain' }, [{ tags: [{ key: 'glob', value: 'a*b' }] }]);
    const asked = await startWith([
      organization({ issues: [starred, issue(31, {}, [{ tags: [{ key: 'glob', value: 'axb' }] }])] }),
    ]);
    opened.push(asked);
    const ids = async (query: string): Promise<unknown[]> =>
      pluck((await asked.get(`/organizations/shop/issues/?query=${encodeURIComponent(query)}`)).body, 'id').sort();
    expect(await ids('glob:a*b')).toEqual(['1030', '1031']);
    expect(await ids('glob:"a\\*b"')).toEqual(['1030']);
  });

  it('of simple lists are split at blanks outside quotes, brackets kept', () => {
    expect([...simpleTokens('id:1 id:2 slug:"a b" foo "bar baz" team:[x,y]')]).toEqual([
      ['id', ['1', '2']],
      ['slug', ['a b']],
      ['query', ['foo', 'bar baz']],
      ['team', ['[x,y]']],
    ]);
  });

  it('know no prototype', async () => {
    expect(await found('__proto__:1')).toEqual([]);
    expect(await found('has:constructor')).toEqual([]);
    expect((await search('is:constructor')).status).toBe(400);
  });
});

describe('order and pages', () => {
  const ranked = organization({
    issues: [
      issue(1, { firstSeen: now - 5 * DAY, timesSeen: 10, usersSeen: 3 }, [{ date: now - 3 * HOUR }]),
      issue(2, { firstSeen: now - 9 * DAY, timesSeen: 30, usersSeen: 1 }, [{ date: now - 1 * HOUR }]),
      issue(3, { firstSeen: now - 1 * DAY, timesSeen: 20, usersSeen: 9 }, [{ date: now - 2 * HOUR }]),
    ],
  });
  const asks: Asked[] = [];
  beforeAll(async () => {
    asks.push(await startWith([ranked]));
  });
  afterAll(async () => {
    for (const { sandbox } of asks) await sandbox.close();
  });
  const ask = async (query: string): Promise<Answer> => {
    const [asked] = asks;
    if (asked === undefined) throw new Error('not started');
    return asked.get(`/organizations/shop/issues/?${query}`);
  };

  it.each([
    ['', [2, 3, 1]],
    ['sort=date', [2, 3, 1]],
    ['sort=new', [3, 1, 2]],
    ['sort=freq', [2, 3, 1]],
    ['sort=user', [3, 1, 2]],
  ])('%s', async (query, order) => {
    expect(pluck((await ask(query)).body, 'id').map((id) => Number(id) - 1000)).toEqual(order);
  });

  it('needs an inbox search to sort by inbox', async () => {
    expect((await ask('sort=inbox')).status).toBe(400);
    expect((await ask('sort=inbox&query=is:unresolved+is:for_review')).status).toBe(200);
  });

  it('reads limit, not per_page, and clamps it', async () => {
    expect(rows((await ask('per_page=1')).body)).toHaveLength(3);
    expect(rows((await ask('limit=1')).body)).toHaveLength(1);
    expect(rows((await ask('limit=5000')).body)).toHaveLength(3);
    expect((await ask('limit=x')).status).toBe(400);
    expect(await ask('cursor=nonsense')).toMatchObject({ status: 400, body: { detail: 'Invalid cursor parameter.' } });
    expect((await ask('cursor=')).status).toBe(200);
  });

  it('has scores as cursors and says how many there are', async () => {
    const { headers } = await ask('limit=2');
    expect(headers.get('x-hits')).toBe('3');
    expect(headers.get('x-max-hits')).toBe('1000');
    expect(headers.get('link')).toContain(`rel="next"; results="true"; cursor="${now - 3 * HOUR}:0:0"`);
    expect(headers.get('link')).toContain('<https://shop.sentry.io/api/0/organizations/shop/issues/?limit=2&cursor=');
  });

  it('knows its sorts', async () => {
    expect((await ask('sort=odd')).status).toBe(400);
  });

  it('sees an event that comes later', async () => {
    const [first] = ranked.issues;
    first?.events.unshift(event(first, { date: now }));
    expect(pluck((await ask('limit=1')).body, 'id')).toEqual(['1001']);
    first?.events.shift();
  });
});
