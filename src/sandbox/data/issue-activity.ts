import type { IssueRecord, UserRecord } from './model.ts';
import type { Random } from './random.ts';

const notes = [
  'Seen again after the last deploy.',
  'I can reproduce this with an empty basket.',
  'The provider says it is fixed on their side, watching.',
  'Same cause as the one from last week, I think.',
  'Needs a migration, see the linked ticket.',
];

type Facts = Pick<
  IssueRecord,
  | 'id'
  | 'status'
  | 'substatus'
  | 'statusDetails'
  | 'assignedTo'
  | 'numComments'
  | 'firstSeen'
  | 'lastSeen'
  | 'firstRelease'
  | 'priority'
>;
type Entry = IssueRecord['activity'][number];

/** The history of an issue, newest first; it ends with the first event. */
export function createActivity(issue: Facts, users: UserRecord[], random: Random): Entry[] {
  const entries: Omit<Entry, 'id' | 'dateCreated'>[] = [];
  const add = (type: string, data: Record<string, unknown> = {}, byUser = true): void => {
    entries.push({ type, data, user: byUser ? random.pick(users) : null });
  };
  if (issue.status === 'resolved') {
    const { inRelease, inNextRelease, inCommit, autoResolved } = issue.statusDetails;
    if (inRelease !== undefined) add('set_resolved_in_release', { version: inRelease });
    else if (inNextRelease !== undefined) add('set_resolved_in_release', { version: '' });
    else if (inCommit !== undefined) add('set_resolved_in_commit', { commit: inCommit });
    else if (autoResolved !== undefined) add('set_resolved_by_age', { age: 336 }, false);
    else add('set_resolved');
  }
  if (issue.status === 'ignored') add('set_ignored', { ignoreCount: issue.statusDetails['ignoreCount'] ?? null });
  if (issue.substatus === 'regressed') {
    add('set_regression', { version: issue.firstRelease ?? '' }, false);
    add('set_resolved');
  }
  if (issue.substatus === 'escalating') add('set_escalating', { event_id: random.hex(32), forecast: 42 }, false);
  for (let index = 0; index < issue.numComments; index++) add('note', { text: random.pick(notes) });
  if (issue.assignedTo !== null)
    add('assigned', { assignee: issue.assignedTo.id, assigneeType: issue.assignedTo.type });
  if (random.chance(0.3))
    add('set_priority', { priority: issue.priority ?? 'medium', reason: 'issue_platform' }, false);
  if (random.chance(0.25)) add('mark_reviewed');
  add('first_seen', { priority: issue.priority ?? 'medium' }, false);
  const span = issue.lastSeen - issue.firstSeen;
  return entries.map((entry, index) => ({
    ...entry,
    id: `${issue.id}${String(entries.length - 1 - index).padStart(2, '0')}`,
    dateCreated:
      index === entries.length - 1 ? issue.firstSeen : Math.round(issue.lastSeen - (span * index) / entries.length),
  }));
}
