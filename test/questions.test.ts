import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examplesOf, fileOf, textOf } from './support/examples.ts';
import { type Asked, type Graph, now, startGraph } from './support/graph.ts';
import { roundsOf } from './support/rounds.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());

const examples = examplesOf(() => graph);
const day = 86_400_000;

const organization = (slug = 'acme') => {
  const found = graph.sandbox.worlds.flatMap(({ organizations }) => organizations).find((known) => known.slug === slug);
  if (!found) throw new Error(`no organization ${slug}`);
  return found;
};
const issueOf = (shortId: string) => {
  const found = organization().issues.find((issue) => issue.shortId === shortId);
  if (!found) throw new Error(`no issue ${shortId}`);
  return found;
};
const since = (moment: number) => (event: { date: number }) => event.date >= moment;

type Json = Asked['data'];
const listOf = (connection: { nodes?: Json[]; edges?: { node: Json }[] }): Json[] =>
  connection.nodes ?? connection.edges?.map(({ node }) => node) ?? [];

const inDepth = (issue: Json) => {
  const known = organization().issues.find(({ title, owners }) => title === issue.title && owners.length > 1);
  expect(issue).toMatchObject({
    firstRelease: { version: known?.firstRelease },
    assignee: { name: expect.any(String) },
    owners: known?.owners.map(({ type, owner }) => ({ type, owner: { databaseId: owner.split(':')[1] } })),
    latestEvent: { dateCreated: expect.any(String) },
  });
  expect(Date.parse(issue.latestEvent.dateCreated)).toBe(known?.events[0]?.date);
  expect(issue.latestEvent.stacktrace.frames.length).toBeGreaterThan(0);
  expect(issue.latestEvent.breadcrumbs.length).toBeGreaterThan(0);
};

const events = ({ organization: { events } }: Json) => {
  const known = organization().issues.flatMap((issue) =>
    issue.events.filter((event) => event.user?.email === 'jane@acme.com' && since(now - day)(event)),
  );
  expect(known.length).toBeGreaterThan(10);
  expect(events.nodes.map(({ databaseId }: Json) => databaseId).sort()).toEqual(known.map(({ id }) => id).sort());
  for (const { project, issue, environment } of events.nodes) {
    expect(issue.shortId.toLowerCase().startsWith(`${project.slug}-`)).toBe(true);
    expect(environment).toBeTypeOf('string');
  }
};

/** What people open Sentry for: most calls, rounds, and the answer that the sandbox must give. */
const questions: [number, string, { calls: number; rounds: number }, (data: Json) => void][] = [
  [
    1,
    'newest-production-errors',
    { calls: 1, rounds: 1 },
    ({ organization: { issues } }) => {
      const known = organization()
        .issues.filter(({ status, mergedInto }) => status === 'unresolved' && mergedInto === null)
        .filter((issue) =>
          issue.events.some((event) => event.environment === 'production' && since(now - 90 * day)(event)),
        )
        .sort((a, b) => b.firstSeen - a.firstSeen);
      expect(listOf(issues).map(({ shortId }) => shortId)).toEqual(known.slice(0, 25).map(({ shortId }) => shortId));
      for (const { window, node } of issues.edges) {
        expect(window.count).toBeGreaterThan(0);
        expect(node.project.slug).toBeTypeOf('string');
      }
      expect(listOf(issues).some(({ assignee, metadata }) => assignee?.name && metadata.filename && metadata.function));
    },
  ],
  [2, 'sentry-link', { calls: 2, rounds: 1 }, ({ resource }) => inDepth(resource)],
  [2, 'sentry-link with a short id', { calls: 2, rounds: 1 }, ({ resource }) => inDepth(resource)],
  [2, 'short-id', { calls: 2, rounds: 1 }, ({ issue }) => inDepth(issue)],
  [
    3,
    'whom-it-hits',
    { calls: 1, rounds: 1 },
    ({ issue: { tags } }) => {
      expect(tags.map(({ key }: Json) => key)).toEqual(['user', 'browser', 'os', 'release', 'environment']);
      const known = issueOf('CHECKOUT-API-1A');
      for (const { key, totalValues, topValues } of tags) {
        const with_ = known.events.filter((event) => event.tags.some((tag) => tag.key === key));
        expect(totalValues).toBe(with_.length);
        expect(topValues.length).toBeGreaterThan(0);
        expect(topValues.length).toBeLessThanOrEqual(5);
      }
    },
  ],
  [
    4,
    'release-day',
    { calls: 5, rounds: 1 },
    ({ release }) => {
      expect(release.projects.some(({ health }: Json) => health?.crashFreeSessions > 90)).toBe(true);
      expect(listOf(release.deploys).map(({ environment }) => environment)).toContain('production');
      expect(listOf(release.commits).every(({ author }) => author?.name)).toBe(true);
      expect(release.newIssues.edges.length).toBeGreaterThan(0);
      expect(release.knownIssues.edges.length).toBeGreaterThan(0);
      for (const { shortId } of listOf(release.newIssues)) expect(issueOf(shortId).firstRelease).toBe('2.4.0');
      for (const { shortId } of listOf(release.knownIssues)) {
        expect(issueOf(shortId).firstRelease).not.toBe('2.4.0');
        expect(issueOf(shortId).events.some((event) => event.release === '2.4.0')).toBe(true);
      }
    },
  ],
  [
    5,
    'team-overview',
    { calls: 2, rounds: 1 },
    ({ organization: { projects, issues } }) => {
      const team = organization().teams.find(({ slug }) => slug === 'payments');
      const known = organization().projects.filter(({ teamIds }) => teamIds.includes(team?.id ?? ''));
      expect(
        listOf(projects)
          .map(({ slug }) => slug)
          .sort(),
      ).toEqual(known.map(({ slug }) => slug).sort());
      for (const { latestRelease, latestDeploys, stats } of projects.nodes) {
        expect(latestRelease.version).toBeTypeOf('string');
        expect(latestDeploys.map(({ environment }: Json) => environment)).toContain('production');
        expect(stats.length).toBeGreaterThanOrEqual(24);
      }
      expect(issues.edges.length).toBeGreaterThan(0);
      for (const { shortId } of listOf(issues)) {
        expect(issueOf(shortId).assignedTo).toEqual({ type: 'team', id: team?.id });
      }
    },
  ],
  [6, 'errors-of-a-person', { calls: 1, rounds: 1 }, events],
  [
    6,
    'errors-of-a-person with their issues',
    { calls: 2, rounds: 2 },
    (data) => {
      events(data);
      for (const { issue } of data.organization.events.nodes) {
        expect(issue.status).toBe(issueOf(issue.shortId).status.toUpperCase());
      }
    },
  ],
  [
    7,
    'noisiest-issues',
    { calls: 9, rounds: 2 },
    ({ project: { issues } }) => {
      const counts: number[] = issues.edges.map(({ window }: Json) => window.count);
      expect(counts).toEqual([...counts].sort((a, b) => b - a));
      for (const { latestEvent } of listOf(issues)) expect(latestEvent.dateCreated).toBeTypeOf('string');
      expect(
        listOf(issues).filter(({ latestEvent }) => latestEvent.stacktrace?.frames.length > 0).length,
      ).toBeGreaterThan(4);
    },
  ],
  [
    8,
    'two-accounts',
    { calls: 2, rounds: 1 },
    ({ one, other }) => {
      for (const [slug, { issues }] of [
        ['acme', one.organization],
        ['initech', other.organization],
      ]) {
        const found = listOf(issues).map(({ shortId }) => shortId);
        const known = organization(slug)
          .issues.filter(({ status, mergedInto }) => status === 'unresolved' && mergedInto === null)
          .filter((issue) => issue.events.some(since(now - 7 * day)))
          .sort((a, b) => b.firstSeen - a.firstSeen);
        expect(found).toEqual(known.slice(0, 10).map(({ shortId }) => shortId));
      }
    },
  ],
  [
    9,
    'last-releases',
    { calls: 1, rounds: 1 },
    ({ organization: { releases } }) => {
      expect(releases.nodes).toHaveLength(20);
      for (const { projects, newIssueCount } of releases.nodes) {
        expect(projects.length).toBeGreaterThan(0);
        expect(newIssueCount).toBeTypeOf('number');
      }
      expect(listOf(releases).some(({ lastDeploy, authors }) => lastDeploy && authors.length > 0)).toBe(true);
    },
  ],
  [
    10,
    'all-projects',
    { calls: 1, rounds: 1 },
    ({ organization: { allProjects } }) => {
      const known = organization().projects;
      expect(allProjects.map(({ slug, platform }: Json) => ({ slug, platform }))).toEqual(
        [...known].sort((a, b) => (a.slug < b.slug ? -1 : 1)).map(({ slug, platform }) => ({ slug, platform })),
      );
      expect(allProjects.some(({ teams }: Json) => teams.length > 1)).toBe(true);
    },
  ],
];

const exampleOf = (name: string) => {
  const example = examples[name];
  if (!example) throw new Error(`no example ${name}`);
  return example;
};

const readme = readFileSync('README.md', 'utf8').split('\n');
const roundWords = ['', 'one round', 'two rounds'];

describe('the ten questions', () => {
  it.each(questions)('%i stands in the README with %s and its calls', (number, name, { calls, rounds }) => {
    const row = readme.find((line) => line.startsWith(`| ${number} |`)) ?? '';
    const [, , , documents, cost = ''] = row.split('|');
    expect(documents).toContain(`(examples/queries/${fileOf(name)})`);
    expect(cost).toMatch(new RegExp(`\\b${calls}\\b`));
    if (/round/.test(cost)) expect(cost).toContain(roundWords[rounds]);
  });

  it.each(questions)('%i is answered by %s in the calls it may take', async (_number, name, most, answers) => {
    const { data, errors, calls, extensions } = await graph.ask(textOf(name), exampleOf(name).variables());
    expect(errors).toBeUndefined();
    answers(data);
    expect(calls).toHaveLength(most.calls);
    expect(extensions?.cost.calls).toBe(most.calls);
    expect(await roundsOf(textOf(name), exampleOf(name).variables())).toHaveLength(most.rounds);
  });
});
