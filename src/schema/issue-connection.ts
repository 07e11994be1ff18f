import type { GraphQLResolveInfo } from 'graphql';
import type { GraphContext } from '../context.ts';
import { issueRow } from '../gateway/issues.ts';
import type { Page } from '../gateway/page.ts';
import { integer, optional, type Row, row, text, time } from '../gateway/read.ts';
import type { Issue as IssueResource } from '../loaders/issues.ts';
import { builder } from './builder.ts';
import { type Connection, connect, connectionType, type Edge, type Listing } from './connection.ts';
import { Issue } from './issue.ts';
import { type IssueArguments, issueFilter } from './issue-search.ts';
import { IssueSort, IssueStatus } from './issue-words.ts';
import { part } from './member.ts';
import { Organization } from './organization.ts';
import { forwards } from './page-arguments.ts';
import { Project } from './project.ts';
import { isGiven, partsWanted } from './selection.ts';

const { ConnectionType: IssueConnection, EdgeType: IssueEdge } = connectionType(Issue, {
  name: 'Issue',
  page: "A page of issues; pages run forwards only, because Sentry's issue search cannot page backwards truthfully.",
  row: 'An issue in a page, with what is true of it in this search only.',
});

builder.objectField(IssueConnection, 'totalCount', (t) =>
  t.int({
    description: "Sentry's estimate of all matches, capped at 1000; null where it gave none.",
    resolve: ({ slice }) => slice.hits,
  }),
);

const IssueCounts = builder.objectRef<Row>('IssueCounts').implement({
  description: 'Counts of an issue over some set of its events.',
  fields: (t) => ({
    count: t.field({ type: 'Count', description: 'Number of events.', ...part('count', integer) }),
    userCount: t.field({ type: 'Count', description: 'Number of users.', ...part('userCount', integer) }),
    firstSeen: t.field({ type: 'DateTime', description: 'First of these events.', ...part('firstSeen', time) }),
    lastSeen: t.field({ type: 'DateTime', description: 'Last of these events.', ...part('lastSeen', time) }),
  }),
});

const inSearch = ({ row }: Edge<IssueResource>): Row => issueRow(row, { environments: true }).inSearch;

builder.objectFields(IssueEdge, (t) => ({
  window: t.field({
    type: IssueCounts,
    description: 'Counts inside the searched window and environments. Free of a call.',
    extensions: { part: 'window' },
    resolve: (edge) => {
      const counts = inSearch(edge);
      return optional(counts, 'count', text) === null ? null : counts;
    },
  }),
  filtered: t.field({
    type: IssueCounts,
    description:
      'Counts of the events matching the search, null where the search has no conditions on events. Free of a call.',
    extensions: { part: 'filtered' },
    resolve: (edge) => optional(inSearch(edge), 'filtered', row),
  }),
}));

type Args = Parameters<Parameters<typeof builder.queryField>[1]>[0]['arg'];

const searchArguments = (arg: Args) => ({
  status: arg({
    type: [IssueStatus],
    defaultValue: ['UNRESOLVED'],
    description:
      'Only these statuses, null for any; left out of the search when `query` names a status itself, as in `is:resolved`.',
  }),
  environment: arg.stringList({ description: 'With events in these environments.' }),
  period: arg({
    type: 'Period',
    description: 'Search window ending now, at most 90 days; not with `start` and `end`. Default 90 days.',
  }),
  start: arg({ type: 'DateTime', description: 'Start of the search window; needs `end`.' }),
  end: arg({ type: 'DateTime', description: 'End of the search window; needs `start`.' }),
  query: arg.string({
    description:
      "Further terms in Sentry's issue search syntax. A single short id or event id is a lookup and gives a page of one.",
  }),
  sort: arg({ type: IssueSort, defaultValue: 'DATE', description: 'Order.' }),
  ...forwards(arg),
});

/** Reads a page of issues; what the rows say of the search stays with the edges. */
const connectIssues = (
  listing: Pick<Listing<IssueResource>, 'loaders' | 'parent' | 'args'> & { organization: string; args: IssueArguments },
  fetch: (
    filter: ReturnType<typeof issueFilter>,
    parts: ReadonlySet<string>,
  ) => (...page: Parameters<Listing<IssueResource>['fetch']>) => Promise<Page>,
  context: GraphContext,
  info: GraphQLResolveInfo,
): Promise<Connection<IssueResource>> => {
  const { loaders, organization, parent, args } = listing;
  const filter = issueFilter(args, (name) => isGiven(info, name));
  const environments = filter.environments !== null;
  // With environments even `lifetime` counts those alone, so that totals are worth no counting here.
  const parts = new Set([...partsWanted(info)].filter((wanted) => !environments || wanted !== 'totals'));
  return connect(
    {
      loaders,
      paging: 'keys',
      parent,
      args,
      fetch: fetch(filter, parts),
      node: (from) => loaders.issues.of(organization, issueRow(from, { environments }).issue),
    },
    context,
    info,
  );
};

builder.objectField(Organization, 'issues', (t) =>
  t.field({
    type: IssueConnection,
    description: 'Issues over all visible projects, or some; all filters are AND-ed. One call a page.',
    args: {
      projects: t.arg.idList({
        description: "Slugs or numeric ids; null means every visible project, not only the linked account's own.",
      }),
      ...searchArguments(t.arg),
    },
    resolve: (organization, args, context, info) => {
      const { loaders, key } = organization;
      return connectIssues(
        { loaders, organization: key.organization, parent: key, args },
        (filter, parts) => (place, level) =>
          organization.through(level, loaders.issues.list(key.organization, filter, parts, place, level)),
        context,
        info,
      );
    },
  }),
);

builder.objectField(Project, 'issues', (t) =>
  t.field({
    type: IssueConnection,
    description:
      'Its issues. One call per project and page; for many projects ask `Organization.issues(projects:)`: one call, then group.',
    args: searchArguments(t.arg),
    resolve: (project, args, context, info) => {
      const { loaders, key } = project;
      return connectIssues(
        { loaders, organization: key.organization, parent: key, args },
        (filter, parts) => (place, level) => loaders.issues.listOfProject(project, filter, parts, place, level),
        context,
        info,
      );
    },
  }),
);
