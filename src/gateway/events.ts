import type { Api } from './api.ts';
import { badResponse } from './http/coded-error.ts';
import { type Page, type Place, readPage, readRow } from './page.ts';
import { payload, readersOf } from './payload.ts';
import { integer, isRow, json, list, member, number, type Row, row, rows, text, time } from './read.ts';
import { parameters } from './search.ts';

/**
 * An event. `summary` stands in simple rows and in bodies, `body` in bodies alone, `neighbours` in event detail alone. The kind
 * is `event.type` (a literal dot) in simple rows and `type` in bodies: `kind` of `eventRow`, which keeps a body whole as `raw`.
 */
export const eventPayload = payload({
  summary: {
    eventID: text,
    groupID: text,
    projectID: text,
    title: text,
    kind: text,
    message: text,
    culprit: text,
    location: text,
    metadata: row,
    platform: text,
    dateCreated: time,
    tags: rows,
    user: row,
  },
  body: {
    dateReceived: time,
    size: integer,
    dist: text,
    entries: rows,
    contexts: row,
    context: json,
    packages: row,
    sdk: row,
    errors: rows,
    fingerprints: list(text),
    occurrence: row,
    startTimestamp: number,
    endTimestamp: number,
    release: row,
    raw: json,
  },
  neighbours: { nextEventID: text, previousEventID: text },
});

/** Members that some kinds of body leave out; where there is a body, absent means that there is none. */
const bodyMembers = [
  'dateReceived',
  'size',
  'dist',
  'contexts',
  'context',
  'packages',
  'sdk',
  'errors',
  'fingerprints',
  'occurrence',
  'startTimestamp',
  'endTimestamp',
];

const bodyOf = (from: Row): Row => ({
  ...Object.fromEntries(bodyMembers.map((name) => [name, member(from, name) ?? null])),
  raw: from,
});

/** An event under one name for its kind. A transaction's body has no `dateCreated`: it happened when it ended. */
export const eventRow = (from: Row): Row => {
  const kind = member(from, 'event.type') ?? member(from, 'type');
  const created = member(from, 'dateCreated') ?? member(from, 'endTimestamp');
  return {
    ...from,
    ...(kind !== undefined && { kind }),
    ...(created !== undefined && { dateCreated: created }),
    ...(Object.hasOwn(from, 'entries') && bodyOf(from)),
  };
};

const neededInRows = readersOf(eventPayload, 'eventID', 'title', 'metadata');

/** The kind has its name only after `eventRow`; the graph needs it as much. */
const eventPage = (page: Page): Page => ({
  ...page,
  rows: page.rows.map((row) => {
    const event = row && eventRow(row);
    return event && typeof event.kind === 'string' ? event : null;
  }),
});

/** What is asked of an event list beside its place. */
export type EventFilter = {
  readonly query: string | null;
  readonly environments: readonly string[] | null;
  readonly period: string | null;
  readonly start: string | null;
  readonly end: string | null;
};

/** GET `/organizations/{organization}/issues/{issue}/events/`, newest first; with `bodies` at most 10 rows a call. */
export const listIssueEvents = async (
  api: Api,
  organization: string,
  issue: string,
  { query, environments, period, start, end }: EventFilter,
  bodies: boolean,
  { size, cursor }: Place,
  level: string,
): Promise<Page> =>
  eventPage(
    readPage(
      await api.get({
        family: 'issue.events',
        template: '/organizations/{organization}/issues/{issue}/events/',
        segments: { organization, issue },
        query: parameters({
          query,
          environment: environments,
          statsPeriod: period,
          start,
          end,
          full: bodies ? true : null,
          per_page: size,
          cursor,
        }),
        level,
      }),
      neededInRows,
    ),
  );

/** GET `/projects/{organization}/{project}/events/`, newest first. 60 a minute, one at a time. `query` is a part of the message. */
export const listProjectEvents = async (
  api: Api,
  organization: string,
  project: string,
  { query, period, start, end }: EventFilter,
  bodies: boolean,
  { size, cursor }: Place,
  level: string,
): Promise<Page> =>
  eventPage(
    readPage(
      await api.get({
        family: 'project.events',
        template: '/projects/{organization}/{project}/events/',
        segments: { organization, project },
        query: parameters({
          query,
          statsPeriod: period,
          start,
          end,
          full: bodies ? true : null,
          per_page: size,
          cursor,
        }),
        level,
      }),
      neededInRows,
    ),
  );

/** GET `.../issues/{issue}/events/{event}/`, where `event` is an id, `latest`, `oldest` or `recommended`. */
export const getIssueEvent = async (
  api: Api,
  organization: string,
  issue: string,
  event: string,
  environments: readonly string[] | null,
  level: string,
): Promise<Row> =>
  eventRow(
    readRow(
      await api.get({
        family: 'issue.event',
        template: '/organizations/{organization}/issues/{issue}/events/{event}/',
        segments: { organization, issue, event },
        query: parameters({ environment: environments }),
        level,
      }),
    ),
  );

/** GET `/projects/{organization}/{project}/events/{event}/`. 5/s. */
export const getProjectEvent = async (
  api: Api,
  organization: string,
  project: string,
  event: string,
  level: string,
): Promise<Row> =>
  eventRow(
    readRow(
      await api.get({
        family: 'project.event',
        template: '/projects/{organization}/{project}/events/{event}/',
        segments: { organization, project, event },
        level,
      }),
    ),
  );

/** GET `/organizations/{organization}/eventids/{event}/`: an event of which only the id is known, and its project's slug. */
export const findEvent = async (
  api: Api,
  organization: string,
  event: string,
  level: string,
): Promise<{ project: string; row: Row }> => {
  const found = readRow(
    await api.get({
      family: 'eventid',
      template: '/organizations/{organization}/eventids/{event}/',
      segments: { organization, event },
      level,
    }),
  );
  const body = member(found, 'event');
  const project = member(found, 'projectSlug');
  if (!isRow(body) || typeof project !== 'string') throw badResponse('Sentry found the event but did not send it.');
  return { project, row: eventRow(body) };
};
