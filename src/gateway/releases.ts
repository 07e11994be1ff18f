import type { Api } from './api.ts';
import { type Page, type Place, readPage, readRow } from './page.ts';
import { payload } from './payload.ts';
import { integer, type Row, row, text, time } from './read.ts';
import { parameters } from './search.ts';

/** A release. Elsewhere often only its version is known. */
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
    userAgent: text,
    data: row,
  },
});

/** A version inside a bracket list of the release search; quoted where blanks, commas or brackets would end it. */
const listed = (version: string): string =>
  /^[A-Za-z0-9@._+-]+$/.test(version) ? version : `"${version.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** Versions that a list cannot name: `*` is a wildcard there, and `latest` a word of its own. */
export const isAloneVersion = (version: string): boolean => version.includes('*') || version.includes('"');

/** GET `/organizations/{organization}/releases/?query=release:[...]`. `status=` (empty) finds archived ones as well. */
export const listReleasesByVersion = async (
  api: Api,
  organization: string,
  versions: readonly string[],
  { size, cursor }: Place,
  level: string,
): Promise<Page> =>
  readPage(
    await api.get({
      family: 'organization.releases',
      template: '/organizations/{organization}/releases/',
      segments: { organization },
      query: parameters({
        query: `release:[${versions.map(listed).join(',')}]`,
        project: '-1',
        status: '',
        per_page: size,
        cursor,
      }),
      level,
    }),
    ['version'],
  );

/** GET `/organizations/{organization}/releases/{version}/`. */
export const getRelease = async (api: Api, organization: string, version: string, level: string): Promise<Row> =>
  readRow(
    await api.get({
      family: 'release',
      template: '/organizations/{organization}/releases/{version}/',
      segments: { organization, version },
      level,
    }),
  );
