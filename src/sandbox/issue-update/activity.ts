import type { IssueRecord, UserRecord } from '../data/model.ts';
import type { Scope } from '../scope.ts';

/** Writes an entry into an issue's history, by the user who asks unless somebody else is named. */
export function addActivity(
  scope: Scope,
  issue: IssueRecord,
  type: string,
  data: Record<string, unknown> = {},
  user: UserRecord = scope.world.viewer,
): void {
  issue.activity = [{ id: scope.newId(), type, dateCreated: scope.now, user, data }, ...issue.activity];
}

/** Subscribes the user who asks, unless they are already. */
export function subscribe(issue: IssueRecord, reason: string): void {
  if (issue.isSubscribed) return;
  issue.isSubscribed = true;
  issue.subscriptionReason = reason;
}
