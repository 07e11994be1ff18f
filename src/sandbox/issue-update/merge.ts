import type { EventHead, IssueRecord } from '../data/model.ts';
import { badRequest, json, Refusal } from '../reply.ts';
import type { Scope } from '../scope.ts';
import { addActivity } from './activity.ts';

function take(parent: IssueRecord, child: IssueRecord): void {
  const moved = child.events.map((event): EventHead => ({ ...event, issueId: parent.id }));
  if (child.firstSeen < parent.firstSeen) parent.firstRelease = child.firstRelease;
  if (child.lastSeen > parent.lastSeen) parent.lastRelease = child.lastRelease;
  parent.events = [...parent.events, ...moved].sort((a, b) => b.date - a.date);
  parent.hashes = [...parent.hashes, ...child.hashes];
  parent.timesSeen += child.timesSeen;
  parent.usersSeen += child.usersSeen;
  parent.firstSeen = Math.min(parent.firstSeen, child.firstSeen);
  parent.lastSeen = Math.max(parent.lastSeen, child.lastSeen);
  parent.numComments += child.numComments;
  child.events = [];
  child.mergedInto = parent.id;
}

/** Refuses what cannot be merged. */
export function checkMerge(issues: readonly IssueRecord[]): void {
  if (new Set(issues.map(({ projectId }) => projectId)).size > 1) {
    throw badRequest('Merging across multiple projects is not supported');
  }
  if (issues.some(({ issueCategory }) => issueCategory !== 'error')) {
    throw new Refusal(json(['Only error issues can be merged.'], 400));
  }
}

/** Merges issues into the one seen most often. Gives `merge` of the delta. */
export function mergeIssues(scope: Scope, issues: readonly IssueRecord[]): { parent: string; children: string[] } {
  const [parent, ...children] = [...issues].sort((a, b) => b.timesSeen - a.timesSeen || Number(b.id) - Number(a.id));
  if (parent === undefined) throw badRequest('No groups found');
  for (const child of children) {
    if (scope.switches.mergesPending) child.status = 'pending_merge';
    else take(parent, child);
  }
  const ids = children.map(({ id }) => id);
  addActivity(scope, parent, 'merge', { issues: ids.map((id) => ({ id })) });
  return { parent: parent.id, children: ids };
}
