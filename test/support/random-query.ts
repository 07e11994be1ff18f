import { seeded } from './chance.ts';
import type { Graph } from './graph.ts';
import { RandomDocument, type Values } from './random-document.ts';

const quoted = (values: readonly (string | undefined)[]): string[] => values.map((value) => JSON.stringify(value));

/** Arguments with which lookups succeed. */
export const valuesOf = ({ sandbox: { worlds } }: Graph): Values => {
  const acme = worlds[0]?.organizations.find(({ slug }) => slug === 'acme');
  if (!acme) throw new Error('the sample data has no acme');
  const issues = acme.issues.filter(({ status, mergedInto }) => !status.startsWith('pending') && !mergedInto);
  const some = issues.slice(0, 4);
  return {
    organization: ['"acme"'],
    first: ['1', '2', '3', '5', '12'],
    'organization(slug:)': ['"acme"'],
    'project(slug:)': quoted(acme.projects.slice(0, 4).map(({ slug }) => slug)),
    'team(slug:)': quoted(acme.teams.map(({ slug }) => slug)),
    'issue(id:)': quoted(some.flatMap(({ id, shortId }) => [id, shortId])),
    'Query.issue(id:)': quoted(some.map(({ id }) => id)),
    'LinkedAccount.issue(id:)': quoted(some.map(({ id }) => id)),
    'Query.issue(organization:)': ['"acme"'],
    'LinkedAccount.issue(organization:)': ['"acme"'],
    version: quoted(acme.releases.slice(0, 4).map(({ version }) => version)),
    'tag(key:)': ['"browser"', '"os"'],
    'Issue.tag(valueLimit:)': ['1', '5', '100'],
    'Issue.tag(environment:)': ['["production"]', '["production", "staging"]'],
    'Issue.tags(keys:)': ['["os", "user"]'],
    'Issue.tags(valueLimit:)': ['1', '5'],
    'linkedAccount(id:)': quoted([worlds[0]?.connection.id]),
    'event(id:)': quoted(some.map(({ events }) => events[0]?.id)),
    'Project.stats(period:)': ['LAST_HOUR', 'LAST_7_DAYS'],
    'Issue.stats(period:)': ['LAST_14_DAYS', 'LAST_30_DAYS'],
    'ReleaseProject.health(period:)': ['LAST_7_DAYS', 'LAST_24_HOURS'],
    'Organization.issues(environment:)': ['["production"]'],
  };
};

/** A query by chance whose lookups succeed within `acme`, the same again for the same seed; `without` fields that are left out everywhere. */
export const randomQuery = (graph: Graph, seed: number, without: readonly string[] = []): string =>
  new RandomDocument(valuesOf(graph), seeded(seed), without).query();
