import { payload } from './payload.ts';
import { flag, integer, isRow, json, list, type Row, row, rows, text, time } from './read.ts';
import { series } from './series.ts';

/** Suggested owners; Sentry's own examples show a lone one bare. */
const owners = (value: unknown): Row[] => rows(isRow(value) ? [value] : value);

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
  owners: { owners },
  series24h: { series24h: series },
  series14d: { series14d: series },
  detail: { activity: rows, seenBy: rows, participants: rows, userReportCount: integer },
  release: { firstRelease: row, lastRelease: row },
  series30d: { series30d: series },
});

/** Parts of the rows that are wanted beyond `summary`; `window` and `filtered` are counts inside the search. */
export type IssueParts = ReadonlySet<string>;

/** The series of which a list call brings one. */
export const issueListSeries = ['series24h', 'series14d'] as const;

/** Parts that only list calls bring. */
export const issueListParts: ReadonlySet<string> = new Set(['series14d']);

/** Parts that only issue detail brings. */
export const issueDetailParts: ReadonlySet<string> = new Set(['detail', 'release', 'series30d']);
