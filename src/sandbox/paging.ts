import { splitUrl } from './url.ts';

/** One end of a page: where to go on, and whether Sentry says that there is something. */
export type PageLink = { cursor: string; results: boolean };

/** One page of a list. */
export type Page<T> = { rows: T[]; previous: PageLink; next: PageLink };

/** What a list page is asked by; an empty cursor is none. */
export type PageRequest = { cursor?: string | null | undefined; perPage: number };

/** The cursor cannot be used: Sentry's 400. */
export class BadCursor extends Error {}

type Cursor = { value: number; offset: number; isPrevious: boolean };

const cursorForm = /^(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?):(-?\d+):([01])$/;

/** Reads `value:offset:is_prev`; nothing where no cursor is given. */
export function parseCursor(text: string | null | undefined): Cursor | null {
  if (text === null || text === undefined || text === '') return null;
  const [, value, offset, isPrevious] = cursorForm.exec(text) ?? [];
  if (value === undefined || offset === undefined) throw new BadCursor('Invalid cursor parameter.');
  return { value: Number(value), offset: Number(offset), isPrevious: isPrevious === '1' };
}

function link(value: number, offset: number, isPrevious: boolean, results: boolean): PageLink {
  return { cursor: `${value}:${offset}:${isPrevious ? 1 : 0}`, results };
}

function refuseNegative(offset: number): void {
  if (offset < 0) throw new BadCursor('Pagination offset cannot be negative');
}

/** Events, hashes, discover: `0:row:is_prev`. The page size may change freely. */
export function genericOffsetPage<T>(rows: readonly T[], { cursor, perPage }: PageRequest): Page<T> {
  const offset = parseCursor(cursor)?.offset ?? 0;
  refuseNegative(offset);
  return {
    rows: rows.slice(offset, offset + perPage),
    previous: link(0, Math.max(0, offset - perPage), true, offset > 0),
    next: link(0, offset + perPage, false, rows.length > offset + perPage),
  };
}

/**
 * Projects, members, teams, releases, deploys: `size:page:is_prev`. The window is read by the size in the cursor,
 * but cut and continued by the size asked: after a change of size rows are skipped and repeated, as in Sentry.
 */
export function offsetPage<T>(rows: readonly T[], { cursor, perPage }: PageRequest): Page<T> {
  const { value, offset: page } = parseCursor(cursor) ?? { value: 0, offset: 0 };
  const start = page * value;
  refuseNegative(start);
  const window = rows.slice(start, start + (value || perPage) + 1);
  const read = value === perPage ? window : window.slice(-(perPage + 1));
  return {
    rows: read.slice(0, perPage),
    previous: link(perPage, page - 1, true, page > 0),
    next: link(perPage, page + 1, false, read.length > perPage),
  };
}

/**
 * Organizations (newest first) and release commits (ascending position): `key:ties:is_prev`, the key being that of
 * the next page's first row. `previous` is claimed for every request that came with a cursor.
 */
export function dateTimePage<T>(
  rows: readonly T[],
  keyOf: (row: T) => number,
  { cursor, perPage, ascending = false }: PageRequest & { ascending?: boolean },
): Page<T> {
  const from = parseCursor(cursor) ?? { value: 0, offset: 0, isPrevious: false };
  refuseNegative(from.offset);
  const sign = ascending ? 1 : -1;
  const ordered = [...rows].sort((a, b) => sign * (keyOf(a) - keyOf(b)));
  if (from.isPrevious) ordered.reverse();
  const direction = from.isPrevious ? -sign : sign;
  const beyond = from.value === 0 ? ordered : ordered.filter((row) => direction * (keyOf(row) - from.value) >= 0);
  const skipsOwnRow = from.isPrevious && from.value !== 0;
  const read = beyond.slice(from.offset, from.offset + perPage + (skipsOwnRow ? 2 : 1));
  if (skipsOwnRow) {
    const [first] = read;
    if (first !== undefined && keyOf(first) === from.value) read.shift();
    else if (read.length === perPage + 2) read.pop();
  }
  if (from.isPrevious) read.reverse();
  const hasMore = read.length > perPage;
  const page = from.isPrevious && hasMore ? read.slice(1) : read.slice(0, perPage);
  return {
    rows: page,
    previous: previousOf(from, read.map(keyOf), perPage),
    next: nextOf(from, read.map(keyOf), perPage),
  };
}

function nextOf(from: Cursor, keys: number[], perPage: number): PageLink {
  const value = from.value || (keys[0] ?? 0);
  const last = keys.at(-1);
  if (from.isPrevious) return link(value, from.offset, false, true);
  if (last === undefined) return link(value, from.offset, false, false);
  const hasMore = keys.length > perPage;
  if (last === value) return link(last, from.offset + perPage, false, hasMore);
  const shown = hasMore ? keys.slice(0, -1) : keys;
  return link(last, trailing(shown, last), false, hasMore);
}

function previousOf(from: Cursor, keys: number[], perPage: number): PageLink {
  const results = from.isPrevious ? keys.length > perPage : from.value !== 0 || from.offset !== 0;
  const shown = from.isPrevious && results ? keys.slice(1) : keys;
  const [first = 0] = shown;
  if (!from.isPrevious || shown.length === 0) return link(first, from.isPrevious ? from.offset : 0, true, results);
  if (first === from.value) return link(first, from.offset + perPage, true, results);
  return link(first, trailing([...shown].reverse(), first), true, results);
}

/** How many keys at the end of a list equal one. */
function trailing(keys: number[], key: number): number {
  let count = 0;
  for (let i = keys.length - 1; i >= 0 && keys[i] === key; i--) count++;
  return count;
}

/**
 * Issue search: `score:ties:is_prev`, highest score first. After the first page `previous` is always claimed;
 * `guessedNext` makes the last page with rows claim a next one too.
 */
export function searchPage<T>(
  rows: readonly T[],
  scoreOf: (row: T) => number,
  { cursor, limit, guessedNext = false }: { cursor?: string | null | undefined; limit: number; guessedNext?: boolean },
): Page<T> {
  const given = parseCursor(cursor);
  const from = given ?? { value: 0, offset: 0, isPrevious: false };
  refuseNegative(from.offset);
  const ordered = rows.map((row) => ({ row, score: scoreOf(row) })).sort((a, b) => b.score - a.score);
  const positionOf = (score: number): number => {
    const position = ordered.findIndex((entry) => entry.score <= score);
    return position === -1 ? ordered.length : position;
  };
  const origin = from.value === 0 ? (from.isPrevious ? ordered.length : 0) : positionOf(from.value);
  const position = origin + from.offset;
  const high = from.isPrevious ? Math.min(position, ordered.length) : Math.min(position + limit, ordered.length);
  const low = from.isPrevious ? Math.max(high - limit, 0) : Math.min(position, ordered.length);
  const edge = (index: number): [number, number] => {
    const entry = ordered[Math.min(index, ordered.length - 1)];
    return entry === undefined ? [from.value, from.offset] : [entry.score, index - positionOf(entry.score)];
  };
  const page = ordered.slice(low, high).map((entry) => entry.row);
  const goesBack = given !== null && (!given.isPrevious || page.length > 0);
  return {
    rows: page,
    previous: link(...edge(low), true, goesBack || (ordered.length > 0 && low > 0)),
    next: link(...edge(high), false, high < ordered.length || (guessedNext && page.length > 0)),
  };
}

/** Sentry's `Link` header: both directions, always, with the request's own query but for its cursor. */
export function linkHeader(url: string, page: { previous: PageLink; next: PageLink }): string {
  const { path, query } = splitUrl(url);
  const parameters = new URLSearchParams(query);
  parameters.delete('cursor');
  const relation = (rel: string, { cursor, results }: PageLink): string =>
    `<${path}?${parameters}&cursor=${cursor}>; rel="${rel}"; results="${results}"; cursor="${cursor}"`;
  return `${relation('previous', page.previous)}, ${relation('next', page.next)}`;
}
