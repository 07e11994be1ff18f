import { type ByHand, pick, type Row, upper } from './rest.ts';

const authors = (row: Row) => row.authors.map((author: Row) => pick(author, 'name', 'email'));

const lastReleases: ByHand = async (rest, { organization }) => {
  const query = { project: '-1', status: 'open', per_page: 20 };
  const rows: Row[] = await rest.get(`/organizations/${organization}/releases/`, query);
  const nodes = rows.map((row) => ({
    ...pick(row, 'version', 'shortVersion', 'dateCreated'),
    newIssueCount: row.newGroups,
    projects: row.projects.map(({ slug, newGroups }: Row) => ({ project: { slug }, newIssueCount: newGroups })),
    lastDeploy: pick(row.lastDeploy, 'environment', 'dateFinished'),
    authors: authors(row),
  }));
  return { organization: { releases: { nodes } } };
};

const issueOfRelease = (row: Row) => ({
  ...pick(row, 'shortId', 'title'),
  level: upper(row.level),
  status: upper(row.status),
  project: pick(row.project, 'slug'),
  assignee: pick(row.assignedTo, 'name'),
});

const counted = ({ count, userCount }: Row) => ({ count: Number(count), userCount });

const releaseDay: ByHand = async (rest, { organization, version }) => {
  const path = `/organizations/${organization}/releases/${version}/`;
  const issues = (query: string): Promise<Row[]> =>
    rest.get(`/organizations/${organization}/issues/`, { query, project: '-1', sort: 'freq', limit: 20 });
  const [release, deploys, commits, newOnes, knownOnes] = await Promise.all([
    rest.get(path, { health: 1, summaryStatsPeriod: '14d' }),
    rest.get(`${path}deploys/`, { per_page: 10 }),
    rest.get(`${path}commits/`, { per_page: 20 }),
    issues(`firstRelease:"${version}"`),
    issues(`release:"${version}" !firstRelease:"${version}"`),
  ]);
  return {
    release: {
      ...pick(release, 'version', 'dateReleased'),
      newIssueCount: release.newGroups,
      authors: authors(release),
      projects: release.projects.map((row: Row) => ({
        project: pick(row, 'slug', 'name'),
        newIssueCount: row.newGroups,
        health: pick(row.healthData, 'crashFreeSessions', 'crashFreeUsers', 'adoption'),
      })),
      deploys: {
        nodes: deploys.map((row: Row) => ({ ...pick(row, 'environment', 'dateFinished'), release: { version } })),
      },
      commits: {
        nodes: commits.map((row: Row) => ({
          sha: row.id,
          message: row.message,
          author: pick(row.author, 'name'),
          repository: pick(row.repository, 'name'),
          pullRequest: row.pullRequest && { number: row.pullRequest.id, externalUrl: row.pullRequest.externalUrl },
        })),
      },
      newIssues: { edges: newOnes.map((row) => ({ window: counted(row), node: issueOfRelease(row) })) },
      knownIssues: { edges: knownOnes.map((row) => ({ filtered: counted(row.filtered), node: issueOfRelease(row) })) },
    },
  };
};

export const releases: Readonly<Record<string, ByHand>> = {
  'last-releases': lastReleases,
  'release-day': releaseDay,
};
