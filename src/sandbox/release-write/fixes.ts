import type { OrganizationRecord, ReleaseRecord } from '../data/model.ts';
import { addActivity } from '../issue-update/activity.ts';
import { findByShortId } from '../lookup.ts';
import { userByEmail } from '../payloads/author.ts';
import { commitPayload } from '../payloads/commit.ts';
import { userPayload } from '../payloads/user.ts';
import type { Scope } from '../scope.ts';

const fixWord = /\b(?:fix(?:es|ed)?|close[sd]?|resolve[sd]?):?\s+([\w\s,-]+)/gi;
const shortIdForm = /\b[a-z0-9_-]+-[a-z0-9]+\b/gi;

/** The short ids that a message says it fixes. */
export function fixedBy(message: string): string[] {
  return [...message.matchAll(fixWord)].flatMap(([, names = '']) => names.match(shortIdForm) ?? []);
}

/** Resolves in a release what the messages of its commits say they fix, in the projects of the release. */
export function resolveFixed(scope: Scope, organization: OrganizationRecord, release: ReleaseRecord): void {
  for (const commit of release.commits) {
    for (const shortId of fixedBy(commit.message ?? '')) {
      const issue = findByShortId(organization, shortId);
      if (issue === undefined || !release.projectIds.includes(issue.projectId)) continue;
      const author = (commit.author && userByEmail(organization, commit.author.email)) ?? scope.world.viewer;
      issue.status = 'resolved';
      issue.substatus = null;
      issue.statusDetails = { inRelease: release.version, actor: userPayload(author) };
      issue.inbox = false;
      const data = { commit: commitPayload(organization, release, commit) };
      addActivity(scope, issue, 'set_resolved_in_commit', data, author);
    }
  }
}
