import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from './support/graph.ts';
import { type Served, startServer } from './support/server.ts';

let served: Served;
beforeAll(async () => {
  // With the cache on: a day of writes is what shows that nothing stale is served.
  served = await startServer({ UPSTREAM_RPS: '1000', CACHE: 'on' }, { rateLimit: null });
});
afterAll(() => served.close());

const organization = 'acme';
const version = 'storefront@3.0.0 (night #1)';

/** What the steps hand on to the later ones. */
type Found = { id: string; shortId: string };
const day: { team?: string; project?: string; release?: string; issue?: Found; others?: Found[] } = {};
const projects = ['storefront', 'night-shop'];

/** Asks over a socket; nothing of the day may fail. */
const ask = async (query: string, variables: Record<string, unknown> = {}): Promise<Answer['data']> => {
  const response = await served.post({ query, variables: { organization, version, ...variables } });
  const { data, errors }: Answer = await response.json();
  expect(errors).toBeUndefined();
  return data;
};

/** Sends one mutation, which must not be refused. */
const send = async (field: string, fields: string, input: Record<string, unknown>): Promise<Answer['data']> => {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
  const data = await ask(
    `mutation ($input: ${type}!) { ${field}(input: $input) { ${fields} userErrors { code message field } } }`,
    { input },
  );
  expect(data[field].userErrors).toEqual([]);
  return data[field];
};

const release = async (fields: string): Promise<Answer['data']> => {
  const document = `query ($organization: String!, $version: String!) { release(organization: $organization, version: $version) { ${fields} } }`;
  return (await ask(document)).release;
};

const deploys = 'deployCount lastDeploy { environment } deploys { nodes { environment name } }';

describe('a release day', () => {
  it('begins with a team', async () => {
    const { team } = await send('createTeam', 'team { id slug }', { organization, slug: 'night-watch' });
    day.team = team.id;
    const read = await ask(
      'query ($organization: String!) { team(organization: $organization, slug: "night-watch") { id } }',
    );
    expect(read.team).toEqual({ id: team.id });
  });

  it('gives the team a project', async () => {
    const { project } = await send('createProject', 'project { id slug }', { team: day.team, name: 'Night Shop' });
    expect(project.slug).toBe('night-shop');
    day.project = project.id;
    const read = await ask('query ($id: ID!) { node(id: $id) { ... on Project { name teams { slug } } } }', {
      id: project.id,
    });
    expect(read.node).toEqual({ name: 'Night Shop', teams: [{ slug: 'night-watch' }] });
  });

  it('finds an issue to fix', async () => {
    const { organization: found } = await ask(
      `query ($organization: String!) { organization(slug: $organization) {
        issues(projects: ["storefront"], first: 4) { nodes { id shortId status } } } }`,
    );
    const [issue, ...others] = found.issues.nodes;
    expect(issue.status).toBe('UNRESOLVED');
    day.issue = issue;
    day.others = others;
  });

  it('releases a version with commits, one of which fixes the issue', async () => {
    const commits = [
      {
        sha: 'b'.repeat(40),
        repository: 'acme/storefront',
        message: `Round totals\n\nfixes ${day.issue?.shortId}`,
        authorName: 'Nina Night',
        authorEmail: 'nina@example.com',
        timestamp: '2026-11-25T09:00:00Z',
        patchSet: [{ path: 'src/totals.ts', type: 'MODIFIED' }],
      },
      { sha: 'a'.repeat(40), repository: 'acme/storefront', message: 'Begin', timestamp: '2026-11-25T08:00:00Z' },
    ];
    const input = { organization, version, projects, commits };
    const made = await send('createRelease', 'created release { id version }', input);
    expect(made).toMatchObject({ created: true, release: { version } });
    expect((await send('createRelease', 'created', input)).created).toBe(false);
    day.release = made.release.id;
    const read = await release(
      'id commitCount authors { email } commits { nodes { sha } } projects { project { slug } }',
    );
    expect(read).toEqual({
      id: day.release,
      commitCount: 2,
      authors: [{ email: 'nina@example.com' }],
      commits: { nodes: [{ sha: 'b'.repeat(40) }, { sha: 'a'.repeat(40) }] },
      projects: projects.map((slug) => ({ project: { slug } })),
    });
  });

  it('finds the fixed issue resolved in the release', async () => {
    const { node } = await ask(
      'query ($id: ID!) { node(id: $id) { ... on Issue { status statusDetails { inRelease { version } } } } }',
      { id: day.issue?.id },
    );
    expect(node).toEqual({ status: 'RESOLVED', statusDetails: { inRelease: { version } } });
  });

  it('deploys to staging', async () => {
    expect(await release(deploys)).toEqual({ deployCount: 0, lastDeploy: null, deploys: { nodes: [] } });
    await send('createDeploy', 'deploy { databaseId }', {
      organization,
      release: version,
      environment: 'staging',
      dateStarted: '2026-11-25T10:00:00Z',
      dateFinished: '2026-11-25T10:05:00Z',
    });
    expect(await release(deploys)).toEqual({
      deployCount: 1,
      lastDeploy: { environment: 'staging' },
      deploys: { nodes: [{ environment: 'staging', name: null }] },
    });
  });

  it('goes live: a deploy to production, and its date', async () => {
    await send('createDeploy', 'deploy { databaseId }', {
      release: day.release,
      environment: 'night-production',
      name: 'Go',
      dateFinished: '2026-11-25T11:00:00Z',
    });
    const dateReleased = '2026-11-25T11:00:00Z';
    await send('updateRelease', 'release { dateReleased }', { id: day.release, dateReleased });
    expect(await release(`dateReleased ${deploys}`)).toEqual({
      dateReleased,
      deployCount: 2,
      lastDeploy: { environment: 'night-production' },
      deploys: {
        nodes: [
          { environment: 'night-production', name: 'Go' },
          { environment: 'staging', name: null },
        ],
      },
    });
    const { project } = await ask(
      `query ($organization: String!) { project(organization: $organization, slug: "storefront") {
        environments { name } latestRelease { version } } }`,
    );
    expect(project.environments).toContainEqual({ name: 'night-production' });
    expect(project.latestRelease).toEqual({ version });
  });

  it('resolves the rest of the night in the release, all at once', async () => {
    const ids = day.others?.map(({ id }) => id) ?? [];
    expect(ids).toHaveLength(3);
    const payload = await send('updateIssues', 'updatedIds skippedIds notFoundIds unknownIds', {
      ids,
      status: 'RESOLVED',
      statusDetails: { inRelease: version },
    });
    expect(payload).toMatchObject({ updatedIds: ids, skippedIds: [], notFoundIds: [], unknownIds: [] });
    const { nodes } = await ask(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Issue { status statusDetails { inRelease { version } } } } }',
      { ids },
    );
    expect(nodes).toEqual(ids.map(() => ({ status: 'RESOLVED', statusDetails: { inRelease: { version } } })));
    const { organization: found } = await ask(
      `query ($organization: String!) { organization(slug: $organization) {
        issues(projects: ["storefront"], first: 100) { nodes { id } } } }`,
    );
    for (const id of ids) expect(found.issues.nodes).not.toContainEqual({ id });
  });

  it('opens one of them again', async () => {
    const [again] = day.others ?? [];
    const { issue } = await send(
      'updateIssue',
      'issue { id status statusDetails { inRelease { version } } activity { type } }',
      {
        id: again?.id,
        status: 'UNRESOLVED',
      },
    );
    expect(issue).toMatchObject({ id: again?.id, status: 'UNRESOLVED', statusDetails: { inRelease: null } });
    expect(issue.activity.map(({ type }: { type: string }) => type).slice(0, 2)).toEqual([
      'set_unresolved',
      'set_resolved_in_release',
    ]);
    const { organization: found } = await ask(
      `query ($organization: String!) { organization(slug: $organization) {
        issues(projects: ["storefront"], first: 100) { nodes { id } } } }`,
    );
    expect(found.issues.nodes).toContainEqual({ id: again?.id });
  });

  it('deletes the release', async () => {
    const { deletedId } = await send('deleteRelease', 'deletedId', { id: day.release });
    expect(deletedId).toBe(day.release);
    const { organization: left } = await ask(
      `query ($organization: String!) { organization(slug: $organization) {
        releases(first: 5, status: null) { nodes { version } } } }`,
    );
    expect(left.releases.nodes).not.toContainEqual({ version });
  });

  it('deletes the project', async () => {
    await send('deleteProject', 'deletedId', { id: day.project });
    const { organization: left } = await ask(
      `query ($organization: String!) { organization(slug: $organization) {
        projects(first: 100) { nodes { slug } } } }`,
    );
    expect(left.projects.nodes).not.toContainEqual({ slug: 'night-shop' });
  });

  it('deletes the team', async () => {
    const { deletedId } = await send('deleteTeam', 'deletedId', { id: day.team });
    expect(deletedId).toBe(day.team);
    const { organization: left } = await ask(
      'query ($organization: String!) { organization(slug: $organization) { teams(first: 100) { nodes { slug } } } }',
    );
    expect(left.teams.nodes).not.toContainEqual({ slug: 'night-watch' });
  });

  it('leaves one line in the log for every write, without its values', () => {
    const lines = served.log.filter((line) => line.includes('"mutation":'));
    const written = lines.map((line): string => JSON.parse(line).mutation);
    expect(written).toEqual([
      'createTeam',
      'createProject',
      'createRelease',
      'createRelease',
      'createDeploy',
      'createDeploy',
      'updateRelease',
      'updateIssues',
      'updateIssue',
      'deleteRelease',
      'deleteProject',
      'deleteTeam',
    ]);
    expect(lines.every((line) => line.includes('"outcome":"done"'))).toBe(true);
    expect(lines.join()).not.toMatch(/nina|Round totals/);
  });
});
