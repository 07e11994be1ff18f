import type { Api } from './api.ts';
import { type Page, type Place, readPage, readRow } from './page.ts';
import { payload } from './payload.ts';
import { integer, type Row, row, rows, text, time } from './read.ts';
import { parameters } from './search.ts';

/** Windows over which Sentry sums up the session health of a release (`summaryStatsPeriod`). */
export const healthPeriods = ['1h', '24h', '48h', '7d', '14d', '30d', '90d'] as const;
/** A window of a release's session health. */
export type HealthPeriod = (typeof healthPeriods)[number];

/**
 * A release. Elsewhere often only its version is known. Health is the expensive switch: its projects once more, with
 * `healthData` over one window, put there by `releaseRow`.
 */
export const releasePayload = payload({
  summary: {
    id: text,
    version: text,
    shortVersion: text,
    versionInfo: row,
    status: text,
    ref: text,
    url: text,
    dateCreated: time,
    dateReleased: time,
    firstEvent: time,
    lastEvent: time,
    newGroups: integer,
    commitCount: integer,
    deployCount: integer,
    authors: rows,
    owner: row,
    lastCommit: row,
    lastDeploy: row,
    projects: rows,
    userAgent: text,
    data: row,
  },
  health1h: { health1h: rows },
  health24h: { health24h: rows },
  health48h: { health48h: rows },
  health7d: { health7d: rows },
  health14d: { health14d: rows },
  health30d: { health30d: rows },
  health90d: { health90d: rows },
});

/** The window that a part of the payload covers; null for parts without health. */
export const healthPeriodOf = (part: string): HealthPeriod | null =>
  healthPeriods.find((period) => part === `health${period}`) ?? null;

/** A version inside a bracket list of the release search; quoted where blanks, commas or brackets would end it. */
export const listed = (version: string): string =>
  /^[A-Za-z0-9@._+-]+$/.test(version) ? version : `"${version.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** Versions that a list cannot name: `*` is a wildcard there, and a quote cannot be told from the end. */
export const isAloneVersion = (version: string): boolean => version.includes('*') || version.includes('"');

const healthQuery = (period: HealthPeriod | null): [string, string][] =>
  period === null ? [] : parameters({ health: true, summaryStatsPeriod: period });

/** A row whose projects' health is told apart by its window. */
const releaseRow = (from: Row, period: HealthPeriod | null): Row =>
  period === null ? from : { ...from, [`health${period}`]: from.projects };

/**
 * A row of a release list, without what is true in that list alone: with `environment` Sentry counts and dates those environments
 * (`ReleaseSerializer`, `__get_release_data_with_environments`), and with `project` new issues may be those projects'.
 */
export const listedRelease = (
  from: Row,
  { projects, environments }: Pick<ReleaseFilter, 'projects' | 'environments'>,
): Row => {
  const bound = (name: string): boolean =>
    (name === 'newGroups' && (projects !== null || environments !== null)) ||
    (environments !== null && /^(firstEvent|lastEvent|projects|health.*)$/.test(name));
  return Object.fromEntries(Object.entries(from).filter(([name]) => !bound(name)));
};

/** What is asked of a release list beside its place. */
export type ReleaseFilter = {
  /** The whole search, in Sentry's syntax. */
  readonly query: string | null;
  /** Slugs or numeric ids; null is every visible project. */
  readonly projects: readonly string[] | null;
  readonly environments: readonly string[] | null;
  /** `open`, `archived`, or empty for both. */
  readonly status: string;
  readonly sort: string | null;
};

/** GET `/organizations/{organization}/releases/`. Without `project` it would mean "mine". */
export const listReleases = async (
  api: Api,
  organization: string,
  { query, projects, environments, status, sort }: ReleaseFilter,
  health: HealthPeriod | null,
  { size, cursor }: Place,
  level: string,
): Promise<Page> => {
  const page = readPage(
    await api.get({
      family: 'organization.releases',
      template: '/organizations/{organization}/releases/',
      segments: { organization },
      query: [
        ...parameters({ query, project: projects ?? ['-1'], environment: environments, status, sort }),
        ...healthQuery(health),
        ...parameters({ per_page: size, cursor }),
      ],
      level,
    }),
    { version: text },
  );
  return { ...page, rows: page.rows.map((from) => from && releaseRow(from, health)) };
};

/** Releases by version, archived ones as well. */
export const listReleasesByVersion = (
  api: Api,
  organization: string,
  versions: readonly string[],
  health: HealthPeriod | null,
  place: Place,
  level: string,
): Promise<Page> => {
  const query = `release:[${versions.map(listed).join(',')}]`;
  const filter = { query, projects: null, environments: null, status: '', sort: null };
  return listReleases(api, organization, filter, health, place, level);
};

/** GET `/organizations/{organization}/releases/{version}/`. */
export const getRelease = async (
  api: Api,
  organization: string,
  version: string,
  health: HealthPeriod | null,
  level: string,
): Promise<Row> =>
  releaseRow(
    readRow(
      await api.get({
        family: 'release',
        template: '/organizations/{organization}/releases/{version}/',
        segments: { organization, version },
        query: healthQuery(health),
        level,
      }),
    ),
    health,
  );

/**
 * GET `.../releases/{version}/deploys/`, newest first: the last deploy of each project and environment
 * (`release_deploys.py`). Without `project` only the projects of the asking user count.
 */
export const listDeploys = async (
  api: Api,
  organization: string,
  version: string,
  { size, cursor }: Place,
  level: string,
): Promise<Page> =>
  readPage(
    await api.get({
      family: 'release.deploys',
      template: '/organizations/{organization}/releases/{version}/deploys/',
      segments: { organization, version },
      query: parameters({ project: '-1', per_page: size, cursor }),
      level,
    }),
    { id: text, environment: text },
  );

/** GET `.../releases/{version}/commits/`, in the release's order. */
export const listCommits = async (
  api: Api,
  organization: string,
  version: string,
  { size, cursor }: Place,
  level: string,
): Promise<Page> =>
  readPage(
    await api.get({
      family: 'release.commits',
      template: '/organizations/{organization}/releases/{version}/commits/',
      segments: { organization, version },
      query: parameters({ per_page: size, cursor }),
      level,
    }),
  );
