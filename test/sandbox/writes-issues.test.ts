import { afterEach, describe, expect, it } from 'vitest';
import type { OrganizationRecord } from '../../src/sandbox/data/model.ts';
import {
  type Asked,
  colleague,
  DAY,
  issue,
  now,
  object,
  organization,
  pluck,
  release,
  rows,
  startWith,
} from './fixture.ts';

const open: Asked[] = [];
async function start(given: Partial<OrganizationRecord> = {}): Promise<Asked> {
  const asked = await startWith([organization({ issues: [issue(1), issue(2)], ...given })]);
  open.push(asked);
  return asked;
}
afterEach(async () => {
  for (const { sandbox } of open.splice(0)) await sandbox.close();
});

const path = '/organizations/shop/issues/1001/';
const commit = {
  sha: 'c'.repeat(40),
  message: 'x',
  dateCreated: now - DAY,
  repositoryId: '701',
  author: null,
  pullRequest: null,
};
const released: Partial<OrganizationRecord> = {
  releases: [release(1, 'new'), release(2, 'old', { commits: [commit] }), release(3, 'other', { projectIds: ['102'] })],
  repositories: [
    {
      id: '701',
      name: 'shop/web',
      provider: { id: 'unknown', name: 'Unknown Provider' },
      url: null,
      dateCreated: now - DAY,
    },
  ],
};

async function history({ get }: Asked): Promise<Record<string, unknown>[]> {
  return rows(object((await get(path)).body).activity);
}

async function found({ get }: Asked, query: string): Promise<unknown[]> {
  return pluck((await get(`/organizations/shop/issues/?project=-1&query=${encodeURIComponent(query)}`)).body, 'id');
}

describe('PUT of an issue', () => {
  it('answers with the row in totals, without what only the detail has', async () => {
    const { send } = await start();
    const { status, body } = await send('PUT', path, { status: 'resolved' });
    expect([status, body]).toMatchObject([
      200,
      { id: '1001', status: 'resolved', substatus: null, count: '1', statusDetails: {} },
    ]);
    for (const name of ['stats', 'activity', 'seenBy', 'tags', 'firstRelease', 'lifetime', 'inbox']) {
      expect(object(body)).not.toHaveProperty(name);
    }
  });

  it('is followed by searches, lists, counts and the history', async () => {
    const asked = await start();
    expect(await found(asked, 'is:unresolved')).toHaveLength(2);
    await asked.send('PUT', path, { status: 'resolved', assignedTo: 'bo' });
    expect(await found(asked, 'is:unresolved')).toEqual(['1002']);
    expect(await found(asked, 'is:resolved assigned:bo@example.com')).toEqual(['1001']);
    const list = await asked.get('/organizations/shop/issues/?project=-1&query=is:unresolved');
    expect(list.headers.get('x-hits')).toBe('1');
    expect((await asked.get('/organizations/shop/issues/SHOP-1/')).body).toMatchObject({ status: 'resolved' });
    expect((await asked.get('/projects/shop/web-shop/issues/')).body).toMatchObject([{ id: '1002' }]);
    expect(await history(asked)).toMatchObject([
      { type: 'assigned', data: { assignee: '12', assigneeType: 'user' }, user: { id: '11' } },
      { type: 'set_resolved' },
    ]);
  });

  it('works by short id, under the older name, and without the organization', async () => {
    const { sandbox, send } = await start();
    for (const each of ['/organizations/shop/issues/SHOP-1/', '/organizations/shop/groups/1001/', '/groups/1001/']) {
      expect((await send('PUT', each, { hasSeen: true })).status).toBe(200);
    }
    const bare = await send('PUT', '/issues/1001/', { priority: 'high' });
    expect(bare).toMatchObject({ status: 200, body: { priority: 'high' } });
    expect(bare.headers.get('x-sentry-replacement-endpoint')).toBe('sentry-api-0-organization-group-details');
    sandbox.switches.brownout = true;
    expect((await send('PUT', '/issues/1001/', { priority: 'low' })).status).toBe(410);
    expect((await send('DELETE', '/issues/1001/')).status).toBe(410);
    expect((await send('PUT', path, {})).body).toMatchObject({ priority: 'high' });
  });

  it('without anything changes nothing', async () => {
    const asked = await start();
    const before = (await asked.get(path)).body;
    expect((await asked.send('PUT', path)).status).toBe(200);
    expect((await asked.get(path)).body).toEqual(before);
  });

  it('is not for issues that are gone, and goes to the survivor of a merge', async () => {
    const { send } = await start({
      issues: [issue(1, { mergedInto: '1002' }), issue(2), issue(3, { status: 'pending_deletion' })],
    });
    expect((await send('PUT', path, { priority: 'low' })).body).toMatchObject({ id: '1002', priority: 'low' });
    expect((await send('PUT', '/organizations/shop/issues/1003/', {})).status).toBe(404);
  });
});

describe('a status', () => {
  it('is resolved by releases and commits', async () => {
    const asked = await start(released);
    const resolve = async (details: unknown, status = 'resolved'): Promise<unknown> =>
      object((await asked.send('PUT', path, { status, statusDetails: details })).body).statusDetails;
    expect(await resolve({ inNextRelease: true })).toMatchObject({ inNextRelease: true, actor: { id: '11' } });
    expect(await resolve(undefined, 'resolvedInNextRelease')).toMatchObject({ inNextRelease: true });
    expect(await resolve({ inRelease: 'old' })).toMatchObject({ inRelease: 'old' });
    expect(await resolve({ inRelease: 'latest' })).toMatchObject({ inRelease: 'new' });
    const inCommit = { commit: commit.sha, repository: 'shop/web' };
    expect(await resolve({ inCommit })).toMatchObject({ inCommit: { id: commit.sha } });
    expect((await history(asked)).map(({ type, data }) => [type, object(data).version])).toEqual([
      ['set_resolved_in_commit', undefined],
      ['set_resolved_in_release', 'new'],
      ['set_resolved_in_release', 'old'],
      ['set_resolved_in_release', ''],
      ['set_resolved_in_release', ''],
    ]);
  });

  it('is archived for ever, for a while, or until more comes', async () => {
    const { send } = await start();
    const archive = async (given: object): Promise<unknown> => (await send('PUT', path, given)).body;
    expect(await archive({ status: 'ignored' })).toMatchObject({
      status: 'ignored',
      substatus: 'archived_forever',
      statusDetails: {},
    });
    expect(await archive({ status: 'muted', substatus: 'archived_until_escalating' })).toMatchObject({
      status: 'ignored',
      substatus: 'archived_until_escalating',
      statusDetails: {},
    });
    expect(await archive({ status: 'ignored', statusDetails: { ignoreDuration: 60 } })).toMatchObject({
      substatus: 'archived_until_condition_met',
      statusDetails: { ignoreUntil: new Date(now + 3_600_000).toISOString().replace('.000', ''), ignoreCount: null },
    });
    expect(await archive({ status: 'ignored', ignoreCount: 9, ignoreWindow: 60 })).toMatchObject({
      statusDetails: { ignoreCount: 9, ignoreWindow: 60, ignoreUntil: null, actor: { id: '11' } },
    });
    expect(
      await archive({ status: 'ignored', statusDetails: { ignoreUserCount: 2, ignoreUserWindow: 10 } }),
    ).toMatchObject({ statusDetails: { ignoreUserCount: 2, ignoreUserWindow: 10 } });
  });

  it('is reopened as what the issue is then', async () => {
    const asked = await start({
      issues: [issue(1, { status: 'resolved', substatus: null }), issue(2, { status: 'ignored' }), issue(3)],
    });
    const reopen = async (id: number, substatus?: string): Promise<unknown> =>
      (await asked.send('PUT', `/organizations/shop/issues/${id}/`, { status: 'unresolved', substatus })).body;
    expect(await reopen(1001)).toMatchObject({ status: 'unresolved', substatus: 'regressed', statusDetails: {} });
    expect(await reopen(1002)).toMatchObject({ substatus: 'new' });
    expect(await reopen(1003, 'escalating')).toMatchObject({ substatus: 'escalating' });
    expect(await history(asked)).toMatchObject([{ type: 'set_unresolved' }]);
    expect(await found(asked, 'is:for_review')).toEqual(['1001', '1002', '1003']);
  });

  it.each([
    [{ status: 'done' }, { status: ['"done" is not a valid choice.'] }],
    [{ substatus: 'old' }, { substatus: ['"old" is not a valid choice.'] }],
    [
      { priority: 'top', hasSeen: 'x' },
      { priority: [expect.any(String)], hasSeen: ['Must be a valid boolean.'] },
    ],
    [
      { status: 'resolved', statusDetails: { inRelease: 'none' } },
      { statusDetails: { inRelease: ['Unable to find a release with the given version.'] } },
    ],
    [
      { status: 'resolved', statusDetails: { inRelease: 'other' } },
      { statusDetails: { inRelease: [expect.any(String)] } },
    ],
    [
      { status: 'resolved', statusDetails: { inCommit: { commit: 'd', repository: 'shop/web' } } },
      { statusDetails: { inCommit: { commit: ['Unable to find the given commit.'] } } },
    ],
    [
      { status: 'resolved', statusDetails: { inCommit: { commit: 'd' } } },
      { statusDetails: { inCommit: { repository: ['This field is required.'] } } },
    ],
    [
      { status: 'resolved', statusDetails: { inUpcomingRelease: true } },
      { statusDetails: { inUpcomingRelease: [expect.stringContaining('feature')] } },
    ],
    [
      { status: 'ignored', statusDetails: { ignoreCount: 1, ignoreWindow: 10_081 } },
      { statusDetails: { ignoreWindow: ['Ensure this value is less than or equal to 10080.'] } },
    ],
    [{ statusDetails: 'x' }, { statusDetails: { non_field_errors: [expect.any(String)] } }],
  ])('is refused where it is %j', async (given, problems) => {
    const asked = await start(released);
    const before = (await asked.get(path)).body;
    expect(await asked.send('PUT', path, given)).toMatchObject({ status: 400, body: problems });
    expect((await asked.get(path)).body).toEqual(before);
  });

  it('is resolved by the upcoming release where there is such a thing', async () => {
    const asked = await start(released);
    asked.sandbox.switches.upcomingReleaseFeature = true;
    const given = { status: 'resolved', statusDetails: { inUpcomingRelease: true } };
    expect((await asked.send('PUT', path, given)).body).toMatchObject({ statusDetails: { inUpcomingRelease: true } });
  });

  it('needs some release for the next one', async () => {
    const { send } = await start();
    expect(await send('PUT', path, { status: 'resolved', statusDetails: { inNextRelease: true } })).toMatchObject({
      status: 400,
      body: { statusDetails: { inNextRelease: [expect.stringContaining('No release data')] } },
    });
  });

  it('of resolving gives the issue to whoever wants that', async () => {
    const { sandbox, send } = await start();
    sandbox.switches.assignOnResolve = true;
    expect((await send('PUT', path, { status: 'resolved' })).body).toMatchObject({ assignedTo: { id: '11' } });
  });
});

describe('an assignee', () => {
  it.each([
    ['user:12', { type: 'user', id: '12', name: 'Bo Lind', email: 'bo@example.com' }],
    ['12', { type: 'user', id: '12' }],
    ['bo', { type: 'user', id: '12' }],
    ['bo@example.com', { type: 'user', id: '12' }],
    ['team:502', { type: 'team', id: '502', name: 'ops' }],
  ])('may be %s', async (assignedTo, assignee) => {
    const { send } = await start();
    expect((await send('PUT', path, { assignedTo })).body).toMatchObject({ assignedTo: assignee });
  });

  it.each(['', null])('is taken away by %j', async (nobody) => {
    const asked = await start({ issues: [issue(1, { assignedTo: { type: 'user', id: '12' } })] });
    expect((await asked.send('PUT', path, { assignedTo: nobody })).body).toMatchObject({ assignedTo: null });
    expect(await history(asked)).toMatchObject([{ type: 'unassigned' }]);
    await asked.send('PUT', path, { assignedTo: nobody });
    expect(await history(asked)).toHaveLength(1);
  });

  it.each(['user:99', 'team:99', 'nobody@example.com', 'group:1'])('cannot be %s', async (assignedTo) => {
    const { send } = await start();
    expect(await send('PUT', path, { assignedTo })).toMatchObject({
      status: 400,
      body: { assignedTo: [expect.any(String)] },
    });
  });

  it('must be active, and where membership is closed, of the project', async () => {
    const former = { ...colleague, isActive: false };
    const given = organization();
    const members = given.members.map((member) => (member.id === '602' ? { ...member, user: former } : member));
    const closed = await start({ members });
    expect((await closed.send('PUT', path, { assignedTo: 'bo' })).body).toEqual({
      assignedTo: ['Cannot assign to a deactivated member'],
    });
    const { send } = await start();
    await send('PUT', '/organizations/shop/', { openMembership: false });
    expect((await send('PUT', path, { assignedTo: 'bo' })).body).toEqual({
      assignedTo: ['Cannot assign to non-team member'],
    });
    expect((await send('PUT', path, { assignedTo: 'team:502' })).status).toBe(400);
    expect((await send('PUT', path, { assignedTo: 'ada' })).status).toBe(200);
  });
});

describe('what belongs to the asking user', () => {
  it('is seen, bookmarked and subscribed', async () => {
    const asked = await start({ issues: [issue(1, { hasSeen: false })] });
    const { body } = await asked.send('PUT', path, { hasSeen: true, isBookmarked: true });
    expect(body).toMatchObject({ hasSeen: true, isBookmarked: true, isSubscribed: true });
    expect(object(body).subscriptionDetails).toEqual({ reason: 'bookmarked' });
    expect(await found(asked, 'bookmarks:me')).toEqual(['1001']);
    expect((await asked.send('PUT', path, { isSubscribed: false })).body).toMatchObject({
      isSubscribed: false,
      subscriptionDetails: null,
    });
  });

  it('is not seen by whoever is not of the project', async () => {
    const given = organization();
    const projects = given.projects.map((project) => ({ ...project, isMember: false }));
    const { send } = await start({ projects, issues: [issue(1, { hasSeen: false })] });
    expect((await send('PUT', path, { hasSeen: true })).body).toMatchObject({ hasSeen: false });
  });

  it('is shared under a new id each time', async () => {
    const asked = await start();
    const first = object((await asked.send('PUT', path, { isPublic: true })).body);
    expect(first).toMatchObject({ isPublic: true, shareId: expect.stringMatching(/^[0-9a-f]{32}$/) });
    const second = object((await asked.send('PUT', path, { isPublic: true })).body);
    expect(second.shareId).not.toBe(first.shareId);
    expect((await asked.send('PUT', path, { isPublic: false })).body).toMatchObject({ isPublic: false, shareId: null });
    expect((await history(asked)).map(({ type }) => type)).toEqual([
      'set_private',
      'set_public',
      'set_private',
      'set_public',
    ]);
  });

  it('is a priority that is locked, and a place in the inbox', async () => {
    const asked = await start();
    expect((await asked.send('PUT', path, { priority: 'high', inbox: true })).body).toMatchObject({
      priority: 'high',
      priorityLockedAt: expect.any(String),
    });
    expect(await found(asked, 'is:for_review')).toEqual(['1001']);
    await asked.send('PUT', path, { inbox: false });
    expect(await found(asked, 'is:for_review')).toEqual([]);
    expect((await history(asked)).map(({ type }) => type)).toEqual(['mark_reviewed', 'set_priority']);
  });
});

describe('DELETE of an issue', () => {
  it('hides it at once, but for a lookup by `group=`', async () => {
    const asked = await start();
    const { get, send, sandbox } = asked;
    expect(await send('DELETE', path)).toMatchObject({ status: 202, text: '' });
    expect((await get(path)).status).toBe(404);
    expect((await get('/organizations/shop/shortids/SHOP-1/')).status).toBe(404);
    expect((await send('DELETE', path)).status).toBe(404);
    expect(await found(asked, '')).toEqual(['1002']);
    const group = '/organizations/shop/issues/?group=1001&project=-1';
    expect((await get(group)).body).toMatchObject([{ id: '1001', status: 'pending_deletion' }]);
    sandbox.switches.deletionsDone = true;
    expect((await get(group)).body).toEqual([]);
  });

  it('by discarding needs the feature, and nothing beside', async () => {
    const { get, send, sandbox } = await start();
    expect(await send('PUT', path, { discard: true })).toMatchObject({
      status: 400,
      body: { detail: [expect.any(String)] },
    });
    sandbox.switches.discardFeature = true;
    expect((await send('PUT', path, { discard: true, hasSeen: true })).body).toHaveProperty('non_field_errors');
    expect(await send('PUT', path, { discard: true })).toMatchObject({ status: 204, text: '' });
    expect((await get(path)).status).toBe(404);
  });
});
