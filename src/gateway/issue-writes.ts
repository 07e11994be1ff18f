import type { Api, Written } from './api.ts';
import { CodedError } from './http/coded-error.ts';
import { isNumeric } from './http/identifiers.ts';
import { issueDetail } from './issue-rows.ts';
import { limits } from './limits.ts';
import { writtenRow } from './page.ts';
import type { Row } from './read.ts';
import { parameters } from './search.ts';

/** How an issue is resolved or archived, in Sentry's member names. */
export type StatusDetailsChange = {
  readonly inNextRelease?: true;
  /** A version, or `latest`. */
  readonly inRelease?: string;
  readonly inCommit?: { readonly commit: string; readonly repository: string };
  readonly ignoreDuration?: number;
  readonly ignoreCount?: number;
  readonly ignoreWindow?: number;
  readonly ignoreUserCount?: number;
  readonly ignoreUserWindow?: number;
};

/** What of an issue can be set, in Sentry's member names; what is left out stays. */
export type IssueChange = {
  readonly status?: string;
  readonly statusDetails?: StatusDetailsChange;
  readonly substatus?: string;
  /** `user:ID`, `team:ID`, a user's id, name or e-mail; an empty text unassigns. */
  readonly assignedTo?: string;
  readonly priority?: string;
  readonly hasSeen?: boolean;
  readonly isBookmarked?: boolean;
  readonly isSubscribed?: boolean;
  readonly merge?: true;
};

/**
 * PUT `/organizations/{organization}/issues/{issue}/` by number or short id; of a merged issue it changes the survivor. The
 * answer is the issue with its totals, without series and what else only detail has. 5/s.
 */
export const updateIssue = async (api: Api, organization: string, issue: string, body: IssueChange): Promise<Row> =>
  issueDetail(
    writtenRow(
      await api.write({
        family: 'issue',
        method: 'PUT',
        template: '/organizations/{organization}/issues/{issue}/',
        segments: { organization, issue },
        body,
      }),
    ),
  );

/** DELETE `/organizations/{organization}/issues/{issue}/`: not found at once, its events go later. 5 per 5 s. */
export const deleteIssue = async (api: Api, organization: string, issue: string): Promise<void> => {
  await api.write({
    family: 'issue',
    method: 'DELETE',
    template: '/organizations/{organization}/issues/{issue}/',
    segments: { organization, issue },
  });
};

/**
 * What names the issues of a bulk call. Without an id Sentry takes everything that a search finds, so there is no query
 * without one. Builds of January 2025 searched even with ids, where these matched nothing (getsentry/sentry 84456): the search
 * sent along can only find the first id, which then matches nothing either. Naming all of them twice would double the address.
 */
const bulkQuery = (ids: readonly string[]): [string, string][] => {
  const [first] = ids;
  if (first === undefined || ids.length > limits.bulkIds || !ids.every(isNumeric)) {
    throw new CodedError('INTERNAL_SERVER_ERROR', `A bulk call must name 1 to ${limits.bulkIds} issues by number.`);
  }
  return parameters({ id: ids, project: '-1', query: `issue.id:${first}` });
};

const writeBulk = async (
  api: Api,
  method: 'PUT' | 'DELETE',
  organization: string,
  ids: readonly string[],
  body?: IssueChange,
): Promise<Written> =>
  api.write({
    family: 'organization.issues',
    method,
    template: '/organizations/{organization}/issues/',
    segments: { organization },
    query: bulkQuery(ids),
    ...(body && { body }),
  });

/**
 * PUT `/organizations/{organization}/issues/?id=`: the same change of several issues. The answer says what was set, not on
 * which issues; null where none of them is there (204).
 */
export const updateIssues = async (
  api: Api,
  organization: string,
  ids: readonly string[],
  body: IssueChange,
): Promise<Row | null> => {
  const written = await writeBulk(api, 'PUT', organization, ids, body);
  return written.status === 204 ? null : writtenRow(written);
};

/** DELETE `/organizations/{organization}/issues/?id=`: answers alike whether or not any of them is there. */
export const deleteIssues = async (api: Api, organization: string, ids: readonly string[]): Promise<void> => {
  await writeBulk(api, 'DELETE', organization, ids);
};

/** Cuts ids into the fewest bulk calls, whose addresses proxies let through. */
export const bulkRuns = (ids: readonly string[]): string[][] => {
  const runs: string[][] = [];
  let room = 0;
  for (const id of ids) {
    const size = '&id='.length + id.length;
    let run = runs.at(-1);
    if (!run || run.length >= limits.bulkIds || room < size) {
      run = [];
      runs.push(run);
      room = limits.batchQueryBytes;
    }
    run.push(id);
    room -= size;
  }
  return runs;
};
