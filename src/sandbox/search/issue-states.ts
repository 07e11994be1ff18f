import type { IssueRecord } from '../data/model.ts';

/** What `status:` may be. */
export const statuses = ['unresolved', 'resolved', 'ignored', 'muted', 'archived', 'reprocessing'];
/** What `substatus:` may be. */
export const substatuses = [
  'new',
  'ongoing',
  'escalating',
  'regressed',
  'archived_until_escalating',
  'archived_until_condition_met',
  'archived_forever',
];
/** What `issue.category:` may be. */
export const categories = [
  'error',
  'performance',
  'profile',
  'cron',
  'replay',
  'feedback',
  'uptime',
  'outage',
  'metric',
  'db_query',
  'http_client',
  'frontend',
  'mobile',
];

/** Whether an issue waits for a look: Sentry's inbox. */
export function isForReview(issue: IssueRecord): boolean {
  const isExpected = ['new', 'regressed', 'escalating'].includes(issue.substatus ?? '');
  return issue.status === 'unresolved' && (issue.inbox ?? isExpected);
}

/** What `is:` may be, and what it means. */
export const flags = new Map<string, (issue: IssueRecord) => boolean>([
  ['unresolved', (issue) => issue.status === 'unresolved'],
  ['resolved', (issue) => issue.status === 'resolved'],
  ['ignored', (issue) => issue.status === 'ignored'],
  ['muted', (issue) => issue.status === 'ignored'],
  ['archived', (issue) => issue.status === 'ignored'],
  ['reprocessing', (issue) => issue.status === 'reprocessing'],
  ['assigned', (issue) => issue.assignedTo !== null],
  ['unassigned', (issue) => issue.assignedTo === null],
  ['for_review', isForReview],
  ['linked', (issue) => issue.annotations.length > 0],
  ['unlinked', (issue) => issue.annotations.length === 0],
  ...substatuses.map((name): [string, (issue: IssueRecord) => boolean] => [name, (issue) => issue.substatus === name]),
]);
