import { issuePayload } from '../gateway/issue-payload.ts';
import { optional, type Row, row, text, time } from '../gateway/read.ts';
import type { Issue as IssueResource } from '../loaders/issues.ts';
import { Actor, actorOf } from './actor.ts';
import { builder } from './builder.ts';
import { costing } from './field-cost.ts';
import { Issue } from './issue.ts';
import { andThen, member } from './member.ts';
import { User } from './user.ts';

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
      ...costing({ gives: { members: ['id', 'name'] } }),
      resolve: ({ issue, entry }) => {
        const user = optional(entry, 'user', row);
        return user && issue.loaders.users.of(issue.key.organization, user, { stub: true });
      },
    }),
    data: t.field({ type: 'JSON', description: 'Details, by type.', resolve: ({ entry }) => entry.data ?? null }),
  }),
});

builder.objectFields(Issue, (t) => ({
  userReportCount: t.int({
    description: 'Number of user reports. One call (issue detail, 5/s).',
    ...member(issuePayload, 'userReportCount'),
  }),
  activity: t.field({
    type: [Activity],
    description: 'Newest 100 entries of its history. One call (issue detail, 5/s).',
    extensions: { part: 'detail', reads: 'activity', size: 100 },
    resolve: (issue, _args, _context, { path }) =>
      andThen(issue.get('activity', path), (entries) => entries?.map((entry) => ({ issue, entry }))),
  }),
  seenBy: t.field({
    type: [User],
    description: 'Users who have seen it. One call (issue detail, 5/s).',
    extensions: { part: 'detail', reads: 'seenBy', gives: { members: ['id', 'name'] } },
    resolve: (issue, _args, _context, { path }) =>
      andThen(issue.get('seenBy', path), (users) =>
        users?.map((user) => issue.loaders.users.of(issue.key.organization, user, { stub: true })),
      ),
  }),
  participants: t.field({
    type: [Actor],
    description: 'Users and teams who took part. One call (issue detail, 5/s).',
    extensions: { part: 'detail', reads: 'participants', gives: { members: ['id', 'name'] } },
    resolve: (issue, _args, _context, { path }) =>
      andThen(issue.get('participants', path), (actors) =>
        actors
          ?.map((actor) => actorOf(issue.loaders, issue.key.organization, { type: 'user', ...actor }))
          .filter((actor) => actor !== null),
      ),
  }),
}));
