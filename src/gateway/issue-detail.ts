import type { Api } from './api.ts';
import { badResponse, CodedError } from './http/coded-error.ts';
import type { IssueParts } from './issue-payload.ts';
import { issueDetail } from './issue-rows.ts';
import { readRow } from './page.ts';
import { reaches } from './reach.ts';
import { optional, type Row, text } from './read.ts';
import { parameters } from './search.ts';

const detailQuery = (parts: IssueParts): [string, string][] =>
  parameters({
    collapse: [
      'tags',
      ...(parts.has('release') ? [] : ['release']),
      ...(parts.has('series30d') || parts.has('series24h') ? [] : ['stats']),
    ],
    expand: parts.has('owners') ? 'owners' : null,
  });

/** GET `/organizations/{organization}/issues/{issue}/` by number or short id. A merged issue answers with the survivor. 5/s. */
export const getIssue = async (
  api: Api,
  organization: string,
  issue: string,
  parts: IssueParts,
  level: string,
): Promise<Row> =>
  issueDetail(
    readRow(
      await api.get({
        family: 'issue',
        template: '/organizations/{organization}/issues/{issue}/',
        segments: { organization, issue },
        query: detailQuery(parts),
        level,
      }),
    ),
  );

/** The slug of the organization in `https://{org}.sentry.io/issues/1/` or `https://sentry.io/organizations/{org}/issues/1/`. */
const organizationIn = (permalink: string): string | undefined =>
  /^https?:\/\/[^/]+\/organizations\/([A-Za-z0-9-]+)\//.exec(permalink)?.[1] ??
  /^https?:\/\/([A-Za-z0-9-]+)\.sentry\.io\//.exec(permalink)?.[1];

/**
 * GET `/issues/{issue}/`, the deprecated form that needs no organization; answers 410 in Sentry's brownouts. The organization
 * stands in the permalink.
 */
export const getBareIssue = async (
  api: Api,
  issue: string,
  level: string,
): Promise<{ organization: string; row: Row }> => {
  const found = readRow(
    await api.get({
      family: 'issue.bare',
      template: '/issues/{issue}/',
      segments: { issue },
      query: detailQuery(new Set()),
      level,
    }),
  );
  const organization = organizationIn(optional(found, 'permalink', text) ?? '');
  if (organization === undefined) throw badResponse('Sentry did not say which organization the issue belongs to.');
  if (!reaches(api.caller, organization)) throw new CodedError('NOT_FOUND', 'It does not exist or is not visible.');
  return { organization, row: issueDetail(found) };
};
