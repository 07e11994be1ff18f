import type { IssueChange, StatusDetailsChange } from '../gateway/issue-writes.ts';
import { isRow, member, optional, type Row, text } from '../gateway/read.ts';
import type { Issue } from '../loaders/issues.ts';
import { toIssueStatus } from './issue-words.ts';

/** Whether an issue's `statusDetails` show what was asked of them; what Sentry makes of a condition is told by its presence. */
const showsDetails = (shown: Row, asked: StatusDetailsChange): boolean => {
  const release = optional(shown, 'inRelease', text);
  const has = (name: string) => (member(shown, name) ?? null) !== null;
  // Sentry may name the release that "next" turned out to be.
  if (asked.inNextRelease && member(shown, 'inNextRelease') !== true && release === null) return false;
  if (
    asked.inRelease !== undefined &&
    (asked.inRelease === 'latest' ? release === null : release !== asked.inRelease)
  ) {
    return false;
  }
  if (asked.inCommit && !has('inCommit')) return false;
  if (asked.ignoreDuration !== undefined && !has('ignoreUntil')) return false;
  return (['ignoreCount', 'ignoreWindow', 'ignoreUserCount', 'ignoreUserWindow'] as const).every(
    (name) => asked[name] === undefined || member(shown, name) === asked[name],
  );
};

type Actor = { readonly type: string; readonly id: string };

const actorOf = (stub: Row | null | undefined): Actor | null =>
  stub ? { type: optional(stub, 'type', text) ?? 'user', id: optional(stub, 'id', text) ?? '' } : null;

/**
 * Whom a change assigns: as the bulk answer names them, for Sentry alone knows user names; else as far as the change itself
 * tells. Undefined where it does not.
 */
export const assignedBy = (change: IssueChange, answers: readonly (Row | null)[]): Actor | null | undefined => {
  if (change.assignedTo === undefined || change.assignedTo === '') return null;
  for (const answer of answers) {
    const told = answer && member(answer, 'assignedTo');
    if (isRow(told)) return actorOf(told);
  }
  const [, type = 'user', id] = /^(?:(user|team):)?([0-9]+)$/.exec(change.assignedTo) ?? [];
  return id === undefined ? undefined : { type, id };
};

/** Whether an issue, read anew, shows a change; `assigned` is whom the change assigns. */
export const shows = (issue: Issue, change: IssueChange, assigned: Actor | null | undefined): boolean => {
  const { status, statusDetails, substatus, assignedTo, priority } = change;
  if (status !== undefined && toIssueStatus(issue.known('status') ?? '') !== status.toUpperCase()) return false;
  if (statusDetails && !showsDetails(issue.known('statusDetails') ?? {}, statusDetails)) return false;
  if (substatus !== undefined && issue.known('substatus') !== substatus) return false;
  if (priority !== undefined && issue.known('priority') !== priority) return false;
  if (assignedTo !== undefined) {
    const now = actorOf(issue.known('assignedTo'));
    if (assigned === undefined || now?.type !== assigned?.type || now?.id !== assigned?.id) return false;
  }
  return (['hasSeen', 'isBookmarked', 'isSubscribed'] as const).every(
    (name) => change[name] === undefined || issue.known(name) === change[name],
  );
};
