import { payload } from './payload.ts';
import { flag, integer, json, list, type Reader, type Row, required, row, rows, text, time } from './read.ts';
import { series } from './series.ts';

/** The stub of a project inside an issue, without which the issue cannot be shown. */
export const projectStub: Reader<Row> = (value) => {
  const stub = row(value);
  for (const name of ['id', 'slug', 'name']) required(stub, name, text);
  return stub;
};

/** Windows of `stats`, in Sentry's words. */
export const statsPeriods = ['1h', '24h', '7d', '14d', '30d', '90d'] as const;

/** A window of a project's `stats`. */
export type StatsPeriod = (typeof statsPeriods)[number];

/**
 * A project. `summary` stands in list rows and detail; `features` in both, but lists compute it at a price and are asked to
 * only where it is selected; `detail` in detail alone; the rest in list rows alone, a window of `stats` being a part of its
 * own. A stub inside an issue carries `id name slug platform`.
 */
export const projectPayload = payload({
  summary: {
    id: text,
    slug: text,
    name: text,
    platform: text,
    platforms: list(text),
    dateCreated: time,
    firstEvent: time,
    isBookmarked: flag,
    isMember: flag,
    hasAccess: flag,
    teams: rows,
    latestRelease: row,
  },
  features: { features: list(text) },
  environments: { environments: list(text) },
  latestDeploys: { latestDeploys: row },
  stats1h: { stats1h: series },
  stats24h: { stats24h: series },
  stats7d: { stats7d: series },
  stats14d: { stats14d: series },
  stats30d: { stats30d: series },
  stats90d: { stats90d: series },
  detail: {
    subjectPrefix: text,
    subjectTemplate: text,
    resolveAge: integer,
    defaultEnvironment: text,
    enableAutoReleaseCreation: flag,
    scmSourceContextEnabled: flag,
    highlightTags: list(text),
    highlightContext: json,
    allowedDomains: list(text),
    dataScrubber: flag,
    dataScrubberDefaults: flag,
    scrubIPAddresses: flag,
    sensitiveFields: list(text),
    safeFields: list(text),
    groupingConfig: text,
    fingerprintingRules: text,
  },
});

/** The part that holds `stats` of a window. */
export const statsPart = <P extends StatsPeriod>(period: P): `stats${P}` => `stats${period}`;

/** Parts that only list calls bring. */
export const projectListParts: ReadonlySet<string> = new Set([
  'environments',
  'latestDeploys',
  ...statsPeriods.map(statsPart),
]);

/** What a list call was asked beyond `summary`. */
export type ListedParts = { readonly features: boolean; readonly period: StatsPeriod | null };

/**
 * A row of a project list: `stats` under the name of its window, and no `features` where they were collapsed, since Sentry
 * then leaves some of them out. A project that was never deployed has no `latestDeploys` but null.
 */
export const projectRow = (
  { features, stats, latestDeploys, ...rest }: Row,
  { features: asked, period }: ListedParts,
): Row => ({
  ...rest,
  ...(asked && features !== undefined && { features }),
  ...(latestDeploys !== undefined && { latestDeploys: latestDeploys ?? {} }),
  ...(period && stats !== undefined && { [statsPart(period)]: stats }),
});
