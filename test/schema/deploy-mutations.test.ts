import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

const releases = '/organizations/acme/releases/';
const release = '2.5.0-rc.1';
const path = `${releases}${release}/`;
type Input = Record<string, unknown>;

const deploy = (input: Input, fields = 'deploy { databaseId environment release { version } }') =>
  graph.ask(
    `mutation ($input: CreateDeployInput!) { createDeploy(input: $input) { ${fields} userErrors { code message field } } }`,
    { input: { organization: 'acme', release, environment: 'staging', ...input } },
  );
const body = () => graph.sandbox.calls.at(-1)?.body;
const stand = `query { release(organization: "acme", version: "${release}") {
  id deployCount lastDeploy { databaseId environment } deploys { nodes { databaseId } } } }`;

describe('createDeploy', () => {
  it('records it in one call', async () => {
    const { data, errors, calls } = await deploy(
      {
        environment: 'production',
        name: 'Blue',
        externalUrl: 'https://ci.example.com/7',
        dateStarted: '2026-11-25T10:00:00Z',
        dateFinished: '2026-11-25T10:05:00+00:00',
        projects: ['storefront'],
      },
      'deploy { databaseId environment name externalUrl dateStarted dateFinished release { id version } }',
    );
    expect(errors).toBeUndefined();
    expect(data.createDeploy).toEqual({
      deploy: {
        databaseId: expect.any(String),
        environment: 'production',
        name: 'Blue',
        externalUrl: 'https://ci.example.com/7',
        dateStarted: '2026-11-25T10:00:00Z',
        dateFinished: '2026-11-25T10:05:00Z',
        release: { id: expect.any(String), version: release },
      },
      userErrors: [],
    });
    expect(calls).toEqual([`POST ${path}deploys/`]);
    expect(body()).toEqual({
      environment: 'production',
      name: 'Blue',
      url: 'https://ci.example.com/7',
      dateStarted: '2026-11-25T10:00:00.000Z',
      dateFinished: '2026-11-25T10:05:00.000Z',
      projects: ['storefront'],
    });
  });

  it('shows in its release, here and in the next request; each one counts', async () => {
    const first = await deploy(
      {},
      'deploy { databaseId release { deployCount lastDeploy { databaseId environment } } }',
    );
    const made = first.data.createDeploy.deploy;
    expect(made.release).toEqual({
      deployCount: 1,
      lastDeploy: { databaseId: made.databaseId, environment: 'staging' },
    });
    expect(first.calls).toEqual([`POST ${path}deploys/`, `GET ${path}`]);
    const { data: before } = await graph.ask(stand);
    const again = await deploy({ organization: null, release: before.release.id });
    expect(body()).toEqual({ environment: 'staging' });
    const { data } = await graph.ask(stand);
    const { databaseId } = again.data.createDeploy.deploy;
    expect(databaseId).not.toBe(made.databaseId);
    expect(data.release).toMatchObject({
      deployCount: 2,
      lastDeploy: { databaseId },
      deploys: { nodes: [{ databaseId }] },
    });
  });

  it.each(['hotfix #12', 'v1.2.3', '日本語-1.0', 'search?beta=1'])('finds the release %j', async (version) => {
    await graph.ask(
      'mutation ($version: String!) { createRelease(input: { organization: "acme", version: $version, projects: ["search"] }) { created } }',
      { version },
    );
    const { data } = await deploy({ release: version });
    expect(data.createDeploy).toMatchObject({ deploy: { release: { version } }, userErrors: [] });
    expect(graph.sandbox.calls.at(-1)?.path).toBe(`${releases}${encodeURIComponent(version)}/deploys/`);
  });

  it('takes projects by node id', async () => {
    const { data: there } = await graph.ask('{ project(organization: "acme", slug: "checkout-api") { id } }');
    const { data } = await deploy({ projects: [there.project.id, 'storefront'] });
    expect(data.createDeploy.userErrors).toEqual([]);
    expect(body()).toEqual({ environment: 'staging', projects: ['checkout-api', 'storefront'] });
  });

  it.each<[Input, string, string[]]>([
    [{ environment: ' ' }, 'REQUIRED', ['environment']],
    [{ environment: 'x'.repeat(65) }, 'TOO_LONG', ['environment']],
    [{ environment: 'a/b' }, 'INVALID', ['environment']],
    [{ environment: 'a\nb' }, 'INVALID', ['environment']],
    [{ environment: 'None' }, 'INVALID', ['environment']],
    [{ name: 'x'.repeat(65) }, 'TOO_LONG', ['name']],
    [{ name: '' }, 'REQUIRED', ['name']],
    [{ externalUrl: 'ftp://example.com' }, 'INVALID', ['externalUrl']],
    [{ externalUrl: `https://example.com/${'x'.repeat(200)}` }, 'TOO_LONG', ['externalUrl']],
    [
      { dateStarted: '2026-11-25T10:00:01Z', dateFinished: '2026-11-25T11:00:00+01:00' },
      'CONTRADICTION',
      ['dateStarted'],
    ],
    [{ projects: [] }, 'REQUIRED', ['projects']],
    [{ projects: ['Storefront'] }, 'INVALID', ['projects', '0']],
    [{ projects: ['4500001'] }, 'INVALID', ['projects', '0']],
    [{ release: '..' }, 'INVALID', ['release']],
    [{ organization: null }, 'REQUIRED', ['organization']],
  ])('refuses %j before anything is sent', async (input, code, field) => {
    const { data, errors, calls } = await deploy(input);
    expect(errors).toBeUndefined();
    expect(data.createDeploy).toMatchObject({ deploy: null, userErrors: [{ code, field }] });
    expect(data.createDeploy.userErrors).toHaveLength(1);
    expect(calls).toEqual([]);
  });

  it('refuses a project of another organization', async () => {
    const { data: there } = await graph.ask('{ project(organization: "acme", slug: "storefront") { id } }');
    const { data, calls } = await deploy({ organization: 'globex', projects: [there.project.id] });
    expect(data.createDeploy.userErrors).toMatchObject([{ code: 'CONTRADICTION', field: ['projects', '0'] }]);
    expect(calls).toEqual([]);
  });

  it('says which refusal of Sentry concerns the projects', async () => {
    const { data } = await deploy({ projects: ['storefront', 'payments'] });
    expect(data.createDeploy).toMatchObject({ deploy: null, userErrors: [{ code: 'INVALID', field: ['projects'] }] });
    const unknown = await deploy({ projects: ['storefront', 'nowhere'] });
    expect(unknown.data.createDeploy.userErrors).toMatchObject([{ code: 'INVALID', field: ['projects', '1'] }]);
    const missing = await deploy({ release: '0.0.0' });
    expect(missing.data.createDeploy.userErrors).toEqual([
      {
        code: 'NOT_FOUND',
        message: 'Release "0.0.0" of organization "acme" does not exist or is not visible to the linked account.',
        field: ['release'],
      },
    ]);
    expect(missing.calls).toHaveLength(1);
  });

  it.each(['502-after-effect', 'reset-after-effect', 'cut', 'empty'] as const)(
    'is sent once where its answer is lost (%s)',
    async (kind) => {
      graph.sandbox.switches.faults.push({ method: 'POST', path: /deploys/, kind });
      const { data, errors, calls } = await deploy({});
      expect(data.createDeploy).toBeNull();
      expect(errors).toMatchObject([{ path: ['createDeploy'], extensions: { outcome: 'UNKNOWN' } }]);
      expect(calls).toEqual([`POST ${path}deploys/`]);
    },
  );

  it('whose answer names no deploy leaves its outcome unknown', async () => {
    graph.sandbox.switches.faults.push({ method: 'POST', path: /deploys/, status: 201, body: { name: 'x' } });
    const { data, errors } = await deploy({}, 'deploy { environment }');
    expect([data.createDeploy, errors?.[0]?.extensions.outcome]).toEqual([null, 'UNKNOWN']);
  });
});
