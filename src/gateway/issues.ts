import type { Api } from './api.ts';
import { badResponse } from './http/coded-error.ts';
import { type Page, type Place, readPage, readRow } from './page.ts';
import { payload } from './payload.ts';
import { flag, integer, json, list, member, number, optional, type Row, row, rows, text, time } from './read.ts';
import { parameters } from './search.ts';

/** Points of a series: `[[epoch seconds, count], ...]`. */
const series = list((value): { time: string; count: number } => {
  const [seconds, count] = Array.isArray(value) ? value : [];
  return { time: time(seconds), count: number(count) };
});

/**
 * An issue. `summary` stands in every list row and in detail; each other part is a query of its own inside Sentry and is
 * asked for only where selected. `lifetime` and the series are put there by `issueRow` and `issueDetail`.
 */
export const issuePayload = payload({
  summary: {
    id: text,
    shortId: text,
    title: text,
    culprit: text,
    permalink: text,
    logger: text,
    level: text,
    status: text,
    statusDetails: row,
    substatus: text,
    isPublic: flag,
    platform: text,
    priority: text,
    priorityLockedAt: time,
    project: row,
    type: text,
    issueType: text,
    issueCategory: text,
    metadata: row,
    numComments: integer,
    assignedTo: row,
    isBookmarked: flag,
    isSubscribed: flag,
    hasSeen: flag,
    annotations: list(json),
  },
  totals: { lifetime: row },
  unhandled: { isUnhandled: flag },
  series24h: { series24h: series },
  series14d: { series14d: series },
  detail: { activity: rows, seenBy: rows, participants: rows, userReportCount: integer },
  series30d: { series30d: series },
});

/** Parts that only issue detail brings. */
export const issueDetailParts: ReadonlySet<string> = new Set(['detail', 'series30d']);

/**
 * Members of an organization list row that speak of the searched window, not of the issue
 * (`api/serializers/models/group_stream.py`).
 */
const windowMembers = [
  'count',
  'userCount',
  'firstSeen',
  'lastSeen',
  'filtered',
  'stats',
  'matchingEventId',
  'matchingEventEnvironment',
];

const seriesOf = (from: Row, name: string): Row => {
  const stats = optional(from, 'stats', row);
  const points = stats ? member(stats, name) : undefined;
  return points === undefined ? {} : { [`series${name}`]: points };
};

/** A row of an issue list, taken apart. */
export type IssueRow = {
  /** True of the issue whatever was searched. */
  readonly issue: Row;
  /** True of it in this search only: `count userCount firstSeen lastSeen filtered`. */
  readonly inSearch: Row;
};

const copy = (from: Row, keep: (name: string) => boolean): Row =>
  Object.fromEntries(Object.entries(from).filter(([name]) => keep(name)));

/**
 * Takes a row of the organization's issue list apart. With `environment` the row's `lifetime` and series count those
 * environments alone (`StreamGroupSerializerSnuba` passes `environment_ids` to each), so they belong to the search as well.
 */
export const issueRow = (from: Row, { environments }: { environments: boolean }): IssueRow => {
  const bound = new Set([...windowMembers, ...(environments ? ['lifetime'] : [])]);
  const issue = copy(from, (name) => !bound.has(name));
  return {
    issue: environments ? issue : { ...issue, ...seriesOf(from, '24h'), ...seriesOf(from, '14d') },
    inSearch: copy(from, (name) => bound.has(name)),
  };
};

/** Issue detail, whose own counts and dates are totals. */
const issueDetail = (from: Row): Row => ({
  ...copy(from, (name) => !windowMembers.includes(name)),
  lifetime: copy(from, (name) => /^(count|userCount|firstSeen|lastSeen)$/.test(name)),
  ...seriesOf(from, '24h'),
  ...seriesOf(from, '30d'),
});

const neededInRows = ['id', 'shortId', 'title', 'level', 'status', 'statusDetails', 'type', 'metadata', 'project'];

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
  /** The search is one short id, answered as a lookup. */
  readonly shortId: boolean;
};

/** Parts of the rows that are wanted beyond `summary`; `window` and `filtered` are counts inside the search. */
export type IssueParts = ReadonlySet<string>;

/** Which `collapse` and `groupStatsPeriod` bring just the wanted parts: each counting query inside Sentry is off unless asked. */
const asked = (parts: IssueParts): [string, string][] => {
  const series = parts.has('series14d') ? '14d' : parts.has('series24h') ? '24h' : '';
  const counting = series !== '' || ['totals', 'window', 'filtered'].some((part) => parts.has(part));
  const collapse = counting
    ? [...(parts.has('totals') ? [] : ['lifetime']), ...(parts.has('filtered') ? [] : ['filtered'])]
    : ['stats', 'lifetime', 'filtered'];
  return parameters({
    collapse: [...collapse, ...(parts.has('unhandled') ? [] : ['unhandled'])],
    groupStatsPeriod: series,
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
        query,
        project: projects ?? ['-1'],
        environment: environments,
        statsPeriod: period,
        start,
        end,
        sort,
        shortIdLookup: shortId ? true : null,
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
      shortId: false,
    },
    parts,
    { size: 100, cursor: null },
    level,
  );

const detailQuery = (parts: IssueParts): [string, string][] =>
  parameters({
    collapse: ['tags', 'release', ...(parts.has('series30d') || parts.has('series24h') ? [] : ['stats'])],
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
  return { organization, row: issueDetail(found) };
};
