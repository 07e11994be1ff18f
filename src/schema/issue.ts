import { identifiers, isNumeric } from '../gateway/http/identifiers.ts';
import { issuePayload } from '../gateway/issues.ts';
import { integer, isRow, optional, type Row, row, text, time } from '../gateway/read.ts';
import type { Issue as IssueResource } from '../loaders/issues.ts';
import { levelOf } from '../loaders/resource.ts';
import { Actor, actorOf } from './actor.ts';
import { pages } from './address.ts';
import { builder } from './builder.ts';
import { EventType, toEventType } from './event-type.ts';
import { IssueStatusDetails } from './issue-status-details.ts';
import {
  IssuePriority,
  IssueStatsPeriod,
  IssueStatus,
  IssueSubstatus,
  toIssuePriority,
  toIssueStatus,
  toIssueSubstatus,
} from './issue-words.ts';
import { Level, toLevel } from './level.ts';
import { lookup } from './lookup.ts';
import { andThen, free, member, needed, part } from './member.ts';
import { Metadata } from './metadata.ts';
import { Node, nodeKind } from './node.ts';
import { nodeIdOf } from './node-id.ts';
import { Organization } from './organization.ts';
import { Project } from './project.ts';
import { rootFields } from './root.ts';
import { StatsPoint } from './stats.ts';
import { User } from './user.ts';

export const Issue = builder.objectRef<IssueResource>('Issue');

nodeKind('i', {
  type: 'Issue',
  parts: ['organization', 'number'],
  find: ({ issues }, [organization = '', issue = '']) => issues.at(organization, issue),
});

const Annotation = builder.objectRef<Row>('Annotation').implement({
  description: 'A link that an integration put on an issue.',
  fields: (t) => ({
    displayName: t.string({
      nullable: false,
      description: 'Text.',
      resolve: (annotation) => optional(annotation, 'displayName', text) ?? '',
    }),
    url: t.string({ description: 'Target, null in old builds.', ...part('url', text) }),
  }),
});

/** Old builds of Sentry give annotations as plain texts. */
const annotationsOf = (values: readonly unknown[]): Row[] =>
  values.map((value) => (isRow(value) ? value : { displayName: String(value) }));

type ActivityEntry = { readonly issue: IssueResource; readonly entry: Row };

const Activity = builder.objectRef<ActivityEntry>('Activity').implement({
  description: "An entry of an issue's history.",
  fields: (t) => ({
    databaseId: t.id({
      nullable: false,
      description: "Sentry's id of the entry.",
      resolve: ({ entry }) => optional(entry, 'id', text) ?? '',
    }),
    type: t.string({
      nullable: false,
      description: "What happened, in Sentry's word such as `set_resolved`.",
      resolve: ({ entry }) => optional(entry, 'type', text) ?? '',
    }),
    dateCreated: t.field({
      type: 'DateTime',
      description: 'When.',
      resolve: ({ entry }) => optional(entry, 'dateCreated', time),
    }),
    user: t.field({
      type: User,
      description: 'Who, null if Sentry itself.',
      resolve: ({ issue, entry }) => {
        const user = optional(entry, 'user', row);
        return user && issue.loaders.users.of(issue.key.organization, user, { stub: true });
      },
    }),
    data: t.field({ type: 'JSON', description: 'Details, by type.', resolve: ({ entry }) => entry.data ?? null }),
  }),
});

/** The totals of an issue: all its events, whatever a list was filtered by. */
const total = <T>(name: string, read: (value: unknown) => T) =>
  member(issuePayload, 'lifetime', (lifetime) => optional(lifetime, name, read));

const seriesPart = (period: unknown): 'series24h' | 'series14d' | 'series30d' => {
  if (period === 'LAST_14_DAYS') return 'series14d';
  return period === 'LAST_30_DAYS' ? 'series30d' : 'series24h';
};

Issue.implement({
  description:
    'A Sentry issue. Fields of a list row need no call in lists; marked fields come from issue detail: one call per issue, 5/s.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description:
        'Opaque id; a merged issue keeps the id that was asked. One call where the issue was looked up by short id.',
      ...free,
      resolve: (issue, _args, _context, { path }) =>
        andThen(isNumeric(issue.key.issue) ? issue.key.issue : issue.need('id', path), (number) =>
          nodeIdOf(issue.loaders, 'i', issue.key.organization, number),
        ),
    }),
    databaseId: t.id({
      description: "Sentry's numeric id; of the surviving issue after a merge.",
      ...needed(issuePayload, 'id'),
    }),
    shortId: t.string({ description: 'Short id, such as CHECKOUT-3F.', ...needed(issuePayload, 'shortId') }),
    title: t.string({ description: 'Title.', ...needed(issuePayload, 'title') }),
    url: t.field({
      type: 'URL',
      nullable: false,
      description: 'Its page in Sentry (`permalink`).',
      ...free,
      resolve: (issue) =>
        issue.known('permalink') ?? pages.issue(issue.key.organization, issue.known('id') ?? issue.key.issue),
    }),
    culprit: t.string({
      description: 'Where it happened: transaction, view or function.',
      ...member(issuePayload, 'culprit'),
    }),
    metadata: t.field({
      type: Metadata,
      description: 'Parts of the title: error type and value, file, function.',
      ...needed(issuePayload, 'metadata'),
    }),
    level: t.field({ type: Level, description: 'Severity.', ...needed(issuePayload, 'level', toLevel) }),
    levelRaw: t.string({ description: "Severity in Sentry's own word.", ...needed(issuePayload, 'level') }),
    status: t.field({ type: IssueStatus, description: 'Status.', ...needed(issuePayload, 'status', toIssueStatus) }),
    statusRaw: t.string({ description: "Status in Sentry's own word.", ...needed(issuePayload, 'status') }),
    substatus: t.field({
      type: IssueSubstatus,
      description: 'Finer status.',
      ...member(issuePayload, 'substatus', toIssueSubstatus),
    }),
    substatusRaw: t.string({
      description: "Finer status in Sentry's own word.",
      ...member(issuePayload, 'substatus'),
    }),
    statusDetails: t.field({
      type: IssueStatusDetails,
      nullable: false,
      description: 'How it was resolved or archived.',
      extensions: { part: 'summary' },
      resolve: (issue, _args, _context, { path }) =>
        andThen(issue.need('statusDetails', path), (details) => ({ issue, details })),
    }),
    priority: t.field({
      type: IssuePriority,
      description: 'Priority.',
      ...member(issuePayload, 'priority', toIssuePriority),
    }),
    priorityRaw: t.string({ description: "Priority in Sentry's own word.", ...member(issuePayload, 'priority') }),
    priorityLockedAt: t.field({
      type: 'DateTime',
      description: 'When the priority was last set by hand.',
      ...member(issuePayload, 'priorityLockedAt'),
    }),
    type: t.field({
      type: EventType,
      description: 'Kind of its events.',
      ...needed(issuePayload, 'type', toEventType),
    }),
    typeRaw: t.string({ description: "Kind of its events in Sentry's own word.", ...needed(issuePayload, 'type') }),
    issueType: t.string({
      description: "Sentry's issue type, such as `error` or `performance_n_plus_one_db_queries`.",
      ...member(issuePayload, 'issueType'),
    }),
    issueCategory: t.string({
      description: "Sentry's issue category, such as `error` or `outage`.",
      ...member(issuePayload, 'issueCategory'),
    }),
    platform: t.string({ description: 'Platform, such as `python`.', ...member(issuePayload, 'platform') }),
    logger: t.string({ description: 'Logger that reported it.', ...member(issuePayload, 'logger') }),
    organization: t.field({
      type: Organization,
      nullable: false,
      description: 'Organization.',
      ...free,
      resolve: ({ loaders, key }) => loaders.organizations.at(key.organization),
    }),
    project: t.field({
      type: Project,
      nullable: false,
      description: 'Project.',
      extensions: { part: 'summary' },
      resolve: (issue, _args, _context, { path }) =>
        andThen(issue.need('project', path), (stub) =>
          issue.loaders.projects.of(issue.key.organization, stub, { stub: true }),
        ),
    }),
    assignee: t.field({
      type: Actor,
      description: 'User or team it is assigned to.',
      extensions: { part: 'summary' },
      resolve: (issue, _args, _context, { path }) =>
        andThen(issue.get('assignedTo', path), (stub) => stub && actorOf(issue.loaders, issue.key.organization, stub)),
    }),
    count: t.field({
      type: 'Count',
      description:
        'Number of events in all, whatever the list was filtered by; see `IssueEdge.window` for the window. In a list with `environment` one batched call.',
      ...total('count', integer),
    }),
    userCount: t.field({
      type: 'Count',
      description: 'Number of users in all. In a list with `environment` one batched call.',
      ...total('userCount', integer),
    }),
    firstSeen: t.field({
      type: 'DateTime',
      description: 'First event in all. In a list with `environment` one batched call.',
      ...total('firstSeen', time),
    }),
    lastSeen: t.field({
      type: 'DateTime',
      description: 'Last event in all. In a list with `environment` one batched call.',
      ...total('lastSeen', time),
    }),
    stats: t.field({
      type: [StatsPoint],
      description:
        'Events over time. Free of a call in issue lists for one of 24 hours and 14 days, elsewhere one batched call; 30 days one call (issue detail, 5/s).',
      args: {
        period: t.arg({ type: IssueStatsPeriod, defaultValue: 'LAST_24_HOURS', description: 'Window of the series.' }),
      },
      extensions: { part: ({ period }: Readonly<Record<string, unknown>>) => seriesPart(period) },
      resolve: (issue, { period }, _context, { path }) => issue.get(seriesPart(period), path),
    }),
    isUnhandled: t.boolean({
      description: 'Whether an unhandled error is among its events. One batched call where no list brought it.',
      ...member(issuePayload, 'isUnhandled'),
    }),
    isPublic: t.boolean({ description: 'Whether it has a public link.', ...member(issuePayload, 'isPublic') }),
    isBookmarked: t.boolean({
      description: "Whether the linked account's user bookmarked it.",
      ...member(issuePayload, 'isBookmarked'),
    }),
    isSubscribed: t.boolean({
      description: "Whether the linked account's user follows it.",
      ...member(issuePayload, 'isSubscribed'),
    }),
    hasSeen: t.boolean({
      description: "Whether the linked account's user has seen it.",
      ...member(issuePayload, 'hasSeen'),
    }),
    numComments: t.int({ description: 'Number of comments.', ...member(issuePayload, 'numComments') }),
    annotations: t.field({
      type: [Annotation],
      description: 'Links to other systems.',
      ...member(issuePayload, 'annotations', annotationsOf),
    }),
    userReportCount: t.int({
      description: 'Number of user reports. One call (issue detail, 5/s).',
      ...member(issuePayload, 'userReportCount'),
    }),
    activity: t.field({
      type: [Activity],
      description: 'Newest 100 entries of its history. One call (issue detail, 5/s).',
      extensions: { part: 'detail' },
      resolve: (issue, _args, _context, { path }) =>
        andThen(issue.get('activity', path), (entries) => entries?.map((entry) => ({ issue, entry }))),
    }),
    seenBy: t.field({
      type: [User],
      description: 'Users who have seen it. One call (issue detail, 5/s).',
      extensions: { part: 'detail' },
      resolve: (issue, _args, _context, { path }) =>
        andThen(issue.get('seenBy', path), (users) =>
          users?.map((user) => issue.loaders.users.of(issue.key.organization, user, { stub: true })),
        ),
    }),
    participants: t.field({
      type: [Actor],
      description: 'Users and teams who took part. One call (issue detail, 5/s).',
      extensions: { part: 'detail' },
      resolve: (issue, _args, _context, { path }) =>
        andThen(issue.get('participants', path), (actors) =>
          actors
            ?.map((actor) => actorOf(issue.loaders, issue.key.organization, { type: 'user', ...actor }))
            .filter((actor) => actor !== null),
        ),
    }),
  }),
});

const issueDescription =
  'An issue by numeric or short id. One call (issue detail, 5/s; lookups by numeric id share a batch where summary fields suffice).';

rootFields((t, loadersOf) => ({
  issue: t.field({
    type: Issue,
    description: issueDescription,
    args: {
      organization: t.arg.string({
        description: 'Slug of the organization; may be left out only for a numeric id, for which it then costs a call.',
      }),
      id: t.arg.id({ required: true, description: 'Numeric id, or short id such as CHECKOUT-3F.' }),
    },
    resolve: async (root, { organization, id }, context, info) => {
      const { issues } = loadersOf(root, context);
      if (organization) {
        return lookup(issues.at(identifiers.organization(organization), identifiers.issue(id)), 'Issue', context, info);
      }
      return issues.bare(identifiers.number(id), levelOf(info.path));
    },
  }),
}));

builder.objectField(Organization, 'issue', (t) =>
  t.field({
    type: Issue,
    description: issueDescription,
    args: { id: t.arg.id({ required: true, description: 'Numeric id or short id.' }) },
    resolve: (organization, { id }, context, info) =>
      lookup(
        organization.loaders.issues.at(organization.key.organization, identifiers.issue(id), organization),
        'Issue',
        context,
        info,
      ),
  }),
);
