import { latestEventOf, listIssueHashes } from '../gateway/issue-hashes.ts';
import type { Page, Place } from '../gateway/page.ts';
import type { Row } from '../gateway/read.ts';
import type { Event } from './events.ts';
import type { Issue } from './issues.ts';

/** One page of an issue's hashes; with `bodies` their latest events come whole. */
export const listHashes = (issue: Issue, bodies: boolean, place: Place, level: string): Promise<Page> => {
  const { loaders, key } = issue;
  return issue.through(level, listIssueHashes(loaders.api, key.organization, key.issue, bodies, place, level));
};

/** The latest event that a hash row holds. */
export const latestOfHash = (issue: Issue, hash: Row): Event | null => {
  const event = latestEventOf(hash);
  return event && issue.loaders.events.of(issue.key.organization, event, { issue });
};
