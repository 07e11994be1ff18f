import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommitRecord, DeployRecord } from '../../src/sandbox/data/model.ts';
import {
  type Asked,
  DAY,
  issue,
  links,
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

const commit = (sha: string, email = viewer.email): CommitRecord => ({
  sha,
  message: `Mend ${sha}`,
  dateCreated: now - DAY,
  repositoryId: '71',
  author: { name: 'Somebody', email },
  pullRequest: sha === 'c0' ? { id: '5', title: 'Mend it', url: 'https://example.com/5' } : null,
});
const deploy = (id: string, environment: string, daysAgo: number, projectIds = ['101', '102']): DeployRecord => ({
  id,
  environment,
  projectIds,
  name: null,
  url: null,
  dateStarted: null,
  dateFinished: now - daysAgo * DAY,
});

const odd = 'shop@1.0 beta+x?#%(y)';
const shop = organization({
  projects: [
    project('101', 'web-shop'),
    project('102', 'api', { hasSessions: false }),
    project('103', 'other', { isMember: false }),
  ],
  issues: [
    issue(1, { firstRelease: 'shop@1.10.0' }, [{ release: 'shop@1.10.0', environment: 'staging' }]),
    issue(2, { firstRelease: 'shop@1.10.0', projectId: '102' }),
  ],
  releases: [
    release(3, 'shop@1.10.0', {
      projectIds: ['101', '102'],
      commits: [commit('c0'), commit('c1', 'guest@example.com'), commit('c2')],
      deploys: [deploy('31', 'production', 1), deploy('32', 'production', 3), deploy('33', 'staging', 2, ['102'])],
      ownerUserId: viewer.id,
    }),
    release(4, 'shop@1.9.0', { status: 'archived' }),
    release(5, 'shop@1.2.0-rc.1', { dateReleased: null }),
    release(6, odd),
    release(7, 'a1b2c3d4e5f6a7b8c9d0', { projectIds: ['103'] }),
  ],
  repositories: [
    {
      id: '71',
      name: 'example/shop',
      provider: { id: 'github', name: 'GitHub' },
      url: 'https://example.com',
      dateCreated: now,
    },
  ],
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

const list = '/organizations/shop/releases/';
const versions = async (query: string): Promise<unknown[]> => {
  const answer = await get(`${list}?${query}`);
  if (answer.status !== 200) throw new Error(answer.text);
  return pluck(answer.body, 'version');
};
const hash = 'a1b2c3d4e5f6a7b8c9d0';

describe('releases', () => {
  it('come newest first, open ones of projects that the user is a member of', async () => {
    const { body, headers } = await get(list);
    expect(pluck(body, 'id')).toEqual([3, 5, 6]);
    expect(links(headers)).toEqual({ previous: ['100:-1:1', 'false'], next: ['100:1:0', 'false'] });
    expect(await versions('project=-1')).toContain(hash);
    expect(await versions('status=archived')).toEqual(['shop@1.9.0']);
    expect(await versions('status=')).toHaveLength(4);
    expect((await get(`${list}?status=odd`)).status).toBe(400);
  });

  it.each([
    ['release:shop@1.10.0', ['shop@1.10.0']],
    [`release:["shop@1.10.0","${odd}"]`, ['shop@1.10.0', odd]],
    ['release:shop@1.1*', ['shop@1.10.0']],
    ['release:latest', ['shop@1.10.0']],
    ['release.version:>=1.2.0', ['shop@1.10.0']],
    ['release.version:<1.3.0', ['shop@1.2.0-rc.1']],
    ['release.version:1.*', ['shop@1.10.0', 'shop@1.2.0-rc.1', odd]],
    ['release.package:shop', ['shop@1.10.0', 'shop@1.2.0-rc.1', odd]],
    ['release.stage:low', ['shop@1.10.0']],
    ['finalized:false', ['shop@1.2.0-rc.1']],
    ['beta', [odd]],
    ['!release:shop@1.10.0', ['shop@1.2.0-rc.1', odd]],
  ])('are searched by %s', async (query, expected) => {
    expect(await versions(`query=${encodeURIComponent(query)}`)).toEqual(expected);
  });

  it.each(['odd:1', 'release:[', 'release.version:x'])('refuse %s', async (query) => {
    const { status, body } = await get(`${list}?query=${encodeURIComponent(query)}`);
    expect([status, typeof object(body).detail]).toEqual([400, 'string']);
  });

  it.each([
    ['semver', ['shop@1.10.0', 'shop@1.2.0-rc.1', odd]],
    ['date', ['shop@1.10.0', 'shop@1.2.0-rc.1', odd]],
  ])('sort by %s', async (sort, expected) => {
    expect(await versions(`sort=${sort}`)).toEqual(expected);
  });

  it('sort by adoption, and by sessions only when flattened', async () => {
    expect(await versions('sort=adoption')).toHaveLength(3);
    expect((await get(`${list}?sort=sessions`)).status).toBe(400);
    expect(await versions('sort=sessions&flatten=1')).toHaveLength(4);
  });

  it('of an environment were seen or deployed there', async () => {
    expect(await versions('environment=staging')).toEqual(['shop@1.10.0']);
    expect((await get(`${list}?environment=moon`)).status).toBe(404);
  });

  it('count the new issues of the projects that are asked', async () => {
    const counts = async (query: string): Promise<unknown> => rows((await get(`${list}?${query}`)).body)[0]?.newGroups;
    expect([await counts(''), await counts('project=101'), await counts('project=web-shop')]).toEqual([2, 1, 1]);
  });

  it('have numbers as ids, authors, and what came last', async () => {
    const [row] = rows((await get(list)).body);
    expect(row).toMatchObject({
      id: 3,
      shortVersion: '1.10.0',
      versionInfo: { package: 'shop', version: { major: 1, minor: 10, patch: 0 } },
      commitCount: 3,
      deployCount: 3,
      lastDeploy: { id: '31' },
      lastCommit: { id: 'c0' },
      owner: { id: viewer.id },
      projects: [{ id: 101, newGroups: 1 }, { id: 102 }],
    });
    expect(row?.authors).toMatchObject([{ id: viewer.id }, { name: 'Somebody', email: 'guest@example.com' }]);
    expect(rows(row?.projects)[0]).not.toHaveProperty('healthData');
    expect(row).not.toHaveProperty('adoptionStages');
  });

  it('have health on demand, null where a project sends none', async () => {
    const [row] = rows((await get(`${list}?health=1&adoptionStages=1`)).body);
    const [web, api] = rows(row?.projects);
    expect(web?.healthData).toMatchObject({ hasHealthData: true, crashFreeSessions: expect.any(Number) });
    expect(api?.healthData).toMatchObject({ hasHealthData: false, crashFreeSessions: null });
    expect(row?.adoptionStages).toMatchObject({ 'web-shop': { stage: 'low' } });
  });
});

describe('one release', () => {
  const path = `${list}shop%401.10.0/`;

  it('is found by its encoded version', async () => {
    expect((await get(`${list}${encodeURIComponent(odd)}/`)).body).toMatchObject({ version: odd });
    expect((await get(`${list}none/`)).status).toBe(404);
  });

  it('knows its neighbours in a project', async () => {
    expect((await get(path)).body).toMatchObject({ currentProjectMeta: {}, newGroups: 2 });
    expect((await get(`${path}?project=101`)).body).toMatchObject({
      newGroups: 1,
      currentProjectMeta: { prevReleaseVersion: 'shop@1.9.0', nextReleaseVersion: null, firstReleaseVersion: odd },
    });
    expect((await get(`${path}?project=web-shop`)).status).toBe(200);
    expect((await get(`${path}?project=other`)).status).toBe(404);
  });

  it('lists the latest deploy of each project and environment', async () => {
    const { body, headers } = await get(`${path}deploys/`);
    expect(pluck(body, 'id')).toEqual(['31', '33']);
    expect(links(headers)?.next).toEqual(['100:1:0', 'false']);
  });

  it('lists its commits by position', async () => {
    const { body, headers } = await get(`${path}commits/?per_page=2`);
    expect(pluck(body, 'id')).toEqual(['c0', 'c1']);
    expect(links(headers)?.next).toEqual(['2:0:0', 'true']);
    const rest = await get(`${path}commits/?per_page=2&cursor=2:0:0`);
    expect(pluck(rest.body, 'id')).toEqual(['c2']);
    expect(links(rest.headers)).toEqual({ previous: ['2:0:1', 'true'], next: ['2:2:0', 'false'] });
    expect(rows(body)[0]).toMatchObject({
      repository: { name: 'example/shop' },
      pullRequest: { id: '5', status: 'merged' },
      releases: [{ version: 'shop@1.10.0' }],
    });
    expect(pluck((await get('/projects/shop/web-shop/releases/shop%401.10.0/commits/')).body, 'id')).toHaveLength(3);
  });

  it('is in the list of its project', async () => {
    expect(pluck((await get('/projects/shop/api/releases/')).body, 'version')).toEqual(['shop@1.10.0']);
  });
});

describe('discover', () => {
  const path = '/organizations/shop/events/?project=-1&dataset=errors';

  it('answers columns in an envelope', async () => {
    const { body, headers } = await get(
      `${path}&field=id&field=issue&field=issue.id&field=project&field=timestamp&sort=-timestamp`,
    );
    const { data, meta } = object(body);
    expect(data).toHaveLength(2);
    expect(rows(data)[0]).toMatchObject({ issue: expect.stringMatching(/^SHOP-/), 'issue.id': expect.any(Number) });
    expect(meta).toMatchObject({ fields: { 'issue.id': 'integer', timestamp: 'date', id: 'string' } });
    expect(links(headers)).toEqual({ previous: ['0:0:1', 'false'], next: ['0:100:0', 'false'] });
  });

  it('tells moments to the second, and traces that can be searched', async () => {
    const { body } = await get(`${path}&field=timestamp&field=trace&field=user.ip&sort=-timestamp`);
    const [first] = rows(object(body).data);
    expect(first?.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
    expect(first?.trace).toMatch(/^[0-9a-f]{32}$/);
    const found = await get(`${path}&field=trace&query=trace:${String(first?.trace)}`);
    expect(object(found.body).data).toEqual([{ trace: first?.trace }]);
  });

  it('groups by what is no aggregate', async () => {
    const { body } = await get(`${path}&field=project&field=count()&field=latest_event()&sort=project`);
    expect(object(body).data).toMatchObject([
      { project: 'api', 'count()': 1, 'latest_event()': expect.any(String) },
      { project: 'web-shop', 'count()': 1 },
    ]);
  });

  it('searches events by id, and alternatives', async () => {
    const id = shop.issues[0]?.events[0]?.id;
    const found = async (query: string): Promise<unknown> =>
      object((await get(`${path}&field=issue&query=${encodeURIComponent(query)}`)).body).data;
    expect(await found(`id:[${id}]`)).toEqual([{ issue: 'SHOP-1' }]);
    expect(await found('environment:staging OR project:api')).toHaveLength(2);
    expect(await found('environment:staging AND project:api')).toEqual([]);
  });

  it.each(['', '&field=id&sort=title', '&field=id&query=id:x', '&field=odd()', `${'&field=id'.repeat(21)}`])(
    'refuses %j',
    async (query) => {
      expect((await get(`${path}${query}`)).status).toBe(400);
    },
  );
});

describe('repositories', () => {
  it('are listed', async () => {
    expect((await get('/organizations/shop/repos/')).body).toMatchObject([{ id: '71', provider: { id: 'github' } }]);
  });
});
