import { afterEach, describe, expect, it } from 'vitest';
import type { OrganizationRecord } from '../../src/sandbox/data/model.ts';
import { type Asked, issue, object, organization, pluck, project, release, rows, startWith } from './fixture.ts';

const open: Asked[] = [];
async function start(given: Partial<OrganizationRecord> = {}): Promise<Asked> {
  const asked = await startWith([organization(given)]);
  open.push(asked);
  return asked;
}
afterEach(async () => {
  for (const { sandbox } of open.splice(0)) await sandbox.close();
});

describe('POST of a project', () => {
  it('makes it in its team, and lists follow', async () => {
    const { get, send } = await start();
    const { status, body } = await send('POST', '/teams/shop/web/projects/', {
      name: 'Price Feed',
      platform: 'python-django',
    });
    expect([status, body]).toMatchObject([
      201,
      { slug: 'price-feed', platform: 'python-django', teams: [{ slug: 'web' }], isMember: true, latestRelease: null },
    ]);
    expect(pluck((await get('/teams/shop/web/projects/')).body, 'slug')).toContain('price-feed');
    expect((await get(`/projects/shop/${object(body).id}/`)).body).toMatchObject({ name: 'Price Feed' });
    expect((await get('/projects/shop/price-feed/issues/')).body).toEqual([]);
  });

  it('finds a free slug, unless one was given', async () => {
    const { send } = await start();
    expect((await send('POST', '/teams/shop/web/projects/', { name: 'API' })).body).toMatchObject({ slug: 'api-2' });
    expect((await send('POST', '/teams/shop/web/projects/', { name: 'x', slug: null })).status).toBe(201);
    expect(await send('POST', '/teams/shop/web/projects/', { name: 'x', slug: 'api' })).toEqual(
      expect.objectContaining({ status: 409, body: { detail: 'A project with this slug already exists.' } }),
    );
  });

  it.each([
    [{}, { name: ['This field is required.'] }],
    [
      { name: 'x'.repeat(51), slug: 'A B' },
      { name: [expect.any(String)], slug: [expect.any(String)] },
    ],
    [{ name: 'settings' }, { name: [expect.stringContaining('reserved')] }],
    [{ name: 'x', platform: 'abacus' }, { platform: ['Invalid platform'] }],
  ])('refuses %j by field', async (given, problems) => {
    const { send } = await start();
    expect(await send('POST', '/teams/shop/web/projects/', given)).toMatchObject({ status: 400, body: problems });
  });

  it('needs a team', async () => {
    const { send } = await start();
    expect((await send('POST', '/teams/shop/none/projects/', { name: 'x' })).status).toBe(404);
  });
});

describe('PUT of a project', () => {
  it('changes what is given, and answers with the detail', async () => {
    const { get, send } = await start();
    const { status, body } = await send('PUT', '/projects/shop/web-shop/', {
      name: 'Web',
      platform: 'javascript-react',
      isBookmarked: true,
      resolveAge: 48,
      highlightTags: ['url'],
    });
    expect([status, body]).toMatchObject([
      200,
      { name: 'Web', platform: 'javascript-react', isBookmarked: true, resolveAge: 48, highlightTags: ['url'] },
    ]);
    expect((await send('PUT', '/projects/shop/web-shop/', { resolveAge: null })).body).toMatchObject({ resolveAge: 0 });
    expect((await get('/projects/shop/web-shop/')).body).toEqual(
      (await send('PUT', '/projects/shop/web-shop/', {})).body,
    );
    expect(pluck((await get('/organizations/shop/projects/')).body, 'isBookmarked')).toEqual([true, true]);
  });

  it('leaves a redirect behind where the slug changes', async () => {
    const { get, send } = await start({ issues: [issue(1)] });
    expect((await send('PUT', '/projects/shop/web-shop/', { slug: 'site' })).body).toMatchObject({ slug: 'site' });
    const moved = await get('/projects/shop/web-shop/');
    expect(moved).toMatchObject({ status: 302, body: { slug: 'site', detail: { code: 'resource-moved' } } });
    expect(moved.headers.get('location')).toBe('/api/0/projects/shop/site/');
    expect((await send('PUT', '/projects/shop/web-shop/', { name: 'x' })).status).toBe(302);
    expect((await send('DELETE', '/projects/shop/web-shop/')).status).toBe(302);
    expect((await get('/organizations/shop/issues/SITE-1/')).status).toBe(200);
    expect((await get('/organizations/shop/issues/SHOP-1/')).status).toBe(404);
    await send('PUT', '/projects/shop/site/', { slug: 'web-shop' });
    expect((await get('/projects/shop/web-shop/')).status).toBe(200);
    expect((await get('/projects/shop/site/')).status).toBe(302);
  });

  it.each([
    [{ slug: 'api' }, { slug: ['Another project (api) is already using that slug'] }],
    [{ slug: 'settings' }, { slug: [expect.stringContaining('reserved')] }],
    [{ slug: '12' }, { slug: [expect.stringContaining('valid slug')] }],
    [{ resolveAge: 'x' }, { resolveAge: ['A valid integer is required.'] }],
  ])('refuses %j', async (given, problems) => {
    const { send } = await start();
    expect(await send('PUT', '/projects/shop/web-shop/', given)).toMatchObject({ status: 400, body: problems });
  });

  it('takes a bookmark of whoever may only read', async () => {
    const { sandbox, send } = await start();
    sandbox.switches.scopes = ['project:read'];
    expect((await send('PUT', '/projects/shop/web-shop/', { isBookmarked: true })).status).toBe(200);
    const refused = await send('PUT', '/projects/shop/web-shop/', { isBookmarked: true, name: 'x' });
    expect(refused.status).toBe(403);
    expect(refused.headers.get('www-authenticate')).toContain('project:write');
  });
});

describe('DELETE of a project', () => {
  it('takes it and its issues from every read', async () => {
    const { get, send } = await start({
      issues: [issue(1), issue(2, { projectId: '102' })],
      releases: [release(1, 'both', { projectIds: ['101', '102'] }), release(2, 'own')],
    });
    expect(await send('DELETE', '/projects/shop/web-shop/')).toMatchObject({ status: 204, text: '' });
    expect((await send('DELETE', '/projects/shop/web-shop/')).status).toBe(404);
    expect((await get('/projects/shop/101/')).status).toBe(404);
    expect(pluck((await get('/organizations/shop/projects/')).body, 'slug')).toEqual(['api']);
    expect((await get('/organizations/shop/issues/1001/')).status).toBe(404);
    expect(pluck((await get('/organizations/shop/issues/?project=-1')).body, 'id')).toEqual(['1002']);
    expect((await get('/organizations/shop/issues/?group=1001&project=-1')).body).toEqual([]);
    const releases = rows((await get('/organizations/shop/releases/?project=-1')).body);
    expect(releases.map(({ version, projects }) => [version, rows(projects).length])).toEqual([['both', 1]]);
    expect((await get('/organizations/shop/releases/own/')).status).toBe(404);
  });

  it('sets its slug free', async () => {
    const { get, send } = await start({ projects: [project('101', 'web-shop', { formerSlugs: ['old'] })] });
    await send('DELETE', '/projects/shop/web-shop/');
    expect((await get('/projects/shop/old/')).status).toBe(404);
    expect((await send('POST', '/teams/shop/web/projects/', { name: 'x', slug: 'web-shop' })).status).toBe(201);
  });
});
