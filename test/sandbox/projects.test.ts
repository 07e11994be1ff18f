import { afterEach, describe, expect, it } from 'vitest';
import type { SandboxOptions } from '../../src/sandbox/index.ts';
import {
  type Asked,
  DAY,
  event,
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

const projects = [
  project('101', 'web-shop'),
  project('102', 'api', { isBookmarked: true, teamIds: ['501', '502'] }),
  project('103', 'zebra', {
    isMember: false,
    teamIds: ['502'],
    formerSlugs: ['horse'],
    environments: [{ id: '9', name: 'savanna', isHidden: false }],
  }),
  project('104', 'closed', { trouble: 'forbidden', teamIds: [] }),
  project('105', 'sleepy', { trouble: 'slow', teamIds: [] }),
  project('106', 'busy', { trouble: 'rate-limited', teamIds: [] }),
];
const shop = organization({ projects, issues: [issue(1), issue(2, { projectId: '104' })] });
const old = organization({ id: '2', slug: 'older', name: 'Older', dateCreated: now - 2000 * DAY });

const open: Asked[] = [];
async function start(options: SandboxOptions = {}): Promise<Asked> {
  const asked = await startWith([old, shop], options);
  open.push(asked);
  return asked;
}
afterEach(async () => {
  for (const { sandbox } of open.splice(0)) await sandbox.close();
});

describe('organizations', () => {
  it('come newest first, by creation time', async () => {
    const { get } = await start();
    const { body, headers } = await get('/organizations/?per_page=1');
    expect(pluck(body, 'slug')).toEqual(['shop']);
    expect(links(headers)).toEqual({
      previous: [`${shop.dateCreated}:0:1`, 'false'],
      next: [`${old.dateCreated}:0:0`, 'true'],
    });
    expect(headers.get('link')).toContain('<https://sentry.io/api/0/organizations/?per_page=1&cursor=');
  });

  it('claim a previous page for every cursor', async () => {
    const { get } = await start();
    const { body, headers } = await get(`/organizations/?cursor=${shop.dateCreated}:0:0`);
    expect(pluck(body, 'slug')).toEqual(['shop', 'older']);
    const [cursor = '', claimed] = links(headers)?.previous ?? [];
    expect(claimed).toBe('true');
    expect((await get(`/organizations/?cursor=${cursor}`)).body).toEqual([]);
  });

  it.each([
    ['slug:shop', ['shop']],
    ['slug:SHOP slug:older', ['shop', 'older']],
    ['id:2', ['older']],
    ['old', ['older']],
    ['email:ada@example.com', ['shop', 'older']],
    ['odd:1', []],
  ])('are searched by %s', async (query, slugs) => {
    const { get } = await start();
    expect(pluck((await get(`/organizations/?query=${encodeURIComponent(query)}`)).body, 'slug')).toEqual(slugs);
  });

  it.each(['1', 'true'])('with owner=%s are those that the user owns, in a shape of their own', async (owner) => {
    const asked = await startWith([
      old,
      organization({ members: shop.members.map((member) => ({ ...member, orgRole: 'owner' })) }),
      organization({ id: '3', slug: 'others', members: shop.members.slice(1) }),
    ]);
    open.push(asked);
    const { body, headers } = await asked.get(`/organizations/?owner=${owner}&per_page=1`);
    expect(body).toEqual([
      { organization: expect.objectContaining({ slug: 'older' }), singleOwner: true },
      { organization: expect.objectContaining({ slug: 'shop' }), singleOwner: false },
    ]);
    expect(headers.has('link')).toBe(false);
  });

  it('have everything in detail, but for what detailed=0 leaves out', async () => {
    const { get } = await start();
    const whole = object((await get('/organizations/shop/')).body);
    expect([rows(whole.teams).length, rows(whole.projects).length]).toEqual([2, 6]);
    const detail = object((await get('/organizations/shop/?detailed=0')).body);
    expect(detail).toMatchObject({ slug: 'shop', orgRole: 'owner', openMembership: true });
    for (const key of ['teams', 'projects', 'features']) expect(detail).not.toHaveProperty(key);
  });

  it('are found by number, unless this is the host of one', async () => {
    const { sandbox, get } = await start();
    expect((await get('/organizations/1/?detailed=0')).body).toMatchObject({ slug: 'shop' });
    sandbox.switches.slugsOnly = true;
    expect((await get('/organizations/1/?detailed=0')).status).toBe(404);
    expect((await get('/organizations/nowhere/')).body).toEqual({ detail: 'The requested resource does not exist' });
  });
});

describe('the projects of an organization', () => {
  const path = '/organizations/shop/projects/';

  it('come bookmarked first, then by slug', async () => {
    const { get } = await start();
    const { body, headers } = await get(path);
    expect(pluck(body, 'slug')).toEqual(['api', 'busy', 'closed', 'sleepy', 'web-shop', 'zebra']);
    expect(links(headers)).toEqual({ previous: ['100:-1:1', 'false'], next: ['100:1:0', 'false'] });
    expect(rows(body).map(({ hasAccess }) => hasAccess)).toEqual([true, true, false, true, true, true]);
  });

  it.each([
    ['id:101 id:103', ['web-shop', 'zebra']],
    ['slug:api slug:zebra slug:horse', ['api', 'zebra']],
    ['id:101 slug:api', []],
    ['team:ops', ['api', 'zebra']],
    ['team:ops team:web', ['api', 'web-shop', 'zebra']],
    ['!team:ops', ['busy', 'closed', 'sleepy', 'web-shop']],
    ['is_member:1', ['api', 'busy', 'closed', 'sleepy', 'web-shop']],
    ['shop', ['web-shop']],
    ['odd:1', []],
    ['constructor:1', []],
  ])('are searched by %s', async (query, slugs) => {
    const { get } = await start();
    expect(pluck((await get(`${path}?query=${encodeURIComponent(query)}`)).body, 'slug')).toEqual(slugs);
  });

  it('refuse a bad id and period in a form of their own', async () => {
    const { get } = await start();
    expect(await get(`${path}?query=id:x`)).toMatchObject({
      status: 400,
      body: { error: { params: { id: { message: expect.any(String) } } } },
    });
    expect(await get(`${path}?statsPeriod=3h`)).toMatchObject({
      status: 400,
      body: { error: { params: { stats_period: { message: expect.any(String) } } } },
    });
  });

  it('skip and repeat rows when the page size changes on the way', async () => {
    const { get } = await start();
    const { body, headers } = await get(`${path}?per_page=2&cursor=4:1:0`);
    expect(pluck(body, 'slug')).toEqual(['web-shop', 'zebra']);
    expect(links(headers)).toEqual({ previous: ['2:0:1', 'true'], next: ['2:2:0', 'false'] });
    expect((await get(`${path}?cursor=100:-1:1`)).status).toBe(400);
  });

  it('come all at once by slug with all_projects', async () => {
    const { get } = await start();
    const { body, headers } = await get(`${path}?all_projects=1&per_page=1`);
    expect(pluck(body, 'slug')).toEqual(['api', 'busy', 'closed', 'sleepy', 'web-shop', 'zebra']);
    expect(headers.has('link')).toBe(false);
  });

  it('lose keys by collapse, gain a series by statsPeriod', async () => {
    const { get } = await start();
    const [row] = rows((await get(`${path}?collapse=latestDeploys&collapse=unusedFeatures`)).body);
    expect(row).not.toHaveProperty('latestDeploys');
    expect(row?.features).toEqual([]);
    expect(rows((await get(path)).body)[0]).toHaveProperty('latestDeploys');
    const [counted] = rows((await get(`${path}?query=slug:web-shop&statsPeriod=24h&sessionStats=1`)).body);
    expect(counted?.stats).toHaveLength(24);
    expect(counted).toHaveProperty('sessionStats');
  });
});

describe('one project', () => {
  it('has its settings and organization', async () => {
    const { get } = await start();
    const body = object((await get('/projects/shop/api/')).body);
    expect(body).toMatchObject({ slug: 'api', organization: { slug: 'shop' }, options: {}, teams: [{}, {}] });
    for (const key of ['environments', 'latestDeploys', 'hasUserReports']) expect(body).not.toHaveProperty(key);
    expect((await get('/projects/shop/102/?include=stats,other')).body).toMatchObject({ slug: 'api', stats: {} });
  });

  it('is a 302 under a former slug, whose body names today’s', async () => {
    const { get } = await start();
    const { status, body, headers } = await get('/projects/shop/horse/');
    expect([status, headers.get('location')]).toEqual([302, '/api/0/projects/shop/zebra/']);
    expect(body).toMatchObject({ slug: 'zebra', detail: { code: 'resource-moved', extra: { slug: 'zebra' } } });
  });

  it('is a 403 where it is closed, and its issues are nowhere', async () => {
    const { get } = await start();
    const forbidden = { status: 403, body: { detail: 'You do not have permission to perform this action.' } };
    expect(await get('/projects/shop/closed/')).toMatchObject(forbidden);
    expect(await get('/organizations/shop/issues/?project=104')).toMatchObject(forbidden);
    expect(await get('/organizations/shop/issues/1002/')).toMatchObject(forbidden);
    expect(pluck((await get('/organizations/shop/issues/?project=-1')).body, 'id')).toEqual(['1001']);
    expect((await get('/organizations/shop/shortids/SHOP-2/')).status).toBe(404);
  });

  it('is a 429 of Sentry where it is limited, labelled as HTML', async () => {
    const { get } = await start();
    for (const path of [
      '/projects/shop/busy/',
      '/organizations/shop/issues/?project=busy',
      '/projects/shop/busy/issues/',
    ]) {
      const { status, headers, body } = await get(path);
      expect(status).toBe(429);
      expect(headers.get('content-type')).toContain('text/html');
      expect(headers.get('x-sentry-rate-limit-remaining')).toBe('0');
      expect(object(body)).toHaveProperty('detail');
    }
  });

  it('can take its time', async () => {
    const { get } = await start({ switches: { slowMs: 20 } });
    expect((await get('/projects/shop/sleepy/')).status).toBe(200);
  });

  it('is a 404 where there is none', async () => {
    const { get } = await start();
    expect((await get('/projects/shop/nowhere/')).status).toBe(404);
    expect((await get('/projects/shop/__proto__/')).status).toBe(404);
  });
});

describe('the events of a project', () => {
  it('are its errors, newest first, of all its issues', async () => {
    const { get } = await start();
    const [first] = shop.issues;
    const later = first === undefined ? undefined : event(first, { date: now, message: 'Totally OTHER' });
    if (later !== undefined) first?.events.unshift(later);
    const { body, headers } = await get('/projects/shop/web-shop/events/?per_page=1');
    expect(pluck(body, 'id')).toEqual([later?.id]);
    expect(links(headers)?.next).toEqual(['0:1:0', 'true']);
    expect(pluck((await get('/projects/shop/web-shop/events/?query=other')).body, 'id')).toEqual([later?.id]);
    expect((await get('/projects/shop/web-shop/events/?query=level:error')).body).toEqual([]);
    expect((await get(`/projects/shop/web-shop/events/${later?.id}/`)).body).toMatchObject({ groupID: '1001' });
    expect((await get(`/projects/shop/api/events/${later?.id}/`)).body).toEqual({ detail: 'Event not found' });
    first?.events.shift();
  });
});

describe('teams', () => {
  it('carry their projects unless detailed=0', async () => {
    const { get } = await start();
    const body = rows((await get('/organizations/shop/teams/')).body);
    expect(body.map(({ slug, memberCount, isMember }) => [slug, memberCount, isMember])).toEqual([
      ['ops', 1, false],
      ['web', 1, true],
    ]);
    expect(pluck(body[0]?.projects, 'slug')).toEqual(['api', 'zebra']);
    expect(rows(body[0]?.projects)[0]).not.toHaveProperty('latestRelease');
    expect(rows((await get('/organizations/shop/teams/?detailed=0')).body)[0]).not.toHaveProperty('projects');
  });

  it('list their projects with windows of stats of their own', async () => {
    const { get } = await start();
    const path = '/teams/shop/ops/projects/';
    expect(pluck((await get(path)).body, 'slug')).toEqual(['api', 'zebra']);
    for (const [period, points] of [
      ['24h', 24],
      ['14d', 14],
      ['30d', 30],
    ]) {
      expect(rows((await get(`${path}?statsPeriod=${period}`)).body)[0]?.stats).toHaveLength(Number(points));
    }
    expect((await get(`${path}?statsPeriod=7d`)).status).toBe(400);
    for (const [period, points] of [
      ['1h', 60],
      ['7d', 7],
      ['90d', 90],
    ]) {
      const { body } = await get(`/organizations/shop/projects/?statsPeriod=${period}`);
      expect(rows(body)[0]?.stats).toHaveLength(Number(points));
    }
  });

  it('are searched by id and slug', async () => {
    const { get } = await start();
    expect(pluck((await get('/organizations/shop/teams/?query=id:501+id:502')).body, 'slug')).toEqual(['ops', 'web']);
    expect(pluck((await get('/organizations/shop/teams/?query=slug:web')).body, 'slug')).toEqual(['web']);
    expect((await get('/organizations/shop/teams/?query=odd:1')).body).toEqual([]);
    expect((await get('/organizations/shop/teams/?query=id:x')).status).toBe(400);
  });

  it('one by one have their organization, projects only on demand', async () => {
    const { get } = await start();
    const team = object((await get('/teams/shop/ops/')).body);
    expect(team).toMatchObject({ slug: 'ops', organization: { slug: 'shop' } });
    expect(team).not.toHaveProperty('projects');
    const other = object((await get('/teams/shop/502/?expand=projects&collapse=organization')).body);
    expect(other).not.toHaveProperty('organization');
    expect(pluck(other.projects, 'slug')).toEqual(['api', 'zebra']);
    expect((await get('/teams/shop/none/')).status).toBe(404);
  });

  it('list projects and members', async () => {
    const { get } = await start();
    expect(pluck((await get('/teams/shop/ops/projects/')).body, 'slug')).toEqual(['api', 'zebra']);
    expect((await get('/teams/shop/web/members/')).body).toMatchObject([
      { id: '601', teamRole: 'admin', teamSlug: 'web', user: { id: '11' } },
    ]);
    expect(pluck((await get('/projects/shop/api/teams/')).body, 'slug')).toEqual(['ops', 'web']);
    expect(pluck((await get('/organizations/shop/user-teams/')).body, 'slug')).toEqual(['web']);
  });
});

describe('members', () => {
  it.each([
    ['', ['601', '602', '603']],
    ['user.id:11 user.id:12', ['601', '602']],
    ['id:603 id:999 id:x', ['603']],
    ['email:NEW@example.com', ['603']],
    ['role:owner', ['601']],
    ['isInvited:true', ['603']],
    ['isInvited:false', ['601', '602']],
    ['has2fa:true', ['601', '602']],
    ['scope:org:admin', ['601']],
    ['ada', ['601']],
    ['odd:1', []],
  ])('are searched by %s', async (query, ids) => {
    const { get } = await start();
    expect(pluck((await get(`/organizations/shop/members/?query=${encodeURIComponent(query)}`)).body, 'id')).toEqual(
      ids,
    );
  });

  it('that were invited have no user', async () => {
    const { get } = await start();
    const invited = rows((await get('/organizations/shop/members/?query=id:603')).body)[0];
    expect(invited).toMatchObject({
      user: null,
      pending: true,
      inviterName: 'Ada Jones',
      flags: { 'sso:linked': false },
    });
  });

  it('one by one know their teams', async () => {
    const { get } = await start();
    expect((await get('/organizations/shop/members/601/')).body).toMatchObject({
      teams: ['web'],
      teamRoles: [{ teamSlug: 'web', role: 'admin' }],
      isOnlyOwner: true,
    });
    expect((await get('/organizations/shop/members/me/')).body).toMatchObject({ id: '601' });
    expect((await get('/organizations/shop/members/11/')).status).toBe(404);
  });
});

describe('environments', () => {
  it('are visible, hidden or all', async () => {
    const { get } = await start();
    const names = async (path: string): Promise<unknown[]> => pluck((await get(path)).body, 'name');
    expect(await names('/organizations/shop/environments/')).toEqual(['production', 'staging']);
    expect(await names('/organizations/shop/environments/?project=-1')).toEqual(['production', 'savanna', 'staging']);
    expect(await names('/organizations/shop/environments/?visibility=hidden')).toEqual(['old']);
    expect(await names('/projects/shop/api/environments/?visibility=all')).toEqual(['old', 'production', 'staging']);
    expect((await get('/projects/shop/api/environments/?visibility=odd')).status).toBe(400);
    expect((await get('/projects/shop/api/environments/old/')).body).toEqual({ id: '3', name: 'old', isHidden: true });
    expect((await get('/projects/shop/api/environments/none/')).status).toBe(404);
  });
});
