import { badInput, badResponse, type CodedError } from '../gateway/http/coded-error.ts';
import { identifiers } from '../gateway/http/identifiers.ts';
import type { LinkTarget } from '../gateway/http/link-header.ts';
import { limits } from '../gateway/limits.ts';
import type { Page, Place } from '../gateway/page.ts';
import type { Row } from '../gateway/read.ts';
import { decodeCursor, encodeCursor, type Position } from './cursor.ts';

/**
 * How the upstream pages a list (Sentry's paginator in brackets). `rows`: by absolute row (GenericOffset). `pages`: by page
 * number of one size (Offset). `keys`: by a value and ties (DateTime, integer, issue search).
 */
export type Paging = 'rows' | 'pages' | 'keys';

/** A list as the walker sees it. */
export type List = {
  readonly paging: Paging;
  readonly fingerprint: string;
  /** Most rows the upstream gives in one page; fewer where it cuts. */
  readonly perCall?: number;
  fetch(place: Place): Promise<Page>;
};

export type PageArguments = {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
};

/** A page of a connection, before its rows become nodes. */
export type Slice = {
  readonly edges: readonly { readonly cursor: string; readonly row: Row }[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly endCursor: string | null;
  /** Sentry's estimate of all rows, where it gives one. */
  readonly hits: number | null;
  /** Rows left out because they could not be read. */
  readonly unreadable: number;
  /** What was wrong with the paging itself; the rows are good all the same. */
  readonly fault: CodedError | null;
};

const size = (name: 'first' | 'last', value: number): number => {
  if (value < 1 || value > limits.pageSize) {
    throw badInput(`"${name}" must be from 1 to ${limits.pageSize}, the most that Sentry gives in a page.`);
  }
  return value;
};

/** Rows gathered so far, each with its place among all rows or in its page. */
type Gathered = {
  rows: (Row | null)[];
  next: LinkTarget | null;
  hits: number | null;
  fault: CodedError | null;
};

/** Follows a page's `next` only if it can be read and leads on. */
const following = (
  page: Page,
  place: Place,
  seen: Set<string>,
): { next: LinkTarget | null; fault: CodedError | null } => {
  const { next } = page.links;
  if (place.cursor !== null) seen.add(place.cursor);
  if (!next) return { next: null, fault: null };
  try {
    identifiers.cursor(next.cursor);
  } catch (error) {
    const fault = next.results
      ? badResponse('Sentry gave a cursor that cannot be read; the list ends here.', error)
      : null;
    return { next: null, fault };
  }
  if (next.results && seen.has(next.cursor)) {
    return { next: null, fault: badResponse('Sentry gave the same cursor again; the list ends here.') };
  }
  return { next, fault: null };
};

const edgesOf = (
  list: List,
  rows: readonly (Row | null)[],
  place: (index: number) => Position,
): { edges: Slice['edges']; unreadable: number } => {
  const edges = rows.flatMap((row, index) =>
    row ? [{ cursor: encodeCursor(place(index), list.fingerprint), row }] : [],
  );
  return { edges, unreadable: rows.length - edges.length };
};

/** Reads `wanted` rows of a list by absolute row, from row `from` on, in as many calls as its page cap needs. */
const gatherRows = async (list: List, from: number, wanted: number): Promise<Gathered> => {
  const gathered: Gathered = { rows: [], next: null, hits: null, fault: null };
  const seen = new Set<string>();
  let at = from;
  for (let empty = 0; gathered.rows.length < wanted && empty <= limits.emptyPages; ) {
    const place = {
      size: Math.min(wanted - gathered.rows.length, list.perCall ?? limits.pageSize),
      cursor: at === 0 ? null : `0:${at}:0`,
    };
    const page = await list.fetch(place);
    const { next, fault } = following(page, place, seen);
    gathered.rows.push(...page.rows);
    gathered.hits ??= page.hits;
    Object.assign(gathered, { next, fault });
    if (!next?.results) break;
    if (page.rows.length === 0) empty += 1;
    at += page.rows.length || place.size;
  }
  return gathered;
};

/**
 * The page size at which one page holds rows `from` to `to` (not included): the smallest from their number up to 100, else the
 * one whose page holds most of them, counted from `from` or, backwards, from `to`.
 */
const alignedSize = (from: number, to: number, backwards: boolean): { size: number; from: number; to: number } => {
  const wanted = to - from;
  let best = { size: 0, from, to: from };
  for (let size = wanted; size <= limits.pageSize; size += 1) {
    const anchor = backwards ? to - 1 : from;
    const start = Math.floor(anchor / size) * size;
    const held = { size, from: Math.max(from, start), to: Math.min(to, start + size) };
    if (held.to - held.from === wanted) return held;
    if (held.to - held.from > best.to - best.from) best = held;
  }
  return best;
};

const gatherAligned = async (
  list: List,
  from: number,
  to: number,
  backwards: boolean,
): Promise<Gathered & { from: number }> => {
  const seen = new Set<string>();
  let held = alignedSize(from, to, backwards);
  for (let empty = 0; ; empty += 1) {
    const number = Math.floor(held.from / held.size);
    const place = { size: held.size, cursor: number === 0 ? null : `${held.size}:${number}:0` };
    const page = await list.fetch(place);
    const { next, fault } = following(page, place, seen);
    const start = held.from - number * held.size;
    const rows = page.rows.slice(start, start + held.to - held.from);
    const more = page.rows.length > start + rows.length;
    const result = {
      rows,
      next: more ? { cursor: '', results: true } : next,
      hits: page.hits,
      fault,
      from: held.from,
    };
    if (rows.length > 0 || more || !next?.results || empty >= limits.emptyPages) return result;
    const after = (number + 1) * held.size;
    held = { size: held.size, from: after, to: after + held.size };
  }
};

const rowOf = (position: Position): number => {
  if ('row' in position) return position.row;
  throw badInput('This cursor belongs to another kind of list.');
};

/** A page of a list whose places are absolute rows, in either direction. */
const offsetSlice = async (list: List, from: number, to: number, backwards: boolean): Promise<Slice> => {
  const gathered =
    list.paging === 'rows'
      ? { ...(await gatherRows(list, from, to - from)), from }
      : await gatherAligned(list, from, to, backwards);
  const rows = gathered.rows.slice(0, to - from);
  const beyond = gathered.from + rows.length;
  const hasNextPage = backwards || (gathered.next?.results ?? false) || gathered.rows.length > rows.length;
  const { edges, unreadable } = edgesOf(list, rows, (index) => ({ row: gathered.from + index }));
  const end = rows.length > 0 || hasNextPage ? encodeCursor({ row: beyond - 1 }, list.fingerprint) : null;
  return {
    edges,
    unreadable,
    hasNextPage,
    hasPreviousPage: gathered.from > 0,
    endCursor: end,
    hits: gathered.hits,
    fault: gathered.fault,
  };
};

/** A page of a list whose places are upstream cursors; forwards only. */
const keyedSlice = async (list: List, first: number, after: Position | null): Promise<Slice> => {
  if (after && 'row' in after) throw badInput('This cursor belongs to another kind of list.');
  let { page: cursor, index } = after ?? { page: null, index: 0 };
  const seen = new Set<string>();
  for (let empty = 0; ; empty += 1) {
    const place = { size: Math.min(limits.pageSize, index + first), cursor };
    const page = await list.fetch(place);
    const { next, fault } = following(page, place, seen);
    const rows = page.rows.slice(index, index + first);
    const more = page.rows.length > index + rows.length;
    if (rows.length === 0 && next?.results && empty < limits.emptyPages) {
      index = Math.max(0, index - page.rows.length);
      cursor = next.cursor;
      continue;
    }
    const start = index;
    const from = cursor;
    const lastInPage = page.rows.length - 1;
    const behind: Position = next ? { page: next.cursor, index: 0 } : { page: from, index: start + rows.length };
    const placeOf = (at: number): Position =>
      start + at === lastInPage ? behind : { page: from, index: start + at + 1 };
    const { edges, unreadable } = edgesOf(list, rows, placeOf);
    const hasNextPage = more || (next?.results ?? false);
    const end = rows.length > 0 ? placeOf(rows.length - 1) : hasNextPage ? behind : null;
    return {
      edges,
      unreadable,
      hasNextPage,
      hasPreviousPage: after !== null,
      endCursor: end && encodeCursor(end, list.fingerprint),
      hits: page.hits,
      fault,
    };
  }
};

/**
 * Reads the page of a connection that `first`/`after` or `last`/`before` ask for. One page is one upstream page, except where
 * the upstream caps its pages or gives empty ones that claim more.
 * @throws CodedError `BAD_USER_INPUT` for sizes and cursors that do not fit.
 */
export const readSlice = async (list: List, { first, after, last, before }: PageArguments): Promise<Slice> => {
  const positionOf = (cursor: string) => decodeCursor(cursor, list.fingerprint);
  if (last !== null && last !== undefined) {
    if (first !== null && first !== undefined)
      throw badInput('Give either "first" or "last", not both: give null for the other.');
    if (!before) throw badInput('"last" needs "before": Sentry cannot jump to the end of a list.');
    if (after) throw badInput('"after" belongs to "first", not to "last".');
    const to = Math.max(0, rowOf(positionOf(before)));
    const from = Math.max(0, to - size('last', last));
    if (from < to) return offsetSlice(list, from, to, true);
    return {
      edges: [],
      hasNextPage: true,
      hasPreviousPage: false,
      endCursor: encodeCursor({ row: -1 }, list.fingerprint),
      hits: null,
      unreadable: 0,
      fault: null,
    };
  }
  if (before) throw badInput('"before" needs "last".');
  const count = size('first', first ?? limits.defaultPageSize);
  const place = after ? positionOf(after) : null;
  if (list.paging === 'keys') return keyedSlice(list, count, place);
  const from = place ? rowOf(place) + 1 : 0;
  return offsetSlice(list, from, from + count, false);
};
