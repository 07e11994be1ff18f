import type { Api } from './api.ts';
import { eventRow } from './events.ts';
import { type Page, type Place, readPage } from './page.ts';
import { optional, type Row, row } from './read.ts';
import { parameters } from './search.ts';

/** The newest event of a hash row; null where its events are gone. */
export const latestEventOf = (hash: Row): Row | null => {
  const event = optional(hash, 'latestEvent', row);
  return event && eventRow(event);
};

/**
 * GET `/organizations/{organization}/issues/{issue}/hashes/`, latest event first. Without `full=0` Sentry sends whole events,
 * and then at most 10 rows a call.
 */
export const listIssueHashes = async (
  api: Api,
  organization: string,
  issue: string,
  bodies: boolean,
  { size, cursor }: Place,
  level: string,
): Promise<Page> =>
  readPage(
    await api.get({
      family: 'issue.hashes',
      template: '/organizations/{organization}/issues/{issue}/hashes/',
      segments: { organization, issue },
      query: parameters({ full: bodies, per_page: size, cursor }),
      level,
    }),
  );
