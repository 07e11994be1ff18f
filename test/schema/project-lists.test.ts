import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askTwice, type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());

const acme = () => graph.sandbox.worlds[0]?.organizations.find(({ slug }) => slug === 'acme');
const list = 'GET /organizations/acme/projects/';
const deploysOff = 'collapse=latestDeploys';
const featuresOff = 'collapse=unusedFeatures';
const collapsed = `${deploysOff}&${featuresOff}`;
const projectNamed = (slug: string) => acme()?.projects.find((project) => project.slug === slug);
const newestRelease = (slug: string) =>
  acme()
    ?.releases.filter(({ projectIds }) => projectIds.includes(projectNamed(slug)?.id ?? ''))
    .sort((a, b) => b.dateCreated - a.dateCreated)[0];

type Series = { time: string; count: number }[];

describe('a project list', () => {
  it('carries teams, the latest release and the names of environments', async () => {
    const { data, errors, calls } = await askTwice(
      graph,
      '{ organization(slug: "acme") { projects { nodes { slug teams { id databaseId slug name } latestRelease { version url } environments { name } } } } }',
    );
    expect(errors).toBeUndefined();
    expect(calls).toEqual([`${list}?${collapsed}&per_page=25`]);
    for (const { slug, teams, latestRelease } of data.organization.projects.nodes) {
      expect(teams.map(({ databaseId }: { databaseId: string }) => databaseId)).toEqual(projectNamed(slug)?.teamIds);
      expect(latestRelease?.version ?? null).toBe(newestRelease(slug)?.version ?? null);
    }
    expect(data.organization.projects.nodes.some(({ teams }: { teams: unknown[] }) => teams.length > 0)).toBe(true);
  });

  it('asks for deploys only where they are selected', async () => {
    const { data, errors, calls } = await askTwice(
      graph,
      '{ organization(slug: "acme") { projects { nodes { slug latestDeploys { environment dateFinished release { version } } } } } }',
    );
    expect(errors).toBeUndefined();
    expect(calls).toEqual([`${list}?${featuresOff}&per_page=25`]);
    const deploys = data.organization.projects.nodes.flatMap(
      ({ latestDeploys }: { latestDeploys: unknown[] }) => latestDeploys,
    );
    expect(deploys.length).toBeGreaterThan(0);
    expect(deploys[0]).toEqual({
      environment: expect.any(String),
      dateFinished: expect.stringMatching(/^20/),
      release: { version: expect.any(String) },
    });
  });

  it.each([
    ['', '24h', 24],
    ['(period: LAST_HOUR)', '1h', 60],
    ['(period: LAST_24_HOURS)', '24h', 24],
    ['(period: LAST_7_DAYS)', '7d', 7],
    ['(period: LAST_14_DAYS)', '14d', 14],
    ['(period: LAST_30_DAYS)', '30d', 30],
    ['(period: LAST_90_DAYS)', '90d', 90],
  ])('brings stats%s with its own call', async (args, sent, points) => {
    const { data, errors, calls } = await askTwice(
      graph,
      `{ organization(slug: "acme") { projects(first: 3) { nodes { stats${args} { time count } } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(calls).toEqual([`${list}?statsPeriod=${sent}&${collapsed}&per_page=3`]);
    for (const { stats } of data.organization.projects.nodes) expect(stats).toHaveLength(points);
  });

  it('brings one window of stats; each further one is one batched call', async () => {
    const { data, errors, calls } = await askTwice(
      graph,
      '{ organization(slug: "acme") { projects(slugs: ["payments", "storefront"]) { nodes { slug month: stats(period: LAST_30_DAYS) { count } day: stats { count } week: stats(period: LAST_7_DAYS) { count } } } } }',
    );
    expect(errors).toBeUndefined();
    const slugs = 'query=slug:payments slug:storefront';
    expect(calls).toEqual([
      `${list}?${slugs}&statsPeriod=24h&${collapsed}&per_page=25`,
      `${list}?${slugs}&statsPeriod=7d&${collapsed}&per_page=100`,
      `${list}?${slugs}&statsPeriod=30d&${collapsed}&per_page=100`,
    ]);
    for (const { day, week, month } of data.organization.projects.nodes as Record<string, Series>[]) {
      expect([day?.length, week?.length, month?.length]).toEqual([24, 7, 30]);
    }
  });

  it('says nothing of features where it left some out', async () => {
    const { data, calls } = await graph.ask(
      '{ organization(slug: "acme") { projects(slugs: ["payments"]) { nodes { name issues(first: 1) { nodes { project { features } } } } } } }',
    );
    expect(data.organization.projects.nodes[0].issues.nodes[0].project.features.length).toBeGreaterThan(0);
    expect(calls[0]).toBe(`${list}?query=slug:payments&${collapsed}&per_page=25`);
    expect(calls[2]).toBe('GET /projects/acme/payments/');
  });
});

describe('a looked-up project', () => {
  const fields = 'stats { count } latestDeploys { environment } environments { name }';

  it('takes one list call for what only lists have', async () => {
    const { data, errors, calls } = await askTwice(
      graph,
      `{ organization(slug: "acme") { project(slug: "payments") { name latestRelease { version } ${fields} } } }`,
    );
    expect(errors).toBeUndefined();
    expect(calls).toEqual([`${list}?query=slug:payments&statsPeriod=24h&${featuresOff}&per_page=100`]);
    expect(data.organization.project).toMatchObject({
      stats: { length: 24 },
      latestRelease: { version: newestRelease('payments')?.version },
    });
  });

  it('takes settings from detail and the rest from one list call', async () => {
    const { data, errors, calls } = await askTwice(
      graph,
      `{ organization(slug: "acme") { project(slug: "payments") { name settings { resolveAge } ${fields} } other: project(slug: "storefront") { platform } } }`,
    );
    expect(errors).toBeUndefined();
    expect([...calls].sort()).toEqual([
      `${list}?query=slug:payments slug:storefront&statsPeriod=24h&${featuresOff}&per_page=100`,
      'GET /projects/acme/payments/',
    ]);
    expect(data.organization.project.settings.resolveAge).toBe(0);
    expect(data.organization.project.stats).toHaveLength(24);
  });

  it('loads two windows of stats with two list calls, and nothing beside them', async () => {
    const { errors, calls } = await askTwice(
      graph,
      '{ organization(slug: "acme") { project(slug: "payments") { name a: stats { count } b: stats(period: LAST_90_DAYS) { count } } } }',
    );
    expect(errors).toBeUndefined();
    expect(calls).toEqual([
      `${list}?query=slug:payments&statsPeriod=24h&${collapsed}&per_page=100`,
      `${list}?query=slug:payments&statsPeriod=90d&${collapsed}&per_page=100`,
    ]);
  });

  it('by number is listed by number', async () => {
    const id = projectNamed('payments')?.id;
    const { data, calls } = await askTwice(
      graph,
      `{ project(organization: "acme", slug: "${id}") { slug stats { count } } }`,
    );
    expect(data.project.slug).toBe('payments');
    expect(calls).toEqual([`${list}?query=id:${id}&statsPeriod=24h&${collapsed}&per_page=100`]);
  });

  it('that is missing is NOT_FOUND at its own path', async () => {
    const { data, errors } = await graph.ask(
      '{ organization(slug: "acme") { a: project(slug: "no-such") { stats { count } } b: project(slug: "payments") { stats { count } } } }',
    );
    expect(data.organization.a).toBeNull();
    expect(data.organization.b.stats).toHaveLength(24);
    expect(errors).toMatchObject([{ path: ['organization', 'a'], extensions: { code: 'NOT_FOUND' } }]);
  });

  it('fails in the part whose call failed, and in no other', async () => {
    const body = { detail: 'You do not have permission to perform this action.' };
    graph.sandbox.switches.faults.push({ path: /\/organizations\/acme\/projects\//, status: 403, body });
    const { data, errors } = await graph.ask(
      '{ organization(slug: "acme") { project(slug: "payments") { settings { resolveAge } environments { name } } } }',
    );
    graph.sandbox.reset();
    expect(data.organization.project).toEqual({ settings: { resolveAge: 0 }, environments: null });
    expect(errors).toMatchObject([
      { path: ['organization', 'project', 'environments'], extensions: { code: 'FORBIDDEN' } },
    ]);
  });

  it('that was renamed is listed under its new slug', async () => {
    const troubled = graph.sandbox.worlds[0]?.organizations.find(({ slug }) => slug === 'troubled');
    const renamed = troubled?.projects.find(({ formerSlugs }) => formerSlugs.length > 0);
    const old = renamed?.formerSlugs[0];
    const { data, errors, calls } = await graph.ask(
      `{ project(organization: "troubled", slug: "${old}") { databaseId stats { count } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.project).toMatchObject({ databaseId: renamed?.id, stats: { length: 24 } });
    expect(calls).toEqual([
      `GET /organizations/troubled/projects/?query=slug:${old}&statsPeriod=24h&${collapsed}&per_page=100`,
      `GET /projects/troubled/${old}/`,
      `GET /projects/troubled/${renamed?.slug}/`,
      `GET /organizations/troubled/projects/?query=slug:${renamed?.slug}&statsPeriod=24h&${collapsed}&per_page=100`,
    ]);
  });
});

describe('all projects', () => {
  it('are one unpaginated call', async () => {
    const { data, errors, calls } = await askTwice(
      graph,
      '{ organization(slug: "acme") { allProjects { slug name platform teams { slug } latestRelease { version } environments { name } } } }',
    );
    expect(errors).toBeUndefined();
    expect(calls).toEqual([`${list}?all_projects=1&${collapsed}`]);
    expect(data.organization.allProjects.map(({ slug }: { slug: string }) => slug)).toEqual(
      acme()
        ?.projects.map(({ slug }) => slug)
        .sort(),
    );
  });

  it('bring deploys and features where they are selected', async () => {
    const { calls } = await graph.ask(
      '{ organization(slug: "acme") { allProjects { features latestDeploys { environment } } } }',
    );
    expect(calls).toEqual([`${list}?all_projects=1`]);
  });

  it('load their stats by one batched call', async () => {
    const { data, errors, calls } = await askTwice(
      graph,
      '{ organization(slug: "acme") { allProjects { slug stats { count } } } }',
    );
    expect(errors).toBeUndefined();
    const slugs = data.organization.allProjects.map(({ slug }: { slug: string }) => `slug:${slug}`);
    expect(calls).toEqual([
      `${list}?all_projects=1&${collapsed}`,
      `${list}?query=${slugs.join(' ')}&statsPeriod=24h&${collapsed}&per_page=100`,
    ]);
    for (const { stats } of data.organization.allProjects) expect(stats).toHaveLength(24);
  });

  it('of a missing organization are that organization’s NOT_FOUND', async () => {
    const { data, errors } = await graph.ask('{ organization(slug: "nope") { allProjects { slug } } }');
    expect(data).toEqual({ organization: null });
    expect(errors).toMatchObject([{ path: ['organization'], extensions: { code: 'NOT_FOUND' } }]);
  });
});

describe('projects of a team', () => {
  it.each([
    ['7', 'digits alone are an id'],
    ['t'.repeat(51), 'it is too long'],
  ])('are not searched by "%s": %s', async (team) => {
    const { errors, calls } = await graph.ask(
      `{ organization(slug: "acme") { projects(team: "${team}") { nodes { slug } } } }`,
    );
    expect(errors?.[0]?.message).toContain(`"${team}" is not the slug of a team`);
    expect(calls).toEqual([]);
  });

  const team = () => {
    const teams = acme()?.teams ?? [];
    const sizeOf = (id: string) => acme()?.projects.filter(({ teamIds }) => teamIds.includes(id)).length ?? 0;
    const found = [...teams].sort((a, b) => sizeOf(b.id) - sizeOf(a.id))[0];
    const projects = acme()?.projects.filter(({ teamIds }) => teamIds.includes(found?.id ?? ''));
    return { id: found?.id, slugs: (projects ?? []).map(({ slug }) => slug).sort() };
  };
  const withTeam = (fields: string, args = '') =>
    `{ organization(slug: "acme") { project(slug: "${team().slugs[0]}") { teams { databaseId projects${args} { nodes { ${fields} } pageInfo { hasNextPage endCursor } } } } } }`;
  type Found = {
    databaseId: string;
    projects: { nodes: { slug: string; stats: Series }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
  };
  const pageOf = (teams: Found[]) => teams.find(({ databaseId }) => databaseId === team().id)?.projects;

  it('are one call a page, by slug', async () => {
    const { id, slugs } = team();
    const { data, errors, calls } = await askTwice(graph, withTeam('slug name environments { name }'));
    expect(errors).toBeUndefined();
    expect(calls[0]).toBe(`GET /projects/acme/${slugs[0]}/`);
    expect(calls).toContain(`GET /teams/acme/${id}/projects/?per_page=25`);
    expect(pageOf(data.organization.project.teams)?.nodes.map(({ slug }) => slug)).toEqual(slugs);
  });

  it('page on from a cursor', async () => {
    const { slugs } = team();
    expect(slugs.length).toBeGreaterThan(1);
    const { data } = await graph.ask(withTeam('slug', '(first: 1)'));
    const first = pageOf(data.organization.project.teams);
    expect(first?.nodes.map(({ slug }) => slug)).toEqual(slugs.slice(0, 1));
    expect(first?.pageInfo.hasNextPage).toBe(true);
    const next = await graph.ask(withTeam('slug', `(first: 1, after: "${first?.pageInfo.endCursor}")`));
    expect(pageOf(next.data.organization.project.teams)?.nodes.map(({ slug }) => slug)).toEqual(slugs.slice(1, 2));
  });

  it('bring the windows of stats that this list knows, the others by one batched call', async () => {
    const { id } = team();
    const known = await graph.ask(withTeam('slug stats(period: LAST_30_DAYS) { count }'));
    expect(known.calls).toContain(`GET /teams/acme/${id}/projects/?statsPeriod=30d&per_page=25`);
    expect(known.calls.filter((call) => call.includes('statsPeriod=30d')).length).toBe(
      known.data.organization.project.teams.length,
    );
    const other = await graph.ask(withTeam('slug stats(period: LAST_7_DAYS) { count }'));
    expect(other.errors).toBeUndefined();
    expect(other.calls).toContain(`GET /teams/acme/${id}/projects/?per_page=25`);
    expect(other.calls.filter((call) => call.includes('statsPeriod=7d'))).toEqual([
      expect.stringMatching(/^GET \/organizations\/acme\/projects\/\?query=slug:/),
    ]);
    expect(pageOf(other.data.organization.project.teams)?.nodes[0]?.stats).toHaveLength(7);
  });
});
