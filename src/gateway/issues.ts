import type { Api } from './api.ts';
import type { IssueParts } from './issue-payload.ts';
import { neededInRows } from './issue-rows.ts';
import { type Page, type Place, readPage } from './page.ts';
import { parameters } from './search.ts';

/** What is asked of an issue list beside its place. */
export type IssueFilter = {
  /** The whole search; an empty text finds every status. */
  readonly query: string;
  /** Slugs or numeric ids; null is every visible project. */
  readonly projects: readonly string[] | null;
  readonly environments: readonly string[] | null;
  readonly period: string | null;
  readonly start: string | null;
  readonly end: string | null;
  readonly sort: string;
  /** A short id to be looked up instead, in all projects; where it is none, Sentry searches for it as for any word. */
  readonly shortId: string | null;
};

/** Which `collapse`, `expand` and `groupStatsPeriod` bring just the wanted parts: Sentry counts nothing that is not asked for. */
const asked = (parts: IssueParts): [string, string][] => {
  const series = parts.has('series14d') ? '14d' : parts.has('series24h') ? '24h' : '';
  const counting = series !== '' || ['totals', 'window', 'filtered'].some((part) => parts.has(part));
  const collapse = counting
    ? [...(parts.has('totals') ? [] : ['lifetime']), ...(parts.has('filtered') ? [] : ['filtered'])]
    : ['stats', 'lifetime', 'filtered'];
  return parameters({
    collapse: [...collapse, ...(parts.has('unhandled') ? [] : ['unhandled'])],
    groupStatsPeriod: series,
    expand: parts.has('owners') ? 'owners' : null,
  });
};

/** GET `/organizations/{organization}/issues/`. Its page size is `limit`, and without `project` it would mean "mine". */
export const listIssues = async (
  api: Api,
  organization: string,
  filter: IssueFilter,
  parts: IssueParts,
  { size, cursor }: Place,
  level: string,
): Promise<Page> => {
  const { query, projects, environments, period, start, end, sort, shortId } = filter;
  const answer = await api.get({
    family: 'organization.issues',
    template: '/organizations/{organization}/issues/',
    segments: { organization },
    query: [
      ...parameters({
        query: shortId ?? query,
        project: projects ?? ['-1'],
        environment: environments,
        statsPeriod: period,
        start,
        end,
        sort,
        shortIdLookup: shortId === null ? null : true,
      }),
      ...asked(parts),
      ...parameters({ limit: size, cursor }),
    ],
    level,
  });
  return readPage(answer, neededInRows);
};

/**
 * GET `/organizations/{organization}/issues/?group=`: issues by number in one call, in no order. Merged, missing and invisible
 * ones are absent; those pending deletion or merge are there, although detail calls them missing.
 */
export const listIssuesById = async (
  api: Api,
  organization: string,
  ids: readonly string[],
  parts: IssueParts,
  level: string,
): Promise<Page> => {
  const answer = await api.get({
    family: 'organization.issues',
    template: '/organizations/{organization}/issues/',
    segments: { organization },
    query: [...parameters({ group: ids, project: '-1' }), ...asked(parts)],
    level,
  });
  return readPage(answer, neededInRows);
};

/**
 * The documented way to several issues, by `issue.id:` or `issue:` (short ids): finds only those with events in the last 90
 * days, and one unknown short id makes the whole request a 400.
 */
export const searchIssuesById = async (
  api: Api,
  organization: string,
  key: 'issue.id' | 'issue',
  ids: readonly string[],
  parts: IssueParts,
  level: string,
): Promise<Page> =>
  listIssues(
    api,
    organization,
    {
      query: `${key}:[${ids.join(',')}]`,
      projects: null,
      environments: null,
      period: null,
      start: null,
      end: null,
      sort: 'date',
      shortId: null,
    },
    parts,
    { size: 100, cursor: null },
    level,
  );
