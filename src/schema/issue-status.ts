import { issuePayload } from '../gateway/issue-payload.ts';
import { builder } from './builder.ts';
import { Issue } from './issue.ts';
import { IssueStatusDetails } from './issue-status-details.ts';
import {
  IssuePriority,
  IssueStatus,
  IssueSubstatus,
  toIssuePriority,
  toIssueStatus,
  toIssueSubstatus,
} from './issue-words.ts';
import { andThen, member, needed } from './member.ts';

builder.objectFields(Issue, (t) => ({
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
    extensions: { part: 'summary', reads: 'statusDetails' },
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
}));
