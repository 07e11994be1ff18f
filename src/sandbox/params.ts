import { BadCursor, genericOffsetPage, linkHeader, offsetPage, type Page, type PageRequest } from './paging.ts';
import { badRequest, json, type Reply } from './reply.ts';
import { isOn, type Scope } from './scope.ts';
import { DAY, parseDuration, parseMoment, type Window } from './time.ts';

/** Sentry's largest page. */
export const maxPage = 100;

/** Reads `per_page` and `cursor`. A page with full bodies is cut to 10 without a word. */
export function pageRequest(scope: Scope, { fullDefault = false } = {}): PageRequest {
  const text = scope.query.get('per_page');
  const perPage = text === null || text === '' ? maxPage : Number(text);
  if (!Number.isInteger(perPage)) throw badRequest('Invalid per_page parameter.');
  if (perPage < 1 || perPage > maxPage) {
    throw badRequest(`Invalid per_page value. Must be between 1 and ${maxPage}.`);
  }
  const isFull = scope.query.has('full') ? isOn(scope, 'full') : fullDefault;
  return { perPage: isFull ? Math.min(perPage, 10) : perPage, cursor: scope.query.get('cursor') };
}

/** Turns a cursor that cannot be used into Sentry's 400. */
export function orBadRequest<T>(page: () => T): T {
  try {
    return page();
  } catch (error) {
    if (error instanceof BadCursor) throw badRequest(error.message);
    throw error;
  }
}

/** Sentry's own address of a call: the organization's host, never the gateway's. */
export function upstreamUrl(scope: Scope, organization: string | null): string {
  const host = organization === null ? 'sentry.io' : `${organization}.sentry.io`;
  const query = scope.query.toString();
  return `https://${host}/api/0${scope.path}${query === '' ? '' : `?${query}`}`;
}

/** A list answer with its `Link`. */
export function paged<T>(
  scope: Scope,
  organization: string | null,
  page: Page<T>,
  toRow: (row: T) => unknown,
  headers: Record<string, string> = {},
): Reply {
  return json(page.rows.map(toRow), 200, { link: linkHeader(upstreamUrl(scope, organization), page), ...headers });
}

/** A list in offset pages (`OP`). */
export function offsetList<T>(
  scope: Scope,
  organization: string,
  rows: readonly T[],
  toRow: (row: T) => unknown,
): Reply {
  const request = pageRequest(scope);
  return paged(
    scope,
    organization,
    orBadRequest(() => offsetPage(rows, request)),
    toRow,
  );
}

/** A list in absolute rows (`GO`). */
export function genericOffsetList<T>(
  scope: Scope,
  organization: string | null,
  rows: readonly T[],
  toRow: (row: T) => unknown,
  options: { fullDefault?: boolean } = {},
): Reply {
  const request = pageRequest(scope, options);
  return paged(
    scope,
    organization,
    orBadRequest(() => genericOffsetPage(rows, request)),
    toRow,
  );
}

/** The window of `statsPeriod`, or of `start` and `end`; null where none is asked. */
export function windowOf(scope: Scope): Window | null {
  const period = scope.query.get('statsPeriod');
  if (period !== null && period !== '') {
    const duration = parseDuration(period);
    if (duration === null) throw badRequest(`Invalid statsPeriod: '${period}'`);
    return { start: scope.now - duration, end: scope.now };
  }
  const [start, end] = [scope.query.get('start'), scope.query.get('end')];
  if (start === null && end === null) return null;
  if (start === null || end === null) throw badRequest('start and end are both required');
  const window = { start: moment(start), end: moment(end) };
  if (window.start >= window.end) throw badRequest('start must be before end');
  return window;
}

function moment(text: string): number {
  const time = parseMoment(text);
  if (time === null) throw badRequest('start and end must be valid date-times');
  return time;
}

/** The window of a search: what is asked, or the 90 days that Sentry keeps. Nothing older is found either way. */
export function searchWindow(scope: Scope): Window {
  const kept = { start: scope.now - 90 * DAY, end: scope.now };
  const asked = windowOf(scope);
  return asked === null ? kept : { start: Math.max(asked.start, kept.start), end: asked.end };
}
