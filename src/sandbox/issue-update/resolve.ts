import type { IssueRecord, OrganizationRecord } from '../data/model.ts';
import { commitPayload } from '../payloads/commit.ts';
import { userPayload } from '../payloads/user.ts';
import { badRequest } from '../reply.ts';
import type { Scope } from '../scope.ts';
import { addActivity, subscribe } from './activity.ts';
import type { IssueUpdate } from './read.ts';

type Resolution = { details: Record<string, unknown>; type: string; data: Record<string, unknown> };

function resolutionOf(scope: Scope, organization: OrganizationRecord, update: IssueUpdate): Resolution {
  const { inNextRelease, inUpcomingRelease, inRelease, inCommit } = update.details;
  const actor = userPayload(scope.world.viewer);
  if (update.status === 'resolvedInNextRelease' || inNextRelease === true) {
    return { details: { inNextRelease: true, actor }, type: 'set_resolved_in_release', data: { version: '' } };
  }
  if (inUpcomingRelease === true) {
    return { details: { inUpcomingRelease: true, actor }, type: 'set_resolved_in_release', data: { version: '' } };
  }
  if (inRelease !== undefined) {
    const { version } = inRelease;
    return { details: { inRelease: version, actor }, type: 'set_resolved_in_release', data: { version } };
  }
  if (inCommit !== undefined) {
    const commit = commitPayload(organization, inCommit.release, inCommit.commit);
    return { details: { inCommit: commit, actor }, type: 'set_resolved_in_commit', data: { commit } };
  }
  return { details: {}, type: 'set_resolved', data: {} };
}

/** Resolves issues, now or by a release or commit of their one project. Gives what the delta says of it. */
export function resolveIssues(
  scope: Scope,
  organization: OrganizationRecord,
  issues: readonly IssueRecord[],
  update: IssueUpdate,
): Record<string, unknown> {
  const { details, type, data } = resolutionOf(scope, organization, update);
  const projects = new Set(issues.map(({ projectId }) => projectId));
  if (type !== 'set_resolved' && projects.size > 1) throw badRequest('Cannot set resolved for multiple projects.');
  const { viewer } = scope.world;
  for (const issue of issues) {
    issue.status = 'resolved';
    issue.substatus = null;
    issue.statusDetails = details;
    issue.inbox = false;
    subscribe(issue, 'changed_status');
    if (scope.switches.assignOnResolve) issue.assignedTo ??= { type: 'user', id: viewer.id };
    addActivity(scope, issue, type, data);
  }
  return { status: 'resolved', statusDetails: details, inbox: null };
}
