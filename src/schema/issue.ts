import { isNumeric } from '../gateway/http/identifiers.ts';
import { issuePayload } from '../gateway/issue-payload.ts';
import type { Issue as IssueResource } from '../loaders/issues.ts';
import { Actor, actorOf } from './actor.ts';
import { pages } from './address.ts';
import { builder } from './builder.ts';
import { EventType, toEventType } from './event-type.ts';
import { Level, toLevel } from './level.ts';
import { andThen, free, keyed, member, needed } from './member.ts';
import { Metadata } from './metadata.ts';
import { Node, nodeKind } from './node.ts';
import { nodeIdOf } from './node-id.ts';
import { Organization } from './organization.ts';
import { Project } from './project.ts';

export const Issue = builder.objectRef<IssueResource>('Issue');

nodeKind('i', {
  type: 'Issue',
  parts: ['organization', 'number'],
  find: ({ issues }, [organization = '', issue = '']) => issues.at(organization, issue),
});

Issue.implement({
  description:
    'A Sentry issue. Fields of a list row need no call in lists; those that name issue detail share one call per issue, 5/s.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description:
        'Opaque id; a merged issue keeps the id that was asked. One call where the issue was looked up by short id.',
      ...keyed('id'),
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
      description: 'Its page in Sentry (`permalink`). One call where the issue was looked up by short id.',
      ...keyed('permalink'),
      resolve: (issue, _args, _context, { path }) => {
        const { organization, issue: name } = issue.key;
        const known = isNumeric(name) ? issue.known('permalink') : issue.get('permalink', path);
        return andThen(known, (address) => address ?? pages.issue(organization, issue.known('id') ?? name));
      },
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
      extensions: { part: 'summary', reads: 'project', gives: { members: ['id', 'slug', 'name', 'platform'] } },
      resolve: (issue, _args, _context, { path }) =>
        andThen(issue.need('project', path), (stub) =>
          issue.loaders.projects.of(issue.key.organization, stub, { stub: true }),
        ),
    }),
    assignee: t.field({
      type: Actor,
      description: 'User or team it is assigned to.',
      extensions: { part: 'summary', reads: 'assignedTo', gives: { members: ['id', 'slug', 'name'] } },
      resolve: (issue, _args, _context, { path }) =>
        andThen(issue.get('assignedTo', path), (stub) => stub && actorOf(issue.loaders, issue.key.organization, stub)),
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
  }),
});
