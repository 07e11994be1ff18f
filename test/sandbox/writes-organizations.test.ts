import { afterEach, describe, expect, it } from 'vitest';
import type { OrganizationRecord } from '../../src/sandbox/data/model.ts';
import { type Asked, issue, object, organization, pluck, rows, startWith } from './fixture.ts';

const open: Asked[] = [];
async function start(given: Partial<OrganizationRecord> = {}): Promise<Asked> {
  const asked = await startWith([organization(given), organization({ id: '2', slug: 'other' })]);
  open.push(asked);
  return asked;
}
afterEach(async () => {
  for (const { sandbox } of open.splice(0)) await sandbox.close();
});

describe('PUT of an organization', () => {
  it('answers with everything, and reads follow', async () => {
    const { get, send } = await start();
    const { status, body } = await send('PUT', '/organizations/shop/?detailed=0', {
      name: 'Store',
      openMembership: false,
      storeCrashReports: 5,
      nonsense: true,
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ slug: 'shop', name: 'Store', openMembership: false, storeCrashReports: 5 });
    expect(rows(object(body).projects)).toHaveLength(2);
    expect((await get('/organizations/shop/')).body).toMatchObject({ name: 'Store', openMembership: false });
    expect(object((await get('/organizations/shop/')).body)).not.toHaveProperty('nonsense');
  });

  it('changes the slug, and the former one leads nowhere', async () => {
    const { get, send } = await start();
    expect((await send('PUT', '/organizations/shop/', { slug: 'store' })).body).toMatchObject({ slug: 'store' });
    expect((await get('/organizations/shop/')).status).toBe(404);
    expect((await get('/organizations/store/')).status).toBe(200);
  });

  it.each([
    [{ slug: 'other' }, { slug: [expect.stringContaining('in use')] }],
    [{ slug: '123' }, { slug: [expect.stringContaining('valid slug')] }],
    [{ slug: 'a-' }, { slug: [expect.any(String)] }],
    [{ name: 'x'.repeat(65) }, { name: ['Ensure this field has no more than 64 characters.'] }],
    [
      { name: '', isEarlyAdopter: 'maybe' },
      { name: ['This field may not be blank.'], isEarlyAdopter: ['Must be a valid boolean.'] },
    ],
    [{ defaultRole: 'king' }, { defaultRole: ['"king" is not a valid choice.'] }],
  ])('refuses %j by field', async (given, problems) => {
    const { get, send } = await start();
    expect(await send('PUT', '/organizations/shop/', given)).toMatchObject({ status: 400, body: problems });
    expect((await get('/organizations/shop/')).body).toMatchObject({ name: 'Shop' });
  });

  it('refuses what the plan has not, and avatars too large', async () => {
    const { send } = await start();
    expect((await send('PUT', '/organizations/shop/', { hasGranularReplayPermissions: true })).status).toBe(403);
    const avatar = 'a'.repeat(1024 * 1024 + 1);
    expect(await send('PUT', '/organizations/shop/', { avatarType: 'upload', avatar })).toMatchObject({
      status: 413,
      body: { detail: expect.any(String) },
    });
  });

  it('needs JSON', async () => {
    const { sandbox, send } = await start();
    const url = `${sandbox.origin}/sentry/api/0/organizations/shop/`;
    const headers = { authorization: 'Bearer sandbox', 'content-type': 'application/json' };
    const broken = await fetch(url, { method: 'PUT', headers, body: '{"name":' });
    expect([broken.status, object(await broken.json()).detail]).toEqual([400, expect.stringContaining('JSON parse')]);
    expect((await send('PUT', '/organizations/shop/', ['x'])).body).toEqual({
      non_field_errors: ['Invalid data. Expected a dictionary, but got list.'],
    });
    expect((await send('PUT', '/organizations/shop/', {}, { 'content-type': 'text/plain' })).status).toBe(415);
  });
});

describe('teams', () => {
  it('are made of a slug, with the asking user in them', async () => {
    const { get, send } = await start();
    const { status, body } = await send('POST', '/organizations/shop/teams/', { slug: 'data' });
    expect([status, body]).toMatchObject([201, { slug: 'data', name: 'data', isMember: true, memberCount: 1 }]);
    expect(pluck((await get('/organizations/shop/teams/')).body, 'slug')).toEqual(['data', 'ops', 'web']);
    expect((await get(`/teams/shop/${object(body).id}/`)).body).toMatchObject({ slug: 'data' });
    expect((await get('/teams/shop/data/members/')).body).toMatchObject([{ email: 'ada@example.com' }]);
  });

  it('are made of a name, under a free slug', async () => {
    const { send } = await start();
    expect((await send('POST', '/organizations/shop/teams/', { name: 'Web' })).body).toMatchObject({ slug: 'web-2' });
    expect((await send('POST', '/organizations/shop/teams/', { name: 'Caf\u00e9 & Bar' })).body).toMatchObject({
      slug: 'cafe-bar',
    });
  });

  it('need a slug or a name, and a slug of their own', async () => {
    const { send } = await start();
    for (const given of [{}, { name: '' }, { slug: null }]) {
      expect(await send('POST', '/organizations/shop/teams/', given)).toMatchObject({
        status: 400,
        body: { non_field_errors: ['Name or slug is required'] },
      });
    }
    const taken = await send('POST', '/organizations/shop/teams/', { slug: 'web' });
    expect(taken).toMatchObject({ status: 409, body: { non_field_errors: [expect.any(String)] } });
    expect(object(taken.body).detail).toBe('A team with this slug already exists.');
    expect((await send('POST', '/organizations/shop/teams/', { slug: 'Web Team' })).status).toBe(400);
  });

  it('take another slug or name, one at a time', async () => {
    const { get, send } = await start();
    expect((await send('PUT', '/teams/shop/web/', { name: 'Site' })).body).toMatchObject({ slug: 'web', name: 'Site' });
    const { status, body } = await send('PUT', '/teams/shop/web/', { slug: 'site' });
    expect([status, body]).toMatchObject([200, { slug: 'site', name: 'Site' }]);
    expect(object(body)).not.toHaveProperty('organization');
    expect((await get('/teams/shop/web/')).status).toBe(404);
    expect(await send('PUT', '/teams/shop/site/', { slug: 'ops' })).toMatchObject({
      status: 400,
      body: { slug: [expect.any(String)] },
    });
  });

  it('go at once; their projects stay, their issues are nobody’s', async () => {
    const { get, send } = await start({ issues: [issue(1, { assignedTo: { type: 'team', id: '501' } })] });
    expect(await send('DELETE', '/teams/shop/web/')).toMatchObject({ status: 204, text: '' });
    expect((await send('DELETE', '/teams/shop/web/')).status).toBe(404);
    expect((await get('/projects/shop/web-shop/')).body).toMatchObject({ teams: [], team: null, isMember: false });
    expect((await get('/organizations/shop/issues/1001/')).body).toMatchObject({ assignedTo: null });
    expect((await send('POST', '/organizations/shop/teams/', { slug: 'web' })).status).toBe(201);
  });

  it('of an identity provider take no writes', async () => {
    const [web] = organization().teams;
    const { send } = await start({ teams: web === undefined ? [] : [{ ...web, idpProvisioned: true }] });
    expect((await send('PUT', '/teams/shop/web/', { name: 'x' })).status).toBe(403);
    expect((await send('DELETE', '/teams/shop/web/')).status).toBe(403);
  });
});
