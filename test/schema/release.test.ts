import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fillPath } from '../../src/gateway/http/path.ts';
import { isAloneVersion, listed } from '../../src/gateway/releases.ts';
import { parseSearch } from '../../src/sandbox/search/tokens.ts';
import { decodeNodeId, encodeNodeId, partsOf } from '../../src/schema/node-id.ts';
import { askTwice, type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

const acme = () => graph.sandbox.worlds[0]?.organizations.find(({ slug }) => slug === 'acme');
const list = 'GET /organizations/acme/releases/';

describe('a release', () => {
  it('tells where it was deployed, whose commits it holds and how healthy it is in one round of three calls', async () => {
    const { data, errors, calls } = await askTwice(
      graph,
      `{ release(organization: "acme", version: "2.4.0") {
        version shortVersion status statusRaw ref externalUrl dateCreated dateReleased newIssueCount commitCount deployCount
        versionInfo { package description raw major minor patch pre buildCode buildHash }
        authors { name email user { name } } owner { name }
        lastCommit { sha message dateCreated author { name user { email } } repository { databaseId name provider externalUrl externalSlug dateCreated } pullRequest { number title status statusRaw externalUrl mergedAt author { name } repository { name } } releases { version } }
        lastDeploy { databaseId environment name externalUrl dateStarted dateFinished release { version } }
        projects { project { slug name platform organization { slug } } newIssueCount hasHealthData health { crashFreeSessions crashFreeUsers adoption sessionsAdoption totalUsers totalSessions durationP50 } }
        deploys { nodes { databaseId environment release { version } } }
        commits(first: 3) { nodes { sha author { name } } pageInfo { hasNextPage } }
      } }`,
    );
    expect(errors).toBeUndefined();
    expect([...calls].sort()).toEqual(
      [
        `${list}2.4.0/?health=1&summaryStatsPeriod=14d`,
        `${list}2.4.0/commits/?per_page=3`,
        `${list}2.4.0/deploys/?project=-1&per_page=25`,
      ].sort(),
    );
    const release = acme()?.releases.find(({ version }) => version === '2.4.0');
    expect(data.release.commitCount).toBe(release?.commits.length);
    expect(data.release.commits.nodes.map(({ sha }: { sha: string }) => sha)).toEqual(
      release?.commits.slice(0, 3).map(({ sha }) => sha),
    );
    expect(data.release.versionInfo).toMatchObject({ major: 2, minor: 4, patch: 0, raw: '2.4.0', package: null });
    expect(data.release.deploys.nodes.map(({ environment }: { environment: string }) => environment)).toEqual([
      'production',
      'staging',
    ]);
    expect(data.release.deployCount).toBeGreaterThan(data.release.deploys.nodes.length);
    expect(data.release.projects[0].health.crashFreeSessions).toBeGreaterThan(90);
    expect(data.release.lastDeploy).toMatchObject({ environment: 'production', release: { version: '2.4.0' } });
  });

  it('is checked with one call where only its key is asked, and missing is NOT_FOUND', async () => {
    const there = await askTwice(graph, '{ release(organization: "acme", version: "2.4.0") { version url } }');
    expect(there.calls).toEqual([`${list}2.4.0/`]);
    const { data, errors, calls } = await askTwice(
      graph,
      '{ organization(slug: "acme") { release(version: "9.9.9") { commits { nodes { sha } } } } }',
    );
    expect(data.organization).toEqual({ release: null });
    expect(errors).toMatchObject([{ path: ['organization', 'release'], extensions: { code: 'NOT_FOUND' } }]);
    expect([...calls].sort()).toEqual(
      [`${list}9.9.9/commits/?per_page=25`, `${list}9.9.9/`, 'GET /organizations/acme/?detailed=0'].sort(),
    );
  });

  it('asks for each further window of health once, whatever the number of projects and releases', async () => {
    const { calls } = await askTwice(
      graph,
      '{ organization(slug: "acme") { releases(first: 3) { nodes { projects { a: health { adoption } b: health(period: LAST_24_HOURS) { adoption } } } } } }',
    );
    expect(calls).toHaveLength(2);
    expect(calls[0]).toBe(`${list}?project=-1&status=open&health=1&summaryStatsPeriod=14d&per_page=3`);
    expect(calls[1]).toMatch(/\?query=release:\[.*\]&project=-1&status=&health=1&summaryStatsPeriod=24h&per_page=100$/);
  });

  it('gives no health where the project sends no sessions', async () => {
    const { data } = await graph.ask(
      '{ organization(slug: "acme") { releases(first: 100, status: null) { nodes { projects { hasHealthData health { totalSessions } } } } } }',
    );
    const pairs: { hasHealthData: boolean; health: unknown }[] = data.organization.releases.nodes.flatMap(
      ({ projects }: { projects: unknown[] }) => projects,
    );
    expect(pairs.some(({ hasHealthData }) => !hasHealthData)).toBe(true);
    for (const { hasHealthData, health } of pairs) expect(health !== null).toBe(hasHealthData);
  });

  it('met by version alone in many places is one batched call', async () => {
    const { data, errors, calls } = await askTwice(
      graph,
      'query ($id: ID!) { issue(organization: "acme", id: $id) { events(first: 20) { nodes { release { version dateCreated commitCount } } } } }',
      { id: acme()?.issues.find(({ shortId }) => shortId === 'CHECKOUT-API-1A')?.id },
    );
    expect(errors).toBeUndefined();
    const versions = new Set(
      data.issue.events.nodes.map(({ release }: { release: { version: string } | null }) => release?.version),
    );
    expect(calls.length).toBe(2);
    expect(versions.size).toBeGreaterThan(0);
  });
});

describe('releases', () => {
  it('carry projects, last deploy, authors and new issues in one call', async () => {
    const { data, errors, calls } = await askTwice(
      graph,
      '{ organization(slug: "acme") { releases(first: 20) { nodes { version newIssueCount projects { project { slug name } newIssueCount } lastDeploy { environment dateFinished } lastCommit { sha } authors { name user { name email } } owner { name } } } } }',
    );
    expect(errors).toBeUndefined();
    expect(calls).toEqual([`${list}?project=-1&status=open&per_page=20`]);
    expect(data.organization.releases.nodes).toHaveLength(20);
  });

  it('hide archived ones unless asked', async () => {
    const { data, calls } = await askTwice(
      graph,
      '{ organization(slug: "acme") { a: releases(status: ARCHIVED) { nodes { status } } b: releases(status: null, first: 1) { nodes { status } } } }',
    );
    expect(calls).toEqual([`${list}?project=-1&status=archived&per_page=25`, `${list}?project=-1&status=&per_page=1`]);
    expect(data.organization.a.nodes.length).toBeGreaterThan(0);
    expect(new Set(data.organization.a.nodes.map(({ status }: { status: string }) => status))).toEqual(
      new Set(['ARCHIVED']),
    );
  });

  it('are narrowed by projects, environments, versions, text and search, and sorted', async () => {
    const { data, errors, calls } = await askTwice(
      graph,
      `{ organization(slug: "acme") {
        a: releases(projects: ["payments"], environment: ["production"], first: 2) { nodes { version } }
        b: releases(versions: ["2.4.0", "hotfix #12"], status: null) { nodes { version } }
        c: releases(search: "payments@3.1", query: "finalized:true", sort: SEMVER, first: 2) { nodes { version } }
      } }`,
    );
    expect(errors).toBeUndefined();
    expect(calls).toEqual([
      `${list}?project=payments&environment=production&status=open&per_page=2`,
      `${list}?query=release:[2.4.0,"hotfix #12"]&project=-1&status=&per_page=25`,
      `${list}?query="payments@3.1" finalized:true&project=-1&status=open&sort=semver&per_page=2`,
    ]);
    expect(data.organization.b.nodes.map(({ version }: { version: string }) => version).sort()).toEqual([
      '2.4.0',
      'hotfix #12',
    ]);
    for (const { version } of data.organization.c.nodes) expect(version).toContain('payments@3.1');
  });

  it('of a project are asked of the organization, by number where old builds know no slugs', async () => {
    const query = '{ project(organization: "acme", slug: "payments") { releases(first: 2) { nodes { version } } } }';
    const { data, calls } = await askTwice(graph, query);
    expect(calls).toEqual([`${list}?project=payments&status=open&per_page=2`]);
    graph.sandbox.switches.oldBuild = true;
    const old = await graph.ask(query);
    expect(old.data).toEqual(data);
    const number = acme()?.projects.find(({ slug }) => slug === 'payments')?.id;
    expect(old.calls).toEqual([
      `${list}?project=payments&status=open&per_page=2`,
      'GET /projects/acme/payments/',
      `${list}?project=${number}&status=open&per_page=2`,
    ]);
  });

  it.each([
    'status: UNKNOWN',
    'versions: []',
    'versions: ["latest"]',
    'versions: ["1.*"]',
    'versions: ["a/b"]',
    'projects: ["../x"]',
    'environment: ["a/b"]',
  ])('refuse %s without a call', async (argument) => {
    const { errors, calls } = await graph.ask(
      `{ organization(slug: "acme") { releases(${argument}) { nodes { version } } } }`,
    );
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(calls).toEqual([]);
  });
});

describe('versions', () => {
  it('of every odd form travel unharmed in paths, batches and ids', async () => {
    const versions = (acme()?.releases ?? [])
      .map(({ version }) => version)
      .filter((version) => /[^\w.@-]/.test(version));
    expect(versions.length).toBeGreaterThan(4);
    for (const version of versions) {
      const { data, errors } = await graph.ask(
        'query ($version: String!) { release(organization: "acme", version: $version) { id version databaseId commits(first: 1) { nodes { sha } } deploys(first: 1) { nodes { environment } } } }',
        { version },
      );
      expect(errors).toBeUndefined();
      expect(data.release.version).toBe(version);
      const node = await graph.ask('query ($id: ID!) { node(id: $id) { ... on Release { version databaseId } } }', {
        id: data.release.id,
      });
      expect(node.data.node).toEqual({ version, databaseId: data.release.databaseId });
    }
    const ids = versions.map((version) => encodeNodeId({ code: 'r', account: null, parts: ['acme', version] }));
    const { data, errors, calls } = await graph.ask(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Release { version databaseId } } }',
      { ids },
    );
    expect(errors).toBeUndefined();
    expect(data.nodes.map(({ version }: { version: string }) => version)).toEqual(versions);
    const alone = versions.filter(isAloneVersion).length;
    expect(calls.length).toBe(1 + alone);
  });

  // Everything Sentry allows: no slashes, backslashes and control characters, and not a word of its own.
  const version = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 80 })
    .filter((text) => !/[\p{Cc}/\\]/u.test(text) && text.trim() !== '' && !/^(\.|\.\.|latest)$/i.test(text));

  it('survive a path, an id and a search whatever they hold', () => {
    fc.assert(
      fc.property(version, (text) => {
        const path = fillPath('/organizations/{organization}/releases/{version}/', {
          organization: 'acme',
          version: text,
        });
        expect(path.split('/')).toHaveLength(6);
        expect(decodeURIComponent(path.split('/')[4] ?? '')).toBe(text);
        const id = encodeNodeId({ code: 'r', account: 'x', parts: ['acme', text] });
        expect(partsOf(decodeNodeId(id), ['organization', 'version'])).toEqual(['acme', text]);
        if (isAloneVersion(text)) return;
        const terms = parseSearch(`release:[${listed(text)},${listed('other')}]`);
        expect(terms.map(({ key, values }) => [key, values.map((value) => value.text)])).toEqual([
          ['release', [text, 'other']],
        ]);
      }),
      { numRuns: 500 },
    );
  });
});
