import type { IssueRecord } from '../data/model.ts';

/** Reads by id deny such issues at once; `group=` goes on showing them. */
export function deleteIssues(issues: readonly IssueRecord[]): void {
  for (const issue of issues) {
    issue.status = 'pending_deletion';
    issue.substatus = null;
    issue.statusDetails = {};
  }
}
