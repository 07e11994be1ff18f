import { deleteIssues } from '../issue-update/delete.ts';
import { updateIssues } from '../issue-update/update.ts';
import { issueOf } from '../lookup.ts';
import { projectIssueRow } from '../payloads/issue-row.ts';
import { empty, json, type Reply } from '../reply.ts';
import type { Scope } from '../scope.ts';

/** `PUT .../issues/{id}/`: answers with the row in totals, without what only the detail has. */
export function updateIssue(scope: Scope, hasOrganization: boolean): Reply {
  const { organization, issue } = issueOf(scope, hasOrganization);
  const delta = updateIssues(scope, organization, [issue]);
  return delta.status === 200 ? json(projectIssueRow(organization, issue, null, scope.now)) : delta;
}

/** `DELETE .../issues/{id}/`. */
export function deleteIssue(scope: Scope, hasOrganization: boolean): Reply {
  deleteIssues([issueOf(scope, hasOrganization).issue]);
  return empty(202);
}
