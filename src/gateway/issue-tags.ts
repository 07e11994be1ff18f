import type { Api } from './api.ts';
import { readable, readPage, readRow } from './page.ts';
import type { Row } from './read.ts';
import { parameters } from './search.ts';

/** Which events tags are counted over, and how many values of each are told. */
export type TagFilter = { readonly environments: readonly string[] | null; readonly valueLimit: number };

/**
 * GET `/organizations/{organization}/issues/{issue}/tags/`: some tags of an issue, or all (`keys` null), with their commonest
 * values. Undocumented; Sentry's own issue page lives on it (`GroupTagsEndpoint`). Keys that no event has are left out, an
 * unknown environment is a 404. 10/s.
 */
export const listIssueTags = async (
  api: Api,
  organization: string,
  issue: string,
  keys: readonly string[] | null,
  { environments, valueLimit }: TagFilter,
  level: string,
): Promise<Row[]> =>
  readable(
    readPage(
      await api.get({
        family: 'issue.tags',
        template: '/organizations/{organization}/issues/{issue}/tags/',
        segments: { organization, issue },
        query: parameters({ key: keys, limit: valueLimit, environment: environments }),
        level,
      }),
      ['key'],
    ),
  );

/**
 * GET `.../issues/{issue}/tags/{key}/`, the documented way to one tag: of one environment at most, and with 9 values at most. A
 * key that no event has is a 404. 10/s.
 */
export const getIssueTag = async (
  api: Api,
  organization: string,
  issue: string,
  key: string,
  environment: string | null,
  level: string,
): Promise<Row> =>
  readRow(
    await api.get({
      family: 'issue.tag',
      template: '/organizations/{organization}/issues/{issue}/tags/{key}/',
      segments: { organization, issue, key },
      query: parameters({ environment }),
      level,
    }),
  );
