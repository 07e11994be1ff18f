import { breadcrumbs, exceptions, stacktrace } from './events.ts';
import { type ByHand, pick, type Rest, type Row, upper } from './rest.ts';

const everywhere = { project: '-1' };
const open = { query: 'is:unresolved', ...everywhere };

const counted = ({ count, userCount }: Row) => ({ count: Number(count), userCount });
const assignee = ({ assignedTo }: Row) => pick(assignedTo, 'name');

const issuesOf = (organization: string): string => `/organizations/${organization}/issues/`;

const newestProductionErrors: ByHand = async (rest, { organization }) => {
  const query = { ...open, environment: 'production', sort: 'new', limit: 25 };
  const { rows, hasNextPage } = await rest.page(issuesOf(organization), query);
  const edges = rows.map((row: Row) => ({
    window: counted(row),
    node: {
      ...pick(row, 'id', 'shortId', 'title'),
      level: upper(row.level),
      url: row.permalink,
      project: pick(row.project, 'slug', 'name'),
      assignee: assignee(row),
      metadata: pick(row.metadata, 'filename', 'function'),
    },
  }));
  return { organization: { issues: { edges, pageInfo: { hasNextPage } } } };
};

const noisiestIssues: ByHand = async (rest, { organization, project }) => {
  const query = { query: 'is:unresolved', project, sort: 'freq', limit: 8 };
  const rows: Row[] = await rest.get(issuesOf(organization), query);
  const edges = rows.map(async (row) => {
    const event = await rest.get(`${issuesOf(organization)}${row.id}/events/latest/`);
    const latestEvent = { dateCreated: event.dateCreated, stacktrace: stacktrace(event, true) };
    const node = { ...pick(row, 'shortId', 'title'), level: upper(row.level), url: row.permalink, latestEvent };
    return { window: counted(row), node };
  });
  return { project: { issues: { edges: await Promise.all(edges) } } };
};

/** The two calls that tell all of an issue. */
const inDepth = (rest: Rest, path: string): Promise<[Row, Row]> =>
  Promise.all([rest.get(path, { expand: 'owners' }), rest.get(`${path}events/latest/`)]);

const owners = (issue: Row) =>
  issue.owners.map(({ type, owner }: Row) => ({ type, owner: { databaseId: owner.split(':')[1] } }));

const sentryLink: ByHand = async (rest, { url }) => {
  const [, organization, issue] = /^https:\/\/(\w+)\.sentry\.io\/issues\/([\w-]+)\//.exec(url) ?? [];
  const path = `${issuesOf(organization ?? '')}${issue}/`;
  const [row, event] = await inDepth(rest, path);
  return {
    resource: {
      ...pick(row, 'shortId', 'title', 'culprit'),
      level: upper(row.level),
      status: upper(row.status),
      priority: upper(row.priority),
      url: row.permalink,
      project: pick(row.project, 'slug', 'name'),
      firstRelease: pick(row.firstRelease, 'version', 'dateReleased'),
      lastRelease: pick(row.lastRelease, 'version'),
      assignee: assignee(row),
      owners: owners(row),
      latestEvent: {
        dateCreated: event.dateCreated,
        environment: event.tags.find(({ key }: Row) => key === 'environment')?.value ?? null,
        exceptions: exceptions(event).map((exception) => pick(exception, 'type', 'value')),
        stacktrace: stacktrace(event, true),
        breadcrumbs: breadcrumbs(event).map((crumb) => ({
          ...pick(crumb, 'timestamp', 'category', 'message'),
          level: upper(crumb.level),
        })),
      },
    },
  };
};

const shortId: ByHand = async (rest, { organization, issue }) => {
  const [row, event] = await inDepth(rest, `${issuesOf(organization)}${issue}/`);
  return {
    issue: {
      ...pick(row, 'title', 'culprit'),
      level: upper(row.level),
      status: upper(row.status),
      url: row.permalink,
      firstRelease: pick(row.firstRelease, 'version'),
      assignee: assignee(row),
      owners: owners(row),
      latestEvent: {
        dateCreated: event.dateCreated,
        stacktrace: stacktrace(event, false),
        breadcrumbs: breadcrumbs(event).map((crumb) => pick(crumb, 'timestamp', 'category', 'message')),
      },
    },
  };
};

const whomItHits: ByHand = async (rest, { organization, issue }) => {
  const key = ['user', 'browser', 'os', 'release', 'environment'];
  const rows: Row[] = await rest.get(`${issuesOf(organization)}${issue}/tags/`, { key, limit: 5 });
  const tags = key.flatMap((name) => rows.filter((row) => row.key === name));
  return {
    issue: {
      tags: tags.map((tag) => ({
        ...pick(tag, 'key', 'name', 'uniqueValues', 'totalValues'),
        topValues: tag.topValues.map((value: Row) => pick(value, 'value', 'name', 'count', 'firstSeen', 'lastSeen')),
      })),
    },
  };
};

const newestOfTheWeek = async (rest: Rest, slug: string) => {
  const rows: Row[] = await rest.get(issuesOf(slug), { ...open, statsPeriod: '7d', sort: 'new', limit: 10 });
  const nodes = rows.map((row) => ({
    ...pick(row, 'shortId', 'title'),
    firstSeen: row.lifetime.firstSeen,
    project: pick(row.project, 'slug'),
  }));
  return { organization: { slug, issues: { nodes } } };
};

const twoAccounts: ByHand = async (rest, variables) => {
  const [one, other] = await Promise.all([
    newestOfTheWeek(rest.through(variables.one), variables.oneOrganization),
    newestOfTheWeek(rest.through(variables.other), variables.otherOrganization),
  ]);
  return { one, other };
};

export const issues: Readonly<Record<string, ByHand>> = {
  'newest-production-errors': newestProductionErrors,
  'noisiest-issues': noisiestIssues,
  'sentry-link': sentryLink,
  'sentry-link with a short id': sentryLink,
  'short-id': shortId,
  'two-accounts': twoAccounts,
  'whom-it-hits': whomItHits,
};
