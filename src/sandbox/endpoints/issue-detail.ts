import { issueOf } from '../lookup.ts';
import { issueDetail } from '../payloads/issue-detail.ts';
import { empty, json, type Reply } from '../reply.ts';
import type { Scope } from '../scope.ts';

/** `GET /organizations/{org}/issues/{id}/`, and without the organization. */
export function getIssue(scope: Scope, hasOrganization: boolean): Reply {
  const { organization, issue } = issueOf(scope, hasOrganization);
  const options = {
    collapse: scope.query.getAll('collapse'),
    expand: scope.query.getAll('expand'),
    now: scope.now,
  };
  // Plans without attachments have nothing to answer here.
  if (options.expand.includes('latestEventHasAttachments')) return empty(404);
  return json(issueDetail(organization, issue, scope.world.viewer, options));
}
