import { afterEach, describe, expect, it } from 'vitest';
import type { SandboxOptions } from '../../src/sandbox/index.ts';
import {
  type Asked,
  DAY,
  eventId,
  HOUR,
  issue,
  links,
  now,
  object,
  organization,
  pluck,
  project,
  rows,
  startWith,
} from './fixture.ts';

const merged = issue(4, { mergedInto: '1001' });
const many = issue(
  2,
  { projectId: '102', hashes: ['b'.repeat(32), 'a'.repeat(32)], timesSeen: 46 },
  Array.from({ length: 23 }, (_, i) => ({ date: now - i * HOUR, hash: (i % 2 === 0 ? 'b' : 'a').repeat(32) })),
);
const shop = organization({
  projects: [
    project('101', 'web-shop', { formerSlugs: ['shop-old'] }),
    project('102', 'api'),
    project('103', 'other', { isMember: false }),
  ],
  issues: [
    issue(1, { owners: [{ type: 'ownershipRule', owner: 'user:11', date_added: now }], substatus: 'new' }),
    many,
    issue(3, { status: 'pending_deletion' }),
    merged,
    issue(5, { projectId: '103' }),
  ],
});

const open: Asked[] = [];
async function start(options: SandboxOptions = {}): Promise<Asked> {
  const asked = await startWith([shop], options);
  open.push(asked);
  return asked;
}
afterEach(async () => {
  for (const { sandbox } of open.splice(0)) await sandbox.close();
});

const list = '/organizations/shop/issues/';

describe('the rows of an organization list', () => {
  const numbers = ['count', 'userCount', 'firstSeen', 'lastSeen', 'stats', 'lifetime', 'filtered'];
  const rowOf = async (query: string): Promise<Record<string, unknown>> => {
    const { get } = await start();
    const answer = await get(`${list}?project=101&${query}`);
    return object(rows(answer.body)[0]);
  };

  it.each([
    ['collapse=stats', numbers],
    ['collapse=lifetime', ['lifetime']],
    ['collapse=filtered', ['filtered']],
    ['collapse=unhandled', ['isUnhandled']],
    ['collapse=lifetime&collapse=filtered', ['lifetime', 'filtered']],
    ['groupStatsPeriod=', ['stats']],
  ])('%s takes keys away', async (query, gone) => {
    const [row, whole] = [await rowOf(query), await rowOf('')];
    expect(Object.keys(whole).filter((key) => !(key in row))).toEqual(expect.arrayContaining(gone));
    expect(Object.keys(row).sort()).toEqual(
      Object.keys(whole)
        .filter((key) => !gone.includes(key))
        .sort(),
    );
  });

  it('collapse=base leaves the id and the numbers', async () => {
    expect(Object.keys(await rowOf('collapse=base')).sort()).toEqual(['id', 'isUnhandled', ...numbers].sort());
  });

  it.each([
    ['inbox', { reason: 0 }],
    ['owners', [{ type: 'ownershipRule', owner: 'user:11', date_added: '2026-06-15T12:00:00Z' }]],
    ['integrationIssues', []],
    ['sentryAppIssues', []],
    ['latestEventHasAttachments', false],
  ])('expand=%s adds a key', async (key, value) => {
    expect(await rowOf('')).not.toHaveProperty(key);
    const row = await rowOf(`expand=${key}`);
    if (typeof value === 'object') expect(row[key]).toMatchObject(value);
    else expect(row[key]).toBe(value);
  });

  it('expand=sessions needs the series', async () => {
    expect((await rowOf('expand=sessions')).sessionCount).toEqual(expect.any(Number));
    const { get } = await start();
    expect(await get(`${list}?expand=sessions&groupStatsPeriod=`)).toMatchObject({
      status: 500,
      body: { detail: 'Internal Error' },
    });
  });

  it('have a series of the asked length', async () => {
    expect(object((await rowOf('')).stats)).toHaveProperty('24h');
    const fortnight = object((await rowOf('groupStatsPeriod=14d')).stats)['14d'];
    expect(fortnight).toHaveLength(14);
    const { get } = await start();
    const day = object(rows((await get(`${list}?project=102`)).body)[0]?.stats)['24h'];
    expect(rows(day)).toHaveLength(24);
    expect((await get(`${list}?groupStatsPeriod=7d`)).status).toBe(400);
  });

  it('have a permalink on the organization host', async () => {
    expect((await rowOf('')).permalink).toBe('https://shop.sentry.io/issues/1001/');
  });
});

describe('project=', () => {
  it.each([
    ['', ['1001', '1002']],
    ['project=-1', ['1001', '1002', '1005']],
    ['project=102', ['1002']],
    ['project=api', ['1002']],
    ['project=api&project=101', ['1001', '1002']],
    ['projectSlug=other', ['1005']],
    ['projectSlug=$all', ['1001', '1002', '1005']],
  ])('%s', async (query, ids) => {
    const { get } = await start();
    expect(pluck((await get(`${list}?${query}`)).body, 'id').sort()).toEqual(ids);
  });

  it.each(['project=999', 'project=nowhere', 'project=101&project=999', 'project=shop-old'])(
    '%s is a 403',
    async (query) => {
      const { get } = await start();
      expect(await get(`${list}?${query}`)).toMatchObject({
        status: 403,
        body: { detail: 'You do not have permission to perform this action.' },
      });
    },
  );

  it('takes numbers only on an old build', async () => {
    const { get } = await start({ switches: { oldBuild: true } });
    expect((await get(`${list}?project=api`)).status).toBe(400);
    expect((await get(`${list}?project=102`)).status).toBe(200);
    expect((await get(`${list}?project=-1`)).status).toBe(200);
  });

  it('of nobody is an empty answer without a Link', async () => {
    const asked = await startWith([organization({ projects: [project('101', 'x', { isMember: false })] })]);
    open.push(asked);
    const { body, headers } = await asked.get(list);
    expect([body, headers.has('link')]).toEqual([[], false]);
  });

  it('environment= of nobody is a 404', async () => {
    const { get } = await start();
    expect((await get(`${list}?environment=moon`)).status).toBe(404);
    expect((await get(`${list}?environment=staging`)).body).toEqual([]);
  });

  it.each(['statsPeriod=soon', 'start=2026-01-01', 'start=2026-02-01&end=2026-01-01', 'start=x&end=y'])(
    '%s is a 400',
    async (query) => {
      const { get } = await start();
      expect((await get(`${list}?${query}`)).status).toBe(400);
    },
  );
});

describe('group=', () => {
  it('answers by id: pending ones too, merged and missing ones not, without a Link', async () => {
    const { get } = await start();
    const ids = ['1001', '1002', '1003', '1004', '1005', '9999'].map((id) => `group=${id}`).join('&');
    const { body, headers } = await get(`${list}?${ids}&project=-1&query=is:resolved&limit=1`);
    expect(pluck(body, 'id').sort()).toEqual(['1001', '1002', '1003', '1005']);
    expect(rows(body).find(({ id }) => id === '1003')?.status).toBe('pending_deletion');
    expect(headers.has('link')).toBe(false);
    const again = await get(`${list}?${ids}&project=-1`);
    expect(pluck(again.body, 'id')).toEqual(pluck(body, 'id'));
  });

  it('leaves projects of others out unless all are asked', async () => {
    const { get } = await start();
    expect((await get(`${list}?group=1005`)).body).toEqual([]);
  });

  it('gives totals, and obeys collapse', async () => {
    const { get } = await start();
    const row = rows((await get(`${list}?group=1002&project=-1&statsPeriod=1h&collapse=lifetime`)).body)[0];
    expect(row).toMatchObject({ count: '46', filtered: null });
    expect(row).not.toHaveProperty('lifetime');
  });

  it.each(['x', ''])('refuses %j', async (id) => {
    const { get } = await start();
    expect((await get(`${list}?group=${id}`)).status).toBe(400);
  });

  it('is refused altogether where that is switched on', async () => {
    const { get } = await start({ switches: { groupRefused: true } });
    expect((await get(`${list}?group=1001`)).status).toBe(400);
  });
});

describe('one issue', () => {
  it('is found by number and by short id in any case', async () => {
    const { get } = await start();
    for (const name of ['1001', 'SHOP-1', 'shop-1']) {
      expect((await get(`${list}${name}/`)).body).toMatchObject({ id: '1001', shortId: 'SHOP-1' });
    }
  });

  it('has what lists do not have', async () => {
    const { get } = await start();
    const body = object((await get(`${list}1002/`)).body);
    expect(body).toMatchObject({ count: '46', activity: [], participants: [], stats: { '24h': expect.any(Array) } });
    expect(body.tags).toContainEqual({ key: 'environment', name: 'Environment', totalValues: 23 });
    for (const key of ['firstRelease', 'lastRelease', 'seenBy', 'userReportCount']) expect(body).toHaveProperty(key);
  });

  it('loses keys by collapse', async () => {
    const { get } = await start();
    const body = object((await get(`${list}1001/?collapse=tags&collapse=release&collapse=stats`)).body);
    for (const key of ['tags', 'firstRelease', 'lastRelease', 'stats']) expect(body).not.toHaveProperty(key);
    expect(body).toHaveProperty('count');
    expect(body).not.toHaveProperty('inbox');
  });

  it('that was merged answers with the survivor', async () => {
    const { get } = await start();
    expect((await get(`${list}1004/`)).body).toMatchObject({ id: '1001' });
    expect((await get('/issues/1004/')).body).toMatchObject({ id: '1001' });
  });

  it.each(['1003', '9999', 'SHOP-999', 'SHOP-3', '-1'])('%s is a 404', async (name) => {
    const { get } = await start();
    const { status, body } = await get(`${list}${name}/`);
    expect([status, body]).toEqual([404, { detail: 'The requested resource does not exist' }]);
  });

  it('has no attachments on this plan', async () => {
    const { get } = await start();
    expect(await get(`${list}1001/?expand=latestEventHasAttachments`)).toMatchObject({ status: 404, text: '' });
  });

  it('goes by the name of group too', async () => {
    const { get } = await start();
    expect((await get('/organizations/shop/groups/1001/')).status).toBe(200);
    expect((await get('/groups/1001/events/')).status).toBe(200);
  });
});

describe('the paths without an organization', () => {
  const below = ['', 'events/', 'events/latest/', 'hashes/'];

  it.each(below)('/issues/{id}/%s says that it is deprecated', async (path) => {
    const { get } = await start();
    const [bare, current] = [await get(`/issues/1002/${path}`), await get(`${list}1002/${path}`)];
    expect(bare.status).toBe(200);
    expect(bare.body).toEqual(current.body);
    expect(bare.headers.get('x-sentry-deprecation-date')).toContain('2026-05-15');
    expect(bare.headers.has('x-sentry-replacement-endpoint')).toBe(true);
    expect(current.headers.has('x-sentry-deprecation-date')).toBe(false);
  });

  it.each(below)('/issues/{id}/%s is gone in a brownout', async (path) => {
    const { get } = await start({ switches: { brownout: true } });
    expect(await get(`/issues/1002/${path}`)).toMatchObject({
      status: 410,
      body: { message: 'This API no longer exists.' },
    });
    expect((await get(`${list}1002/${path}`)).status).toBe(200);
  });

  it('know no short ids', async () => {
    const { get } = await start();
    expect((await get('/issues/SHOP-1/')).status).toBe(404);
  });
});

describe('the events of an issue', () => {
  const path = `${list}1002/events/`;

  it('come newest first in absolute rows', async () => {
    const { get } = await start();
    const { body, headers } = await get(`${path}?per_page=10&cursor=0:5:0`);
    expect(rows(body)).toHaveLength(10);
    expect(rows(body)[0]).toMatchObject({
      id: many.events[5]?.id,
      groupID: '1002',
      projectID: '102',
      'event.type': 'error',
    });
    expect(links(headers)).toEqual({ previous: ['0:0:1', 'true'], next: ['0:15:0', 'true'] });
  });

  it('with their bodies come ten at a time, without a word', async () => {
    const { get } = await start();
    for (const full of ['1', 'true']) {
      const { body, headers } = await get(`${path}?per_page=100&full=${full}`);
      expect(rows(body)).toHaveLength(10);
      expect(rows(body)[0]).toHaveProperty('entries');
      expect(links(headers)?.next).toEqual(['0:10:0', 'true']);
    }
    expect(rows((await get(`${path}?full=0`)).body)).toHaveLength(23);
  });

  it('can be sampled, always alike', async () => {
    const { get } = await start();
    const ids = pluck((await get(`${path}?sample=1`)).body, 'id');
    expect(ids).toEqual([...ids].sort());
  });

  it('are searched and cut to a window and environments', async () => {
    const { get } = await start();
    expect(rows((await get(`${path}?statsPeriod=3h`)).body)).toHaveLength(4);
    expect((await get(`${path}?environment=moon`)).body).toEqual([]);
    expect(rows((await get(`${path}?query=level:error`)).body)).toHaveLength(23);
    expect((await get(`${path}?query=level:fatal`)).body).toEqual([]);
    expect((await get(`${path}?query=(`)).status).toBe(400);
  });

  it('by an event id are that one alone, without a Link', async () => {
    const { get } = await start();
    const id = many.events[3]?.id;
    const { body, headers } = await get(`${path}?query=${id}`);
    expect([pluck(body, 'id'), headers.has('link')]).toEqual([[id], false]);
  });

  it.each([
    ['per_page=0', 'Invalid per_page value. Must be between 1 and 100.'],
    ['per_page=101', 'Invalid per_page value. Must be between 1 and 100.'],
    ['per_page=x', 'Invalid per_page parameter.'],
    ['cursor=1:2', 'Invalid cursor parameter.'],
    ['cursor=0:-1:0', 'Pagination offset cannot be negative'],
  ])('%s is a 400', async (query, detail) => {
    const { get } = await start();
    expect(await get(`${path}?${query}`)).toMatchObject({ status: 400, body: { detail } });
  });

  it('one by one know their neighbours', async () => {
    const { get } = await start();
    const [newest, second, third] = many.events;
    expect((await get(`${path}${second?.id}/`)).body).toMatchObject({
      eventID: second?.id,
      nextEventID: newest?.id,
      previousEventID: third?.id,
      entries: expect.any(Array),
    });
    expect((await get(`${path}latest/`)).body).toMatchObject({ id: newest?.id, nextEventID: null });
    expect((await get(`${path}oldest/`)).body).toMatchObject({ id: many.events.at(-1)?.id, previousEventID: null });
    expect((await get(`${path}recommended/`)).status).toBe(200);
    const dashed = `${second?.id.slice(0, 8)}-${second?.id.slice(8)}`.toUpperCase();
    expect((await get(`${path}${dashed}/`)).body).toMatchObject({ id: second?.id });
  });

  it.each(['newest', eventId(0xfffff), 'latest/?environment=staging'])('%s is not found', async (name) => {
    const { get } = await start();
    const answer = await get(`${path}${name.includes('?') ? name : `${name}/`}`);
    expect(answer).toMatchObject({ status: 404, body: { detail: 'Event not found' } });
  });
});

describe('hashes and tags', () => {
  it('hashes carry full events unless told otherwise', async () => {
    const { get } = await start();
    const full = rows((await get(`${list}1002/hashes/`)).body);
    expect(full.map(({ id }) => id)).toEqual(many.hashes);
    expect(full[0]?.latestEvent).toMatchObject({ id: many.events[0]?.id, entries: expect.any(Array) });
    const small = rows((await get(`${list}1002/hashes/?full=0`)).body);
    expect(small[1]?.latestEvent).not.toHaveProperty('entries');
    expect(links((await get(`${list}1002/hashes/`)).headers)?.next).toEqual(['0:10:0', 'false']);
  });

  it('tags are read by key, with their most frequent values', async () => {
    const { get } = await start();
    const tags = rows((await get(`${list}1002/tags/?key=environment&key=level&limit=1`)).body);
    expect(tags.map(({ key }) => key)).toEqual(['environment', 'level']);
    expect((await get(`${list}1002/tags/level/`)).body).toMatchObject({
      key: 'level',
      uniqueValues: 1,
      totalValues: 23,
      topValues: [{ value: 'error', count: 23 }],
    });
    expect(pluck((await get(`${list}1002/tags/level/values/`)).body, 'value')).toEqual(['error']);
    expect((await get(`${list}1002/tags/nothing/`)).status).toBe(404);
  });

  it('tags of an unknown environment are a 404, and one tag takes the last environment alone', async () => {
    const { get } = await start();
    expect((await get(`${list}1002/tags/?environment=production&environment=nowhere`)).status).toBe(404);
    expect((await get(`${list}1002/tags/level/?environment=nowhere`)).status).toBe(404);
    const [first, second] = shop.projects[1]?.environments.map(({ name }) => name) ?? [];
    const counted = async (query: string): Promise<number> =>
      rows((await get(`${list}1002/tags/?key=level&${query}`)).body).reduce(
        (sum, tag) => sum + Number(tag.totalValues),
        0,
      );
    const both = `environment=${first}&environment=${second}`;
    expect(await counted(both)).toBe(
      (await counted(`environment=${first}`)) + (await counted(`environment=${second}`)),
    );
    const single = await get(`${list}1002/tags/level/?${both}`);
    expect(object(single.body).totalValues ?? 0).toBe(await counted(`environment=${second}`));
  });
});

describe('the list of one project', () => {
  const path = '/projects/shop/api/issues/';

  it('has totals, and a sparkline by statsPeriod', async () => {
    const { get } = await start();
    const [row] = rows((await get(path)).body);
    expect(row).toMatchObject({ id: '1002', count: '46', stats: { '24h': expect.any(Array) } });
    expect(row).not.toHaveProperty('lifetime');
    expect(object(rows((await get(`${path}?statsPeriod=14d`)).body)[0]?.stats)).toHaveProperty('14d');
    expect(rows((await get(`${path}?statsPeriod=`)).body)[0]).not.toHaveProperty('stats');
    expect((await get(`${path}?statsPeriod=7d`)).status).toBe(400);
  });

  it('ignores collapse, and finds by hash', async () => {
    const { get } = await start();
    expect(rows((await get(`${path}?collapse=stats`)).body)[0]).toHaveProperty('count');
    expect(pluck((await get(`${path}?hashes=${'b'.repeat(32)}`)).body, 'id')).toEqual(['1002']);
    expect((await get(`${path}?hashes=b&query=x`)).status).toBe(400);
  });

  it('pages by score and limit', async () => {
    const { get } = await start();
    expect(links((await get(`${path}?limit=1`)).headers)?.next).toEqual([`${now}:1:0`, 'false']);
  });

  it('is a 302 under a former slug', async () => {
    const { get } = await start();
    const { status, body, headers } = await get('/projects/shop/shop-old/issues/?limit=1');
    expect(status).toBe(302);
    expect(headers.get('location')).toBe('/api/0/projects/shop/web-shop/issues/?limit=1');
    expect(body).toMatchObject({
      slug: 'web-shop',
      detail: {
        code: 'resource-moved',
        extra: { slug: 'web-shop', url: '/api/0/projects/shop/web-shop/issues/?limit=1' },
      },
    });
  });
});

describe('lookups', () => {
  it('find a short id', async () => {
    const { get } = await start();
    expect((await get('/organizations/shop/shortids/shop-2/')).body).toMatchObject({
      organizationSlug: 'shop',
      projectSlug: 'api',
      groupId: '1002',
      shortId: 'SHOP-2',
      group: { id: '1002', count: '46' },
    });
    expect((await get('/organizations/shop/shortids/SHOP-3/')).status).toBe(404);
  });

  it('find an event', async () => {
    const { get } = await start();
    const id = many.events[7]?.id ?? '';
    expect((await get(`/organizations/shop/eventids/${id}/`)).body).toMatchObject({
      projectSlug: 'api',
      groupId: '1002',
      eventId: id,
      event: { id, entries: expect.any(Array) },
    });
    expect((await get(`/organizations/shop/eventids/${eventId(0xfffff)}/`)).status).toBe(404);
    expect((await get('/organizations/shop/eventids/zzz/')).status).toBe(400);
  });

  it('give the numbers of many issues', async () => {
    const { get } = await start();
    const path = '/organizations/shop/issues-stats/';
    const [row] = rows((await get(`${path}?groups=1002&groups=9999&project=-1&statsPeriod=3h`)).body);
    expect(row).toMatchObject({ id: '1002', count: '8', lifetime: { count: '46' } });
    expect(row).not.toHaveProperty('title');
    const tooMany = Array.from({ length: 101 }, (_, i) => `groups=${i}`).join('&');
    for (const query of ['', 'groups=x', 'groups=9999', tooMany])
      expect((await get(`${path}?${query}`)).status).toBe(400);
  });
});

describe('guessedNext', () => {
  it('claims one page more, which is empty and final', async () => {
    const { get } = await start({ switches: { guessedNext: true } });
    const first = await get(`${list}?project=-1`);
    const [cursor = '', claimed] = links(first.headers)?.next ?? [];
    expect(claimed).toBe('true');
    const second = await get(`${list}?project=-1&cursor=${cursor}`);
    expect(second.body).toEqual([]);
    expect(links(second.headers)?.next[1]).toBe('false');
    expect(links(second.headers)?.previous[1]).toBe('true');
  });
});

describe('shortPages', () => {
  it('give half of what is asked, with more to come', async () => {
    const { get } = await start({ switches: { shortPages: true } });
    const first = await get(`${list}?project=-1&limit=2`);
    expect(rows(first.body)).toHaveLength(1);
    const [cursor = '', more] = links(first.headers)?.next ?? [];
    expect(more).toBe('true');
    expect(rows((await get(`${list}?project=-1&limit=2&cursor=${cursor}`)).body)).toHaveLength(1);
  });
});

describe('a window without events', () => {
  it('leaves the issue out, though it is there by id', async () => {
    const asked = await startWith([organization({ issues: [issue(9, {}, [{ date: now - 95 * DAY }])] })]);
    open.push(asked);
    expect((await asked.get(`${list}?query=`)).body).toEqual([]);
    expect(pluck((await asked.get(`${list}?group=1009`)).body, 'id')).toEqual(['1009']);
    expect((await asked.get(`${list}1009/`)).status).toBe(200);
  });
});
