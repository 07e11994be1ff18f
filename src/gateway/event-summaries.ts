import type { Api } from './api.ts';
import { type Page, type Place, readPage, readRow } from './page.ts';
import { member } from './read.ts';
import { parameters } from './search.ts';

/** Columns of the event search that every row has. */
const always = ['id', 'project', 'timestamp'];

/** The columns of each part of a row; all of them are within the 20 that Sentry takes. */
const columns = new Map([
  ['projectId', ['project.id']],
  ['issue', ['issue.id', 'issue']],
  ['issueId', ['issue.id']],
  ['title', ['title']],
  ['message', ['message']],
  ['transaction', ['transaction']],
  ['level', ['level']],
  ['type', ['event.type']],
  ['platform', ['platform.name']],
  ['environment', ['environment']],
  ['release', ['release']],
  ['trace', ['trace']],
  ['user', ['user.id', 'user.email', 'user.username', 'user.ip']],
]);

const columnsOf = (parts: ReadonlySet<string>): string[] => [
  ...new Set([...always, ...[...columns].flatMap(([part, names]) => (parts.has(part) ? names : []))]),
];

/** What is asked of the event search beside its place. */
export type EventSearch = {
  readonly query: string | null;
  /** Slugs or numeric ids; null is every visible project. */
  readonly projects: readonly string[] | null;
  readonly environments: readonly string[] | null;
  readonly period: string | null;
  readonly start: string | null;
  readonly end: string | null;
};

/** GET `/organizations/{organization}/events/`: error events as rows of columns, newest first, inside an envelope. */
export const searchEvents = async (
  api: Api,
  organization: string,
  { query, projects, environments, period, start, end }: EventSearch,
  parts: ReadonlySet<string>,
  { size, cursor }: Place,
  level: string,
): Promise<Page> => {
  const answer = await api.get({
    family: 'organization.events',
    template: '/organizations/{organization}/events/',
    segments: { organization },
    query: parameters({
      dataset: 'errors',
      field: columnsOf(parts),
      query,
      project: projects ?? ['-1'],
      environment: environments,
      statsPeriod: period,
      start,
      end,
      sort: '-timestamp',
      per_page: size,
      cursor,
    }),
    level,
  });
  return readPage({ ...answer, json: member(readRow(answer), 'data') }, always);
};
