import { afterEach, describe, expect, it } from 'vitest';
import type { IssueRecord, OrganizationRecord } from '../../src/sandbox/data/model.ts';
import { type Asked, DAY, HOUR, issue, now, object, organization, pluck, release, rows, startWith } from './fixture.ts';

const open: Asked[] = [];
async function start(given: Partial<OrganizationRecord> = {}): Promise<Asked> {
  const issues = [
    issue(1, { hashes: ['1'.repeat(32)] }, [{ date: now - 3 * HOUR }]),
    issue(2, { timesSeen: 7, hashes: ['2'.repeat(32)] }, [{ date: now - 2 * HOUR }, { date: now - 4 * HOUR }]),
    issue(3, { status: 'resolved', substatus: null }),
    issue(4, { projectId: '102' }),
  ];
  const asked = await startWith([organization({ issues, ...given })]);
  open.push(asked);
  return asked;
}
afterEach(async () => {
  for (const { sandbox } of open.splice(0)) await sandbox.close();
});

const path = '/organizations/shop/issues/';

async function statuses({ get }: Asked): Promise<Record<string, unknown>> {
  const ids = [1001, 1002, 1003, 1004].map((id) => `group=${id}`).join('&');
  const { body } = await get(`${path}?project=-1&collapse=stats&${ids}`);
  return Object.fromEntries(rows(body).map(({ id, status }) => [String(id), status]));
}

describe('PUT of issues', () => {
  it('answers with what changed, not with the issues', async () => {
    const asked = await start();
    const query = `${path}?id=1001&id=1004&project=-1`;
    const { status, body } = await asked.send('PUT', query, { status: 'resolved', assignedTo: 'bo', priority: 'low' });
    expect(status).toBe(200);
    expect(body).toEqual({
      status: 'resolved',
      statusDetails: {},
      inbox: null,
      assignedTo: { type: 'user', id: '12', name: 'Bo Lind', email: 'bo@example.com' },
      priority: 'low',
    });
    expect(await statuses(asked)).toMatchObject({ '1001': 'resolved', '1002': 'unresolved', '1004': 'resolved' });
  });

  it('tells of taking away, sharing and subscribing', async () => {
    const { send } = await start();
    const given = { assignedTo: '', isPublic: true, isSubscribed: true, hasSeen: false, isBookmarked: true };
    expect((await send('PUT', `${path}?id=1001`, given)).body).toEqual({
      ...given,
      assignedTo: null,
      shareId: expect.any(String),
      subscriptionDetails: { reason: 'unknown' },
    });
  });

  it('is 204 where nothing matched, and skips what cannot be seen', async () => {
    const asked = await start();
    expect(await asked.send('PUT', `${path}?id=1`, { status: 'resolved' })).toMatchObject({ status: 204, text: '' });
    expect((await asked.send('PUT', `${path}?id=1004&project=101`, { status: 'resolved' })).status).toBe(204);
    expect((await asked.send('PUT', `${path}?id=1&id=1001`, { status: 'resolved' })).status).toBe(200);
    expect(await statuses(asked)).toMatchObject({ '1001': 'resolved', '1002': 'unresolved', '1004': 'unresolved' });
  });

  it('without ids changes everything that the search finds', async () => {
    const asked = await start();
    expect((await asked.send('PUT', `${path}?project=-1`, { status: 'ignored' })).status).toBe(200);
    expect(await statuses(asked)).toEqual({
      '1001': 'ignored',
      '1002': 'ignored',
      '1003': 'resolved',
      '1004': 'ignored',
    });
    await asked.send('PUT', `${path}?project=101&query=${encodeURIComponent('is:resolved')}`, { status: 'unresolved' });
    expect((await statuses(asked))['1003']).toBe('unresolved');
    expect(await asked.send('PUT', `${path}?query=is:nothing`, { status: 'resolved' })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('Invalid query') },
    });
  });

  it('whose ids match nothing takes the search on builds of January 2025', async () => {
    const asked = await start();
    asked.sandbox.switches.bulkFallsBack = true;
    expect((await asked.send('PUT', `${path}?id=1&project=101`, { status: 'resolved' })).status).toBe(200);
    expect(await statuses(asked)).toMatchObject({ '1001': 'resolved', '1002': 'resolved', '1004': 'unresolved' });
    const belted = `${path}?id=1&project=-1&query=${encodeURIComponent('issue.id:[1]')}`;
    expect((await asked.send('PUT', belted, { status: 'ignored' })).status).toBe(204);
  });

  it('takes a thousand ids and no more', async () => {
    const { send } = await start();
    const ids = (count: number): string => Array.from({ length: count }, (_, i) => `id=${1001 + i}`).join('&');
    expect((await send('PUT', `${path}?${ids(1000)}`, { hasSeen: true })).status).toBe(200);
    expect((await send('PUT', `${path}?${ids(1001)}`, { hasSeen: true })).status).toBe(400);
    expect((await send('PUT', `${path}?id=`, { hasSeen: true })).status).toBe(400);
    expect((await send('PUT', `${path}?id=1001&project=999`, { hasSeen: true })).status).toBe(403);
  });

  it('resolves by a release in one project only', async () => {
    const releases = [release(1, 'v1', { projectIds: ['101', '102'] }), release(2, 'v2')];
    const asked = await start({ releases });
    const body = { status: 'resolved', statusDetails: { inRelease: 'v1' } };
    expect(await asked.send('PUT', `${path}?id=1001&id=1004&project=-1`, body)).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('multiple projects') },
    });
    const other = { status: 'resolved', statusDetails: { inRelease: 'v2' } };
    expect(await asked.send('PUT', `${path}?id=1001&id=1004&project=-1`, other)).toMatchObject({
      status: 400,
      body: { statusDetails: { inRelease: [expect.any(String)] } },
    });
    expect((await statuses(asked))['1001']).toBe('unresolved');
    expect((await asked.send('PUT', `${path}?id=1001&id=1002&project=-1`, body)).body).toMatchObject({
      statusDetails: { inRelease: 'v1' },
    });
  });

  it('works on the path of a project', async () => {
    const asked = await start();
    const own = '/projects/shop/web-shop/issues/';
    expect((await asked.send('PUT', `${own}?id=1004`, { status: 'resolved' })).status).toBe(204);
    expect((await asked.send('PUT', `${own}?id=1001`, { isPublic: true })).body).toMatchObject({ isPublic: true });
    expect((await asked.send('PUT', own, { status: 'resolved' })).status).toBe(200);
    expect(await statuses(asked)).toMatchObject({ '1002': 'resolved', '1004': 'unresolved' });
  });
});

describe('merge', () => {
  it('puts the hashes of all in the order of their latest events', async () => {
    const hashed = (number: number, hours: number): IssueRecord => {
      const hash = String(number).repeat(32);
      return issue(number, { hashes: [hash], timesSeen: number }, [{ hash, date: now - hours * HOUR }]);
    };
    const asked = await start({ issues: [hashed(1, 2), hashed(2, 1), hashed(3, 3)] });
    await asked.send('PUT', `${path}?id=1001&id=1002&id=1003`, { merge: true });
    const hashes = pluck((await asked.get(`${path}1003/hashes/`)).body, 'id');
    expect(hashes).toEqual(['2', '1', '3'].map((digit) => digit.repeat(32)));
  });

  it('leaves the issue seen most often, with all of the events', async () => {
    const asked = await start();
    const { body } = await asked.send('PUT', `${path}?id=1001&id=1002`, { merge: true });
    expect(body).toEqual({ merge: { parent: '1002', children: ['1001'] } });
    expect((await asked.get('/organizations/shop/issues/1001/')).body).toMatchObject({
      id: '1002',
      count: '8',
      activity: [{ type: 'merge', data: { issues: [{ id: '1001' }] } }],
    });
    expect(await statuses(asked)).not.toHaveProperty('1001');
    const events = rows((await asked.get('/organizations/shop/issues/1002/events/')).body);
    expect(events.map(({ groupID }) => groupID)).toEqual(['1002', '1002', '1002']);
    expect(pluck((await asked.get('/organizations/shop/issues/1002/hashes/')).body, 'id')).toHaveLength(2);
    expect(asked.sandbox.worlds[0]?.organizations[0]?.issues[1]?.firstSeen).toBe(now - 4 * HOUR);
  });

  it('may take its time', async () => {
    const asked = await start();
    asked.sandbox.switches.mergesPending = true;
    await asked.send('PUT', `${path}?id=1001&id=1002`, { merge: true });
    expect((await asked.get('/organizations/shop/issues/1001/')).status).toBe(404);
    expect((await statuses(asked))['1001']).toBe('pending_merge');
  });

  it('is for errors of one project', async () => {
    const feedback = issue(5, { issueCategory: 'feedback', lastSeen: now - DAY });
    const asked = await start({ issues: [issue(1), issue(4, { projectId: '102' }), feedback] });
    const both = { merge: true, status: 'resolved' };
    expect(await asked.send('PUT', `${path}?id=1001&id=1004&project=-1`, both)).toMatchObject({
      status: 400,
      body: { detail: 'Merging across multiple projects is not supported' },
    });
    expect((await asked.send('PUT', `${path}?id=1001&id=1005`, both)).status).toBe(400);
    expect((await statuses(asked))['1001']).toBe('unresolved');
    expect(object((await asked.send('PUT', `${path}?id=1001`, { merge: true })).body)).toEqual({ merge: true });
  });
});

describe('DELETE of issues', () => {
  it('takes those named, whatever the query', async () => {
    const asked = await start();
    expect(await asked.send('DELETE', `${path}?id=1001&query=is:resolved`)).toMatchObject({ status: 204, text: '' });
    expect(await statuses(asked)).toMatchObject({ '1001': 'pending_deletion', '1002': 'unresolved' });
    expect((await asked.send('DELETE', `${path}?id=1`)).status).toBe(204);
    expect((await asked.send('DELETE', '/projects/shop/web-shop/issues/?id=1004')).status).toBe(204);
    expect(await statuses(asked)).toMatchObject({ '1002': 'unresolved', '1004': 'unresolved' });
  });

  it('without ids takes everything that the search finds', async () => {
    const asked = await start();
    expect((await asked.send('DELETE', `${path}?project=101`)).status).toBe(204);
    expect(await statuses(asked)).toEqual({
      '1001': 'pending_deletion',
      '1002': 'pending_deletion',
      '1003': 'resolved',
      '1004': 'unresolved',
    });
    expect(pluck((await asked.get(`${path}?project=-1&query=`)).body, 'id')).toEqual(['1003', '1004']);
  });
});
