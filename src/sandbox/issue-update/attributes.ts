import type { IssueRecord, OrganizationRecord } from '../data/model.ts';
import { hashText } from '../data/random.ts';
import { projectOfIssue } from '../lookup.ts';
import { assigneePayload } from '../payloads/issue.ts';
import type { Scope } from '../scope.ts';
import { addActivity, subscribe } from './activity.ts';
import type { Assignee } from './actor.ts';
import type { IssueUpdate } from './read.ts';

type Delta = Record<string, unknown>;

function assign(scope: Scope, organization: OrganizationRecord, issue: IssueRecord, assignee: Assignee): void {
  const before = issue.assignedTo;
  if (before?.type === assignee?.type && before?.id === assignee?.id) return;
  issue.assignedTo = assignee;
  if (assignee === null) {
    addActivity(scope, issue, 'unassigned');
    return;
  }
  const payload = assigneePayload(organization, assignee);
  const name = { assigneeName: payload?.name ?? null, assigneeEmail: payload?.email ?? null };
  addActivity(scope, issue, 'assigned', { assignee: assignee.id, assigneeType: assignee.type, ...name });
  if (assignee.id === scope.world.viewer.id) subscribe(issue, 'assigned');
}

/** A new id each time, so that links to the former one end. */
function publish(scope: Scope, issue: IssueRecord, isPublic: boolean): string | null {
  if (issue.shareId != null) addActivity(scope, issue, 'set_private');
  const part = (salt: string): string => hashText(salt).toString(16).padStart(8, '0');
  const serial = isPublic ? scope.newId() : '';
  issue.shareId = isPublic ? ['a', 'b', 'c', 'd'].map((salt) => part(`${salt}${issue.id}${serial}`)).join('') : null;
  if (isPublic) addActivity(scope, issue, 'set_public');
  return issue.shareId;
}

function setPriority(scope: Scope, issue: IssueRecord, priority: NonNullable<IssueUpdate['priority']>): void {
  if (issue.priority !== priority) addActivity(scope, issue, 'set_priority', { priority, reason: null });
  issue.priority = priority;
  issue.priorityLockedAt = scope.now;
}

function setBookmark(issue: IssueRecord, isBookmarked: boolean): void {
  issue.isBookmarked = isBookmarked;
  if (isBookmarked) subscribe(issue, 'bookmarked');
}

/** What is not a status: assignee, priority, and what belongs to the user who asks. Gives what the delta says of it. */
export function changeAttributes(
  scope: Scope,
  organization: OrganizationRecord,
  issues: readonly IssueRecord[],
  update: IssueUpdate,
): Delta {
  const delta: Delta = {};
  const { assignedTo, priority, hasSeen, isBookmarked, isSubscribed, isPublic, inbox } = update;
  for (const issue of issues) {
    if (priority !== undefined) setPriority(scope, issue, priority);
    if (assignedTo !== undefined) assign(scope, organization, issue, assignedTo);
    // Only a member of the project can have seen an issue of it.
    if (hasSeen !== undefined && projectOfIssue(organization, issue).isMember) issue.hasSeen = hasSeen;
    if (isBookmarked !== undefined) setBookmark(issue, isBookmarked);
    if (isSubscribed !== undefined) {
      issue.isSubscribed = isSubscribed;
      issue.subscriptionReason = 'unknown';
    }
    if (isPublic !== undefined) delta.shareId = publish(scope, issue, isPublic);
    if (inbox !== undefined) {
      if (!inbox && issue.inbox !== false) addActivity(scope, issue, 'mark_reviewed');
      issue.inbox = inbox;
    }
  }
  if (assignedTo !== undefined) delta.assignedTo = assigneePayload(organization, assignedTo);
  if (isSubscribed !== undefined) delta.subscriptionDetails = { reason: 'unknown' };
  const own = { priority, hasSeen, isBookmarked, isSubscribed, isPublic, inbox };
  return { ...Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)), ...delta };
}
