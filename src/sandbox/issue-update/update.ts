import type { IssueRecord, OrganizationRecord } from '../data/model.ts';
import { projectOfIssue } from '../lookup.ts';
import { empty, json, Refusal, type Reply, refuse } from '../reply.ts';
import type { Scope } from '../scope.ts';
import { isGranted } from '../switches.ts';
import { changeAttributes } from './attributes.ts';
import { deleteIssues } from './delete.ts';
import { checkMerge, mergeIssues } from './merge.ts';
import { type IssueUpdate, readIssueUpdate } from './read.ts';
import { resolveIssues } from './resolve.ts';
import { changeStatus } from './status.ts';

function discard(scope: Scope, issues: readonly IssueRecord[]): Reply {
  if (!isGranted(scope.switches, ['event:admin'])) {
    throw new Refusal(json({ discard: ['You do not have permission to discard events'] }, 400));
  }
  if (!scope.switches.discardFeature) throw refuse(400, ['You do not have that feature enabled']);
  if (issues.some(({ issueCategory }) => issueCategory !== 'error')) {
    throw new Refusal(json(['Only error issues can be discarded.'], 400));
  }
  deleteIssues(issues);
  return empty(204);
}

function applyStatus(
  scope: Scope,
  organization: OrganizationRecord,
  issues: readonly IssueRecord[],
  update: IssueUpdate,
): Record<string, unknown> {
  if (update.status === undefined) return {};
  const isResolved = update.status === 'resolved' || update.status === 'resolvedInNextRelease';
  return isResolved ? resolveIssues(scope, organization, issues, update) : changeStatus(scope, issues, update);
}

/** Carries out a body on issues of one organization, at least one. Answers with what changed, not with the issues. */
export function updateIssues(scope: Scope, organization: OrganizationRecord, issues: readonly IssueRecord[]): Reply {
  const projects = new Set(issues.map((issue) => projectOfIssue(organization, issue)));
  const update = readIssueUpdate(scope, organization, [...projects]);
  if (update === undefined) return empty(204);
  if (update.discard === true) return discard(scope, issues);
  // What is refused must not have been done in part.
  const isMerge = update.merge === true && issues.length > 1;
  if (isMerge) checkMerge(issues);
  const delta = {
    ...(update.substatus === undefined ? {} : { substatus: update.substatus }),
    ...applyStatus(scope, organization, issues, update),
    ...changeAttributes(scope, organization, issues, update),
    ...(update.merge === undefined ? {} : { merge: update.merge }),
    ...(isMerge ? { merge: mergeIssues(scope, issues) } : {}),
  };
  return json(delta);
}
