import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Graph, startGraph } from './support/graph.ts';

const file = '../shared/reference/sentry-openapi.json';
const present = existsSync(file);
if (!present) console.warn(`${file} is not here: Sentry's own examples are not fed through the graph.`);

type Examples = Record<string, { value?: unknown }>;
const exampleOf = (path: string): unknown => {
  const document = JSON.parse(readFileSync(file, 'utf8'));
  const content = document.paths[`/api/0${path}`].get.responses['200'].content['application/json'];
  const examples: Examples = content.examples;
  return Object.values(examples)[0]?.value;
};

const organization = '/organizations/{organization_id_or_slug}';

describe.skipIf(!present)("Sentry's own examples", () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph();
  });
  afterAll(() => graph.close());

  const serve = (path: RegExp, example: unknown) => {
    graph.sandbox.reset();
    graph.sandbox.switches.faults.push({ path, status: 200, body: example as object });
  };

  it('of organizations come through', async () => {
    serve(/^\/organizations\/\?/, exampleOf('/organizations/'));
    const { data, errors } = await graph.ask(
      '{ organizations { nodes { databaseId slug name status dateCreated avatarUrl require2FA hasAuthProvider } } }',
    );
    expect(errors).toBeUndefined();
    expect(data.organizations.nodes).toHaveLength(1);
  });

  it('of projects come through', async () => {
    serve(/\/projects\//, exampleOf(`${organization}/projects/`));
    const { data, errors } = await graph.ask(
      '{ organization(slug: "acme") { projects { nodes { databaseId slug name platform platforms dateCreated firstEventAt features isMember teams { databaseId slug name } environments { name } latestRelease { version } } } } }',
    );
    expect(errors).toBeUndefined();
    expect(data.organization.projects.nodes).toHaveLength(1);
  });

  it('of environments come through', async () => {
    serve(/\/organizations\/acme\/environments\//, exampleOf(`${organization}/environments/`));
    const { data, errors } = await graph.ask(
      '{ organization(slug: "acme") { environments { databaseId name isHidden } } }',
    );
    expect(errors).toBeUndefined();
    expect(data.organization.environments).toHaveLength(2);
    const ofProject = '/projects/{organization_id_or_slug}/{project_id_or_slug}/environments/';
    serve(/\/projects\/acme\/payments\/environments\//, exampleOf(ofProject));
    const project = await graph.ask(
      '{ project(organization: "acme", slug: "payments") { environments(visibility: ALL) { databaseId name isHidden } } }',
    );
    expect(project.errors).toBeUndefined();
    expect(project.data.project.environments).toContainEqual({ databaseId: '2', name: 'Staging', isHidden: true });
  });

  it('of a team’s projects come through', async () => {
    serve(/\/teams\/acme\/\d+\/projects\//, exampleOf('/teams/{organization_id_or_slug}/{team_id_or_slug}/projects/'));
    const { data, errors } = await graph.ask(
      '{ project(organization: "acme", slug: "payments") { teams { projects { nodes { slug features teams { name } latestRelease { version } } } } } }',
    );
    expect(errors).toBeUndefined();
    expect(data.project.teams[0].projects.nodes).not.toHaveLength(0);
  });

  it('of issues come through', async () => {
    serve(/\/issues\//, exampleOf(`${organization}/issues/`));
    const { data, errors } = await graph.ask(
      '{ organization(slug: "acme") { issues { nodes { databaseId shortId title url culprit level status substatus priority type issueType issueCategory metadata { title raw } assignee { __typename name } project { name } count userCount firstSeen stats { time count } isUnhandled statusDetails { raw } annotations { displayName } owners { type owner { databaseId } dateAdded } } } } }',
    );
    expect(errors).toBeUndefined();
    expect(data.organization.issues.nodes[0]).toMatchObject({
      count: 150,
      status: 'IGNORED',
      stats: { length: 24 },
      owners: [{ type: 'user', owner: { databaseId: '1' } }],
    });
  });

  it('of issue detail come through', async () => {
    serve(/\/issues\/1\//, exampleOf(`${organization}/issues/{issue_id}/`));
    const { data, errors } = await graph.ask(
      '{ issue(organization: "acme", id: "1") { title count activity { databaseId type user { name } data } seenBy { name } participants { name } userReportCount stats(period: LAST_30_DAYS) { count } firstRelease { version shortVersion dateCreated ref } lastRelease { version } } }',
    );
    expect(errors).toBeUndefined();
    expect(data.issue).toMatchObject({
      count: 150,
      activity: [{ type: 'first_seen', user: null }],
      firstRelease: { shortVersion: '1764232', ref: null },
      lastRelease: null,
    });
  });

  it('of hashes and a tag come through', async () => {
    serve(/\/hashes\//, exampleOf(`${organization}/issues/{issue_id}/hashes/`));
    const hashes = await graph.ask(
      '{ issue(organization: "acme", id: "1") { hashes { nodes { hash mergedBySeer latestEvent { databaseId title tags { key value } user { email } } } } } }',
    );
    expect(hashes.errors).toBeUndefined();
    expect(hashes.data.issue.hashes.nodes[0].latestEvent.title).toBe('This is an example Python exception');
    serve(/\/tags\/flavors\//, exampleOf(`${organization}/issues/{issue_id}/tags/{key}/`));
    graph.sandbox.switches.faults.push({ path: /\/tags\/\?/, status: 410, body: { message: 'Gone.' } });
    const tag = await graph.ask(
      '{ issue(organization: "acme", id: "1") { tag(key: "flavors") { name totalValues uniqueValues topValues { value count firstSeen } } } }',
    );
    expect(tag.errors).toBeUndefined();
    expect(tag.data.issue.tag).toMatchObject({
      name: 'Flavors',
      totalValues: 3,
      topValues: [{ count: 2 }, { count: 1 }],
    });
  });

  it('of event rows and bodies come through', async () => {
    serve(/\/events\/\?/, exampleOf(`${organization}/issues/{issue_id}/events/`));
    const rows = await graph.ask(
      '{ issue(organization: "acme", id: "1") { events { nodes { databaseId title type level environment release { version } tags { key value } user { email } message location culprit metadata { raw } } } } }',
    );
    expect(rows.errors).toBeUndefined();
    serve(/\/events\/latest\//, exampleOf(`${organization}/issues/{issue_id}/events/{event_id}/`));
    const body = await graph.ask(
      '{ issue(organization: "acme", id: "1") { latestEvent { title size errors { type message } exceptions { type mechanism { handled } stacktrace { frames { function lineNo context { lineNo line } } } rawStacktrace { hasSystemFrames } } breadcrumbs { category levelRaw data } request { url query { key value } headers { key value } } contexts { browser { name } raw } sdk { name version } raw } } }',
    );
    expect(body.errors).toBeUndefined();
    expect(body.data.issue.latestEvent.exceptions[0].type).toBe('ForbiddenError');
  });
});
