import type { GraphQLResolveInfo } from 'graphql';
import type { GraphContext } from '../context.ts';
import { issueRow } from '../gateway/issue-rows.ts';
import type { Page } from '../gateway/page.ts';
import { integer, optional, type Row, row, text, time } from '../gateway/read.ts';
import type { PageArguments } from '../loaders/connection.ts';
import type { Issue as IssueResource } from '../loaders/issues.ts';
import { builder } from './builder.ts';
import { type Connection, connect, connectionType, type Listing } from './connection.ts';
import { type Asked, costing, noCall, perhapsOneCall } from './field-cost.ts';
import { projectsAsked } from './id-arguments.ts';
import { Issue } from './issue.ts';
import { organizationIssueArguments, projectIssueArguments } from './issue-arguments.ts';
import { type IssueArguments, isShortId, issueFilter } from './issue-search.ts';
import { part } from './member.ts';
import { Organization } from './organization.ts';
import { impersonal } from './person.ts';
import { Project } from './project.ts';
import { isGiven, partsWanted } from './selection.ts';

export const { ConnectionType: IssueConnection, EdgeType: IssueEdge } = connectionType(Issue, {
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

builder.objectFields(IssueEdge, (t) => ({
  window: t.field({
    type: IssueCounts,
    description: 'Counts inside the searched window and environments. Free of a call.',
    extensions: { part: 'window' },
    resolve: ({ row: counts }) => (optional(counts, 'count', text) === null ? null : counts),
  }),
  filtered: t.field({
    type: IssueCounts,
    description:
      'Counts of the events matching the search, null where the search has no conditions on events. Free of a call.',
    extensions: { part: 'filtered' },
    resolve: ({ row: counts }) => optional(counts, 'filtered', row),
  }),
}));

/** An issue list behind a connection field. */
type IssueListing = Pick<Listing<IssueResource>, 'loaders' | 'parent'> & {
  readonly organization: string;
  readonly args: IssueArguments & PageArguments;
  /** Terms that the list has of itself, made by `term`: those of a release's issues name the release. */
  readonly terms?: readonly string[];
};

/** Reads a page of issues; what the rows say of the search stays with the edges. */
export const connectIssues = (
  listing: IssueListing,
  fetch: (
    filter: ReturnType<typeof issueFilter>,
    parts: ReadonlySet<string>,
  ) => (...page: Parameters<Listing<IssueResource>['fetch']>) => Promise<Page>,
  context: GraphContext,
  info: GraphQLResolveInfo,
): Promise<Connection<IssueResource>> => {
  const { loaders, organization, parent, args, terms } = listing;
  const asked = {
    ...args,
    query: impersonal(args.query, context),
    projects: projectsAsked(args.projects, { loaders, organization }),
  };
  const filter = issueFilter(asked, (name) => isGiven(info, name), context.operation.now, terms);
  const environments = filter.environments !== null;
  // With environments even `lifetime` and the series count those alone, so that they are worth no counting here.
  const parts = new Set([...partsWanted(info)].filter((wanted) => !environments || !/^(totals$|series)/.test(wanted)));
  return connect(
    {
      loaders,
      paging: 'keys',
      parent,
      args,
      fetch: fetch(filter, parts),
      node: (from) => loaders.issues.of(organization, issueRow(from, { environments, parts })),
    },
    context,
    info,
  );
};

/** A lone word that may be a short id is looked up, and then searched for where it is none. */
const lookupFirst = ({ args }: Asked) => (isShortId(String(args.query ?? '').trim()) ? perhapsOneCall : noCall);

builder.objectField(Organization, 'issues', (t) =>
  t.field({
    type: IssueConnection,
    description:
      'Issues over all visible projects, or some; all filters are AND-ed, values of one filter OR-ed. One call a page.',
    args: organizationIssueArguments(t.arg),
    ...costing({ calls: lookupFirst }),
    resolve: (organization, args, context, info) => {
      const { loaders, key } = organization;
      return connectIssues(
        { loaders, organization: key.organization, parent: organization, args },
        (filter, parts) => (place, level) => loaders.issues.list(organization, filter, parts, place, level),
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
    args: projectIssueArguments(t.arg),
    ...costing({ calls: lookupFirst, instead: '`Organization.issues(projects:)`, one call for many projects,' }),
    resolve: (project, args, context, info) => {
      const { loaders, key } = project;
      return connectIssues(
        { loaders, organization: key.organization, parent: project, args },
        (filter, parts) => (place, level) => loaders.issues.listOfProject(project, filter, parts, place, level),
        context,
        info,
      );
    },
  }),
);
