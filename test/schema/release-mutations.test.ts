import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../src/gateway/limits.ts';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

const releases = '/organizations/acme/releases/';
const refusals = 'userErrors { code message field }';
type Input = Record<string, unknown>;

const create = (input: Input, fields = 'created release { id version }') =>
  graph.ask(`mutation ($input: CreateReleaseInput!) { createRelease(input: $input) { ${fields} ${refusals} } }`, {
    input: { organization: 'acme', version: '9.0.0', projects: ['storefront'], ...input },
  });
const update = (input: Input, fields = 'release { version }') =>
  graph.ask(`mutation ($input: UpdateReleaseInput!) { updateRelease(input: $input) { ${fields} ${refusals} } }`, {
    input: { organization: 'acme', id: '2.5.0-rc.1', ...input },
  });
const body = () => graph.sandbox.calls.at(-1)?.body;
const commit = (number: number, more: Input = {}) => ({ sha: `${number}`.padStart(40, '0'), ...more });
const versions = ['hotfix #999', 'recs-100%-rollout+2', 'größe-2.2-β', 'v1.2.3', 'v1.b3JhY2xl', 'a?b&c=d', 'x@1 (2)'];

describe('createRelease', () => {
  it('creates it in one call; what the answer tells is free', async () => {
    const { data, errors, calls } = await create(
      {
        ref: 'main',
        externalUrl: 'https://ci.example.com/9',
        dateReleased: '2026-11-25',
        status: 'ARCHIVED',
        commits: [
          commit(2, {
            timestamp: '2026-11-25T09:00:00Z',
            message: 'Two',
            patchSet: [
              { path: 'a.ts', type: 'ADDED' },
              { path: 'b.ts', type: 'DELETED' },
            ],
          }),
          commit(1, {
            timestamp: '2026-11-24T09:00:00+02:00',
            repository: 'acme/storefront',
            authorName: 'Ann',
            authorEmail: 'ann@example.com',
            message: null,
          }),
        ],
      },
      `created release { databaseId version ref externalUrl dateReleased status commitCount deployCount newIssueCount
        lastCommit { sha message } lastDeploy { environment } authors { email } projects { project { slug } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.createRelease).toMatchObject({
      created: true,
      release: {
        version: '9.0.0',
        ref: 'main',
        externalUrl: 'https://ci.example.com/9',
        dateReleased: '2026-11-25T00:00:00Z',
        status: 'ARCHIVED',
        commitCount: 2,
        deployCount: 0,
        newIssueCount: 0,
        lastCommit: { sha: commit(2).sha, message: 'Two' },
        lastDeploy: null,
        authors: [{ email: 'ann@example.com' }],
        projects: [{ project: { slug: 'storefront' } }],
      },
      userErrors: [],
    });
    expect(calls).toEqual([`POST ${releases}`]);
    expect(body()).toEqual({
      version: '9.0.0',
      projects: ['storefront'],
      ref: 'main',
      url: 'https://ci.example.com/9',
      dateReleased: '2026-11-25T00:00:00.000Z',
      status: 'archived',
      commits: [
        {
          id: commit(2).sha,
          message: 'Two',
          timestamp: '2026-11-25T09:00:00.000Z',
          patch_set: [
            { path: 'a.ts', type: 'A' },
            { path: 'b.ts', type: 'D' },
          ],
        },
        {
          id: commit(1).sha,
          repository: 'acme/storefront',
          author_name: 'Ann',
          author_email: 'ann@example.com',
          timestamp: '2026-11-24T07:00:00.000Z',
        },
      ],
    });
  });

  it('says whether it was there, and extends it by projects', async () => {
    const first = await create({});
    expect(first.data.createRelease).toMatchObject({ created: true, userErrors: [] });
    const again = await create({ projects: ['5100020'] });
    expect(again.data.createRelease).toEqual({ ...first.data.createRelease, created: false });
    const more = await create({ projects: ['payments'] }, 'created release { projects { project { slug } } }');
    const slugs = more.data.createRelease.release.projects.map(
      (each: { project: { slug: string } }) => each.project.slug,
    );
    expect([more.data.createRelease.created, slugs]).toEqual([true, ['storefront', 'payments']]);
    expect([...first.calls, ...again.calls, ...more.calls]).toEqual(Array(3).fill(`POST ${releases}`));
  });

  it('loads what Sentry leaves out of the answer instead of taking it for null', async () => {
    const { data, calls } = await create(
      { version: '2.4.0' },
      'created release { newIssueCount firstEventAt lastEventAt }',
    );
    expect(data.createRelease).toMatchObject({
      created: false,
      release: { firstEventAt: expect.any(String), lastEventAt: expect.any(String) },
    });
    expect(calls).toEqual([`POST ${releases}`, `GET ${releases}2.4.0/`]);
  });

  it.each(versions)('takes the version %j, which changes and deletion find again', async (version) => {
    const { data } = await create({ version });
    expect(data.createRelease).toMatchObject({ created: true, release: { version }, userErrors: [] });
    const { id } = data.createRelease.release;
    const path = `/${encodeURIComponent(version)}/`;
    for (const name of [
      { organization: 'acme', id: version },
      { organization: null, id },
    ]) {
      const changed = await update({ ...name, ref: 'next' }, 'release { id version ref }');
      expect(changed.data.updateRelease).toEqual({ release: { id, version, ref: 'next' }, userErrors: [] });
      expect(graph.sandbox.calls.at(-1)?.path).toContain(path);
    }
    const deleted = await graph.ask(
      `mutation ($id: ID!) { deleteRelease(input: { organization: "acme", id: $id }) { deletedId ${refusals} } }`,
      { id: version },
    );
    expect(deleted.data.deleteRelease).toEqual({ deletedId: id, userErrors: [] });
    expect(graph.sandbox.calls.at(-1)?.path).toContain(path);
  });

  it('takes organization and projects by node id, through their account', async () => {
    const account = graph.sandbox.worlds[1]?.connection.id;
    const { data: there } = await graph.ask(
      'query ($account: ID!) { linkedAccount(id: $account) { organization(slug: "initech") { id projects(first: 1) { nodes { id slug } } } } }',
      { account },
    );
    const { id, projects } = there.linkedAccount.organization;
    const [project] = projects.nodes;
    const { data } = await create({ organization: id, projects: [project.id] });
    expect(data.createRelease).toMatchObject({ created: true, userErrors: [] });
    expect(graph.sandbox.calls.at(-1)).toMatchObject({ connection: account, body: { projects: [project.slug] } });
    const other = await create({ organization: 'initech', projects: [project.id] });
    expect(other.data.createRelease.userErrors).toMatchObject([{ code: 'CONTRADICTION', field: ['projects', '0'] }]);
    expect(other.calls).toEqual([]);
  });

  it('shows commits in reads, and resolves the issue that a message fixes', async () => {
    const { data: before } = await graph.ask(
      '{ organization(slug: "acme") { issues(projects: ["storefront"], first: 1) { nodes { id shortId status } } } }',
    );
    const [issue] = before.organization.issues.nodes;
    expect(issue.status).toBe('UNRESOLVED');
    await create({
      commits: [commit(1, { message: `Round totals\n\nfixes ${issue.shortId}`, authorEmail: 'new@example.com' })],
    });
    const { data } = await graph.ask(
      `query ($id: ID!) { node(id: $id) { ... on Issue { status statusDetails { inRelease { version } } } }
        release(organization: "acme", version: "9.0.0") { commitCount commits { nodes { sha author { email } } } } }`,
      { id: issue.id },
    );
    expect(data.node).toMatchObject({ status: 'RESOLVED', statusDetails: { inRelease: { version: '9.0.0' } } });
    expect(data.release).toEqual({
      commitCount: 1,
      commits: { nodes: [{ sha: commit(1).sha, author: { email: 'new@example.com' } }] },
    });
  });

  it('takes commits beside refs, whose commits Sentry then does not fetch', async () => {
    const refs = [{ repository: 'acme/storefront', commit: 'b'.repeat(40), previousCommit: 'a'.repeat(40) }];
    const { data } = await create({ refs, commits: [commit(1)] });
    expect(data.createRelease.userErrors).toEqual([]);
    expect(body()).toMatchObject({ refs, commits: [{ id: commit(1).sha }] });
  });

  it.each<[Input, string, string[] | null]>([
    [{ version: '' }, 'INVALID', ['version']],
    [{ version: 'a/b' }, 'INVALID', ['version']],
    [{ version: 'a\nb' }, 'INVALID', ['version']],
    [{ version: '..' }, 'INVALID', ['version']],
    [{ version: 'Latest' }, 'INVALID', ['version']],
    [{ version: 'x'.repeat(201) }, 'TOO_LONG', ['version']],
    [{ organization: '../acme' }, 'INVALID', ['organization']],
    [{ projects: [] }, 'REQUIRED', ['projects']],
    [{ projects: ['storefront', '../x'] }, 'INVALID', ['projects', '1']],
    [{ projects: ['v1.bm9uc2Vuc2U'] }, 'INVALID', ['projects', '0']],
    [{ ref: ' ' }, 'REQUIRED', ['ref']],
    [{ ref: 'x'.repeat(201) }, 'TOO_LONG', ['ref']],
    [{ externalUrl: 'javascript:alert(1)' }, 'INVALID', ['externalUrl']],
    [{ externalUrl: 'ci.example.com' }, 'INVALID', ['externalUrl']],
    [{ externalUrl: `https://example.com/${'x'.repeat(200)}` }, 'TOO_LONG', ['externalUrl']],
    [{ status: 'UNKNOWN' }, 'INVALID', ['status']],
    [{ commits: [commit(1), { sha: ' ' }] }, 'REQUIRED', ['commits', '1', 'sha']],
    [{ commits: [{ sha: 'x'.repeat(65) }] }, 'TOO_LONG', ['commits', '0', 'sha']],
    [{ commits: [commit(1, { repository: 'x'.repeat(65) })] }, 'TOO_LONG', ['commits', '0', 'repository']],
    [{ commits: [commit(1, { message: '\ud800' })] }, 'INVALID', ['commits', '0', 'message']],
    [{ commits: [commit(1, { authorName: 'x'.repeat(129) })] }, 'TOO_LONG', ['commits', '0', 'authorName']],
    [{ commits: [commit(1, { authorEmail: 'x'.repeat(201) })] }, 'TOO_LONG', ['commits', '0', 'authorEmail']],
    [
      { commits: [commit(1, { patchSet: [{ path: '', type: 'ADDED' }] })] },
      'REQUIRED',
      ['commits', '0', 'patchSet', '0', 'path'],
    ],
    [{ commits: [commit(1, { timestamp: '2026-11-25' }), commit(2)] }, 'CONTRADICTION', ['commits']],
    [{ refs: [{ repository: 'a', commit: 'x'.repeat(65) }] }, 'TOO_LONG', ['refs', '0', 'commit']],
    [
      {
        refs: [
          { repository: 'a', commit: '1' },
          { repository: 'a', commit: '2' },
        ],
      },
      'CONTRADICTION',
      ['refs', '1', 'repository'],
    ],
  ])('refuses %j before anything is sent', async (input, code, field) => {
    const { data, errors, calls } = await create(input);
    expect(errors).toBeUndefined();
    expect(data.createRelease).toMatchObject({ release: null, created: null, userErrors: [{ code, field }] });
    expect(data.createRelease.userErrors).toHaveLength(1);
    expect(calls).toEqual([]);
  });

  it('says how long a version may be that is created', async () => {
    const { data } = await create({ version: 'bad/ver' });
    expect(data.createRelease.userErrors[0].message).toContain('1 to 200 characters');
  });

  it('takes 1000 commits with a dozen files each and refuses 1001', async () => {
    const files = Array.from({ length: 12 }, (_, index) => ({
      path: `packages/checkout/src/components/view-${index}.tsx`,
      type: 'MODIFIED',
    }));
    const commits = Array.from({ length: limits.releaseCommits }, (_, index) =>
      commit(index, {
        repository: 'acme/storefront',
        message: 'Round totals once, in the currency of the cart and not of the shop',
        authorName: 'Ann Example',
        authorEmail: 'ann@example.com',
        timestamp: '2026-11-25T09:00:00Z',
        patchSet: files,
      }),
    );
    const bytes = Buffer.byteLength(JSON.stringify({ input: { commits } }));
    expect(bytes).toBeLessThan(limits.requestBytes);
    const { data, calls } = await create({ commits }, 'release { commitCount }');
    expect(data.createRelease).toEqual({ release: { commitCount: 1000 }, userErrors: [] });
    expect(calls).toEqual([`POST ${releases}`]);
    const tooMany = await create({ commits: [...commits, commit(1000)].map(({ sha }) => ({ sha })) });
    expect(tooMany.data.createRelease.userErrors).toMatchObject([{ code: 'TOO_LONG', field: ['commits'] }]);
    expect(tooMany.calls).toEqual([]);
  });

  it('tells no more refusals than a person can use', async () => {
    const commits = Array.from({ length: 300 }, () => ({ sha: '' }));
    const { data } = await create({ commits });
    expect(data.createRelease.userErrors).toHaveLength(limits.userErrors);
  });

  it('names the place of what Sentry refuses', async () => {
    const refusal = {
      commits: [{}, { author_email: ['Enter a valid email.'], patch_set: [{ path: ['Too odd.'] }] }],
      url: ['No.'],
    };
    graph.sandbox.switches.faults.push({ method: 'POST', path: /releases/, status: 400, body: refusal });
    const { data } = await create({});
    expect(data.createRelease.userErrors).toMatchObject([
      { code: 'INVALID', field: ['commits', '1', 'authorEmail'] },
      { code: 'INVALID', field: ['commits', '1', 'patchSet', '0', 'path'] },
      { code: 'INVALID', field: ['externalUrl'] },
    ]);
    graph.sandbox.reset();
    const unknown = await create({ projects: ['storefront', 'nowhere'] });
    expect(unknown.data.createRelease.userErrors).toMatchObject([{ code: 'INVALID', field: ['projects'] }]);
    const elsewhere = await create({ organization: 'nowhere' });
    expect(elsewhere.data.createRelease.userErrors).toEqual([
      {
        code: 'NOT_FOUND',
        message: 'Organization "nowhere" does not exist or is not visible to the linked account.',
        field: ['organization'],
      },
    ]);
    expect(elsewhere.calls).toHaveLength(1);
  });

  it('says what stays written where commits or refs are refused', async () => {
    graph.sandbox.switches.releaseBusy = true;
    const busy = await create({ commits: [commit(1)] });
    expect(busy.data.createRelease).toMatchObject({
      release: null,
      userErrors: [
        { code: 'CONFLICT', field: null, message: expect.stringMatching(/is written: send the same once more/) },
      ],
    });
    expect(busy.calls).toEqual([`POST ${releases}`]);
    graph.sandbox.switches.releaseBusy = false;
    const refs = [{ repository: 'acme/nowhere', commit: '1' }];
    const unknown = await create({ refs });
    expect(unknown.data.createRelease).toMatchObject({
      userErrors: [
        { code: 'INVALID', field: ['refs'], message: expect.stringMatching(/acme\/nowhere.*is written\.$/) },
      ],
    });
    const { data } = await graph.ask('{ release(organization: "acme", version: "9.0.0") { commitCount } }');
    expect(data.release).toEqual({ commitCount: 0 });
  });

  it.each(['502-after-effect', 'reset-after-effect'] as const)(
    'is sent once where its answer is lost (%s)',
    async (kind) => {
      graph.sandbox.switches.faults.push({ method: 'POST', path: /releases/, kind });
      const { data, errors, calls } = await create({});
      expect(data.createRelease).toBeNull();
      expect(errors).toMatchObject([{ path: ['createRelease'], extensions: { outcome: 'UNKNOWN' } }]);
      expect(calls).toEqual([`POST ${releases}`]);
    },
  );
});

describe('updateRelease', () => {
  it('changes only what is given', async () => {
    const { data, errors, calls } = await update(
      { dateReleased: '2026-11-25T10:00:00Z', externalUrl: 'http://notes.example.com', status: 'ARCHIVED' },
      'release { version status externalUrl dateReleased commitCount ref }',
    );
    expect(errors).toBeUndefined();
    expect(data.updateRelease).toMatchObject({
      release: { version: '2.5.0-rc.1', status: 'ARCHIVED', externalUrl: 'http://notes.example.com', commitCount: 6 },
      userErrors: [],
    });
    expect(calls).toEqual([`PUT ${releases}2.5.0-rc.1/`]);
    expect(body()).toEqual({
      dateReleased: '2026-11-25T10:00:00.000Z',
      url: 'http://notes.example.com',
      status: 'archived',
    });
  });

  it('replaces commits, and clears them with an empty refs', async () => {
    const changed = await update({ commits: [commit(1)] }, 'release { commitCount lastCommit { sha } }');
    expect(changed.data.updateRelease.release).toEqual({ commitCount: 1, lastCommit: { sha: commit(1).sha } });
    const cleared = await update({ refs: [] }, 'release { commitCount lastCommit { sha } commits { nodes { sha } } }');
    expect(cleared.data.updateRelease.release).toEqual({ commitCount: 0, lastCommit: null, commits: { nodes: [] } });
    expect(cleared.calls).toEqual([`PUT ${releases}2.5.0-rc.1/`, `GET ${releases}2.5.0-rc.1/commits/?per_page=25`]);
  });

  it.each<[Input, string, string[] | null]>([
    [{}, 'REQUIRED', null],
    [{ ref: null }, 'REQUIRED', ['ref']],
    [{ externalUrl: '' }, 'REQUIRED', ['externalUrl']],
    [{ dateReleased: null }, 'REQUIRED', ['dateReleased']],
    [{ status: null }, 'REQUIRED', ['status']],
    [{ refs: null }, 'REQUIRED', ['refs']],
    [{ commits: [] }, 'REQUIRED', ['commits']],
    [{ commits: [commit(1)], refs: [] }, 'CONTRADICTION', ['refs']],
    [{ id: 'a/b', ref: 'x' }, 'INVALID', ['id']],
    [{ organization: null, ref: 'x' }, 'REQUIRED', ['organization']],
    [{ organization: null, id: 'v1.2.3', ref: 'x' }, 'REQUIRED', ['organization']],
  ])('refuses %j before anything is sent', async (input, code, field) => {
    const { data, calls } = await update(input);
    expect(data.updateRelease).toMatchObject({ release: null, userErrors: [{ code, field }] });
    expect(data.updateRelease.userErrors).toHaveLength(1);
    expect(calls).toEqual([]);
  });

  it('refuses two organizations, and the id of something else', async () => {
    const { data } = await graph.ask('{ release(organization: "acme", version: "2.4.0") { id organization { id } } }');
    const two = await update({ organization: 'globex', id: data.release.id, ref: 'x' });
    expect(two.data.updateRelease.userErrors).toMatchObject([{ code: 'CONTRADICTION', field: ['organization'] }]);
    const other = await update({ id: data.release.organization.id, ref: 'x' });
    expect(other.data.updateRelease.userErrors).toMatchObject([{ code: 'INVALID', field: ['id'] }]);
    expect([...two.calls, ...other.calls]).toEqual([]);
  });

  it('of a release that is not there or busy is a user error', async () => {
    const missing = await update({ id: '0.0.0', ref: 'x' });
    expect(missing.data.updateRelease.userErrors).toEqual([
      {
        code: 'NOT_FOUND',
        message: 'Release "0.0.0" of organization "acme" does not exist or is not visible to the linked account.',
        field: ['id'],
      },
    ]);
    expect(missing.calls).toHaveLength(1);
    graph.sandbox.switches.releaseBusy = true;
    const busy = await update({ commits: [commit(1)], ref: 'next' });
    expect(busy.data.updateRelease.userErrors).toMatchObject([{ code: 'CONFLICT' }]);
    const { data } = await graph.ask('{ release(organization: "acme", version: "2.5.0-rc.1") { ref commitCount } }');
    expect(data.release).toEqual({ ref: 'next', commitCount: 6 });
  });
});

describe('deleteRelease', () => {
  const remove = (id: string, fields = 'deletedId organization { slug }') =>
    graph.ask(
      `mutation ($id: ID!) { deleteRelease(input: { organization: "acme", id: $id }) { ${fields} ${refusals} } }`,
      { id },
    );

  it('makes one call; a repeat reads as done, with a warning', async () => {
    const { data: made } = await create({ projects: ['search'] });
    const { data, calls } = await remove('9.0.0');
    const { id } = made.createRelease.release;
    expect(data.deleteRelease).toEqual({ deletedId: id, organization: { slug: 'acme' }, userErrors: [] });
    expect(calls).toEqual([`DELETE ${releases}9.0.0/`]);
    const again = await remove(id);
    expect(again.data.deleteRelease).toEqual(data.deleteRelease);
    expect(again.extensions?.warnings).toMatchObject([{ code: 'NOT_FOUND', path: ['deleteRelease'] }]);
    const { data: gone, errors } = await graph.ask('{ release(organization: "acme", version: "9.0.0") { version } }');
    expect([gone.release, errors?.[0]?.extensions.code]).toEqual([null, 'NOT_FOUND']);
  });

  it.each(['recs-10', '2.4.0'])('is refused while issues or sessions refer to %s', async (version) => {
    const { data, calls } = await remove(version);
    expect(data.deleteRelease).toMatchObject({
      deletedId: null,
      organization: null,
      userErrors: [{ code: 'CONFLICT' }],
    });
    expect(data.deleteRelease.userErrors[0].message).toMatch(/cannot be removed\.$/);
    expect(calls).toEqual([`DELETE ${releases}${version}/`]);
  });

  it('is sent once where its answer is lost', async () => {
    graph.sandbox.switches.faults.push({ method: 'DELETE', path: /releases/, kind: '502-after-effect' });
    const { data, errors, calls } = await remove('c0ffee1d2a9b48e7f6053d1c8ba94e27f5d06b38');
    expect([data.deleteRelease, errors?.[0]?.extensions.outcome, calls.length]).toEqual([null, 'UNKNOWN', 1]);
  });
});
