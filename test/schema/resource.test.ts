import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { askTwice, type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph({ mirror: true });
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

const acme = () => {
  const found = graph.sandbox.worlds[0]?.organizations.find(({ slug }) => slug === 'acme');
  if (!found) throw new Error('no acme');
  return found;
};
const some = () => {
  const { issues, projects, teams, releases } = acme();
  const issue = issues.find(({ status, mergedInto, events }) => status === 'unresolved' && !mergedInto && events[0]);
  const event = issue?.events[0];
  const project = projects.find(({ id }) => id === issue?.projectId);
  const team = teams[0];
  const release = releases.find(({ version }) => version.includes('@')) ?? releases[0];
  if (!issue || !event || !project || !team || !release) throw new Error('something is missing');
  return { issue, event, project, team, release };
};

const document = `query ($url: URL!) { resource(url: $url) {
  __typename
  ... on Organization { slug fullName: name }
  ... on Project { slug name }
  ... on Team { teamSlug: slug name }
  ... on Issue { shortId title }
  ... on Event { databaseId title }
  ... on Release { version dateCreated }
} }`;

describe('a resource by its address', () => {
  it('is an organization, for the call of its name', async () => {
    const { data, calls } = await askTwice(graph, document, { url: 'https://acme.sentry.io/issues/' });
    expect(data.resource).toEqual({ __typename: 'Organization', slug: 'acme', fullName: acme().name });
    expect(calls).toEqual(['GET /organizations/acme/?detailed=0']);
  });

  it('is a project', async () => {
    const { project } = some();
    const url = `https://sentry.io/settings/acme/projects/${project.slug}/keys/`;
    const { data, calls } = await askTwice(graph, document, { url });
    expect(data.resource).toEqual({ __typename: 'Project', slug: project.slug, name: project.name });
    expect(calls).toEqual([`GET /projects/acme/${project.slug}/`]);
  });

  it('is a team', async () => {
    const { team } = some();
    const url = `https://acme.sentry.io/settings/teams/${team.slug}/members/`;
    const { data, calls } = await askTwice(graph, document, { url });
    expect(data.resource).toEqual({ __typename: 'Team', teamSlug: team.slug, name: team.name });
    expect(calls).toHaveLength(1);
  });

  it('is an issue, by number or short id', async () => {
    const { issue } = some();
    const expected = { __typename: 'Issue', shortId: issue.shortId, title: issue.title };
    const byNumber = await askTwice(graph, document, { url: `https://acme.sentry.io/issues/${issue.id}/?project=-1` });
    expect(byNumber.data.resource).toEqual(expected);
    expect(byNumber.calls).toHaveLength(1);
    expect(byNumber.calls[0]).toMatch(`GET /organizations/acme/issues/?group=${issue.id}&`);
    const byShortId = await askTwice(graph, document, {
      url: `https://us.sentry.io/api/0/organizations/acme/issues/${issue.shortId}/`,
    });
    expect(byShortId.data.resource).toEqual(expected);
    expect(byShortId.calls).toHaveLength(1);
  });

  it('is an event, by what it stands under', async () => {
    const { issue, event, project } = some();
    const expected = { __typename: 'Event', databaseId: event.id, title: event.title };
    const through: [string, string][] = [
      [`https://acme.sentry.io/issues/${issue.id}/events/${event.id}/`, `/organizations/acme/issues/${issue.id}/`],
      [`https://acme.sentry.io/projects/${project.slug}/events/${event.id}/`, `/projects/acme/${project.slug}/`],
    ];
    for (const [url, path] of through) {
      const { data, calls } = await askTwice(graph, document, { url });
      expect(data.resource).toEqual(expected);
      expect(calls).toHaveLength(1);
      expect(calls[0]).toMatch(`GET ${path}events/${event.id}/`);
    }
    const bare = await graph.ask(document, {
      url: `https://sentry.io/api/0/organizations/acme/eventids/${event.id}/`,
    });
    expect(bare.data.resource).toEqual(expected);
    expect(bare.calls).toHaveLength(1);
  });

  it('is the latest event of an issue', async () => {
    const { issue, event } = some();
    const url = `https://acme.sentry.io/issues/${issue.id}/events/latest/`;
    const { data, calls } = await askTwice(graph, document, { url });
    expect(data.resource.databaseId).toBe(event.id);
    expect(calls).toEqual([`GET /organizations/acme/issues/${issue.id}/events/latest/`]);
  });

  it('is a release', async () => {
    const { release } = some();
    const url = `https://acme.sentry.io/releases/${encodeURIComponent(release.version)}/?project=1`;
    const { data, calls } = await askTwice(graph, document, { url });
    expect(data.resource).toMatchObject({ __typename: 'Release', version: release.version });
    expect(calls).toHaveLength(1);
  });

  it('takes what the graph itself gives as `url`', async () => {
    const { data } = await graph.ask(
      '{ organization(slug: "acme") { url issues(first: 1) { nodes { id url project { id url } latestEvent { id url } } } releases: project(slug: "payments") { id url } } }',
    );
    const [issue] = data.organization.issues.nodes;
    for (const { id, url } of [issue, issue.project, issue.latestEvent, data.organization.releases]) {
      const again = await graph.ask('query ($url: URL!) { resource(url: $url) { id } }', { url });
      expect(again.data.resource.id).toBe(id);
    }
  });

  it('is checked with one call where nothing selected shows that it is there', async () => {
    const { calls } = await askTwice(
      graph,
      '{ resource(url: "https://acme.sentry.io/projects/payments/") { __typename } }',
    );
    expect(calls).toEqual(['GET /projects/acme/payments/']);
  });

  it.each([
    'https://acme.sentry.io/issues/999999999999/',
    'https://acme.sentry.io/projects/no-such/',
    'https://acme.sentry.io/settings/teams/no-such/',
    'https://acme.sentry.io/releases/no-such/',
    'https://no-such-organization.sentry.io/',
    'https://acme.sentry.io/issues/999999999999/events/latest/',
    `https://acme.sentry.io/projects/payments/events/${'0'.repeat(32)}/`,
  ])('is null with NOT_FOUND where %s is gone', async (url) => {
    for (const selection of ['id', '__typename', '... on Issue { title } ... on Event { title } ... on Node { id }']) {
      const { data, errors } = await graph.ask(`query ($url: URL!) { resource(url: $url) { ${selection} } }`, { url });
      expect(data).toEqual({ resource: null });
      expect(errors).toMatchObject([{ path: ['resource'], extensions: { code: 'NOT_FOUND' } }]);
    }
  });

  it.each([
    'https://sentry.example.com/organizations/acme/issues/1/',
    'https://acme.sentry.io/dashboards/1/',
    'https://acme.sentry.io/issues/1/../2/',
    'file:///etc/passwd',
    'not an address',
  ])('refuses %s without a call', async (url) => {
    const { errors, calls } = await graph.ask('query ($url: URL!) { resource(url: $url) { id } }', { url });
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(calls).toEqual([]);
  });

  it('is found through a linked account, whose ids it then has', async () => {
    const account = graph.sandbox.worlds[1]?.connection.id ?? '';
    const url = 'https://acme.sentry.io/projects/payments/';
    const { data, calls } = await askTwice(
      graph,
      'query ($account: ID!, $url: URL!) { linkedAccount(id: $account) { resource(url: $url) { id ... on Project { name } } } }',
      { account, url },
    );
    expect(calls).toEqual(['GET /projects/acme/payments/']);
    const own = await graph.ask('query ($url: URL!) { resource(url: $url) { id } }', { url });
    const { id } = data.linkedAccount.resource;
    expect(id).not.toBe(own.data.resource.id);
    const again = await graph.ask('query ($id: ID!) { node(id: $id) { id } }', { id });
    expect(again.data.node.id).toBe(id);
  });
});
