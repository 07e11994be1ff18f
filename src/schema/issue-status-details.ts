import { flag, integer, member, optional, type Row, row, text, time } from '../gateway/read.ts';
import type { Issue } from '../loaders/issues.ts';
import { builder } from './builder.ts';
import { costing } from './field-cost.ts';
import { Release } from './release.ts';
import { User } from './user.ts';

type Details = { readonly issue: Issue; readonly details: Row };

export const IssueStatusDetails = builder.objectRef<Details>('IssueStatusDetails').implement({
  description: 'How an issue was resolved or archived; all null where neither.',
  fields: (t) => ({
    autoResolved: t.boolean({
      description: 'Resolved by age.',
      resolve: ({ details }) => optional(details, 'autoResolved', flag),
    }),
    inNextRelease: t.boolean({
      description: 'Resolved in the next release.',
      resolve: ({ details }) => optional(details, 'inNextRelease', flag),
    }),
    inRelease: t.field({
      type: Release,
      description: 'Release it was resolved in.',
      ...costing({ gives: { members: ['version'] } }),
      resolve: ({ issue, details }) => {
        const version = optional(details, 'inRelease', text);
        return version === null ? null : issue.loaders.releases.at(issue.key.organization, version);
      },
    }),
    actor: t.field({
      type: User,
      description: 'Who did it.',
      ...costing({ gives: { members: ['id'] } }),
      resolve: ({ issue, details }) => {
        const user = optional(details, 'actor', row);
        const known = user && member(user, 'id') !== undefined;
        return known ? issue.loaders.users.of(issue.key.organization, user, { stub: true }) : null;
      },
    }),
    ignoreCount: t.int({
      description: 'Archived for this many events.',
      resolve: ({ details }) => optional(details, 'ignoreCount', integer),
    }),
    ignoreWindow: t.int({
      description: 'Minutes in which these events must occur.',
      resolve: ({ details }) => optional(details, 'ignoreWindow', integer),
    }),
    ignoreUserCount: t.int({
      description: 'Archived for this many users.',
      resolve: ({ details }) => optional(details, 'ignoreUserCount', integer),
    }),
    ignoreUserWindow: t.int({
      description: 'Minutes in which these users must be affected.',
      resolve: ({ details }) => optional(details, 'ignoreUserWindow', integer),
    }),
    ignoreUntil: t.field({
      type: 'DateTime',
      description: 'Archived until.',
      resolve: ({ details }) => optional(details, 'ignoreUntil', time),
    }),
    raw: t.field({
      type: 'JSON',
      nullable: false,
      description: 'Everything, as Sentry gave it.',
      resolve: ({ details }) => details,
    }),
  }),
});
