import { badInput, badResponse, type CodedError } from '../gateway/http/coded-error.ts';
import { identifiers } from '../gateway/http/identifiers.ts';
import type { LinkTarget } from '../gateway/http/link-header.ts';
import { limits } from '../gateway/limits.ts';
import type { Page, Place } from '../gateway/page.ts';
import { member, type Row } from '../gateway/read.ts';
import { decodeCursor, encodeCursor, type Position } from './cursor.ts';

/**
 * How the upstream pages a list (Sentry's paginator in brackets). `rows`: by absolute row (GenericOffset). `pages`: by page
 * number of one size (Offset). `keys`: by a value and ties (DateTime, integer, issue search).
 */
export type Paging = 'rows' | 'pages' | 'keys';

/** A list as the walker sees it. */
export type List = {
  readonly paging: Paging;
  /** What its cursors may hold of it; the first is written. */
  readonly fingerprints: readonly [string, ...string[]];
  /** Most rows the upstream gives in one page; fewer where it cuts. */
  readonly perCall?: number | undefined;
  fetch(place: Place): Promise<Page>;
  /** What a row is known again by: its `id` unless said otherwise; undefined where it has nothing of the kind. */
  idOf?(row: Row): unknown;
};

/** What a client gives to page a connection. */
export type PageArguments = {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
};

/**
 * A place in a list. Its cursor is written when it is asked for, which it rarely is. A class, because V8 gives every object that
 * is made with a getter of its own a hidden class of its own, which keeps all that the getter sees until the next full collection.
 */
export class PagePlace {
  readonly #place: Position;
  readonly #list: Pick<List, 'fingerprints'>;

  constructor(place: Position, list: Pick<List, 'fingerprints'>) {
    this.#place = place;
    this.#list = list;
  }

  get cursor(): string {
    return encodeCursor(this.#place, this.#list.fingerprints[0]);
  }
}

/** A row of a page in its place. */
export class PlacedRow extends PagePlace {
  readonly row: Row;

  constructor(row: Row, place: Position, list: Pick<List, 'fingerprints'>) {
    super(place, list);
    this.row = row;
  }
}

/** A page of a connection, before its rows become nodes. */
export type Slice = {
  readonly edges: readonly PlacedRow[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly end: PagePlace | null;
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

/** A row, or null for one that cannot be shown, and its place. */
type Placed = { readonly row: Row | null; readonly place: Position };

/** Rows gathered by absolute row, `from` to `end` (not included). */
type Gathered = {
  readonly rows: readonly Placed[];
  readonly from: number;
  readonly end: number;
  readonly more: boolean;
  readonly hits: number | null;
  readonly fault: CodedError | null;
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

const edgesOf = (list: List, rows: readonly Placed[]): { edges: Slice['edges']; unreadable: number } => {
  const edges: PlacedRow[] = [];
  for (const { row, place } of rows) if (row) edges.push(new PlacedRow(row, place, list));
  return { edges, unreadable: rows.length - edges.length };
};

/** Tells whether a row has been met before. */
const repeats = ({ idOf = (row) => member(row, 'id') }: List): ((row: Row | null) => boolean) => {
  const met = new Set<unknown>();
  return (row) => {
    const id = row ? idOf(row) : undefined;
    if (id === undefined) return false;
    const again = met.has(id);
    met.add(id);
    return again;
  };
};

/**
 * Reads a list by absolute row, in as many calls as its page cap needs. Each call goes on at the row that `next` names, for a
 * page may be short of rows. New rows at the head push others from one call into the next: those are given once.
 */
const gatherRows = async (list: List, from: number, to: number, backwards: boolean): Promise<Gathered> => {
  const isRepeated = repeats(list);
  const rows: Placed[] = [];
  const seen = new Set<string>();
  let hits: number | null = null;
  let until = to;
  for (let at = from, empty = 0; ; ) {
    const size = Math.min(until - at, list.perCall ?? limits.pageSize);
    const place = { size, cursor: at === 0 ? null : `0:${at}:0` };
    const page = await list.fetch(place);
    const { next, fault } = following(page, place, seen);
    const wanted = page.rows.slice(0, until - at);
    const over = page.rows.length > wanted.length;
    const more = over || (next?.results ?? false);
    const behind = at + (wanted.length || (more ? size : 0));
    const end = next?.results && !over ? Math.max(behind, Number(next.cursor.split(':')[1])) : behind;
    for (const [index, row] of wanted.entries()) {
      const number = index === wanted.length - 1 ? end - 1 : at + index;
      if (!isRepeated(row)) rows.push({ row, place: { row: number } });
    }
    hits ??= page.hits;
    at = end;
    if (page.rows.length === 0) empty += 1;
    if (rows.length === 0 && !backwards) until = at + to - from;
    if (!more || at >= until || empty > limits.emptyPages) return { rows, from, end, more, hits, fault };
  }
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

/** Reads a list by pages of one size: as much of `from` to `to` as one page holds. */
const gatherAligned = async (list: List, from: number, to: number, backwards: boolean): Promise<Gathered> => {
  const seen = new Set<string>();
  let held = alignedSize(from, to, backwards);
  for (let empty = 0; ; empty += 1) {
    const number = Math.floor(held.from / held.size);
    const place = { size: held.size, cursor: number === 0 ? null : `${held.size}:${number}:0` };
    const page = await list.fetch(place);
    const { next, fault } = following(page, place, seen);
    const start = held.from - number * held.size;
    const wanted = page.rows.slice(start, start + held.to - held.from);
    const over = page.rows.length > start + wanted.length;
    if (wanted.length > 0 || over || !next?.results || backwards || empty >= limits.emptyPages) {
      const first = held.from;
      const rows = wanted.map((row, index) => ({ row, place: { row: first + index } }));
      const more = over || (next?.results ?? false);
      return { rows, from: first, end: first + rows.length, more, hits: page.hits, fault };
    }
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
  const gather = list.paging === 'rows' ? gatherRows : gatherAligned;
  const { rows, end, more, hits, fault, ...gathered } = await gather(list, from, to, backwards);
  return {
    ...edgesOf(list, rows),
    hasNextPage: more,
    hasPreviousPage: gathered.from > 0,
    end: rows.length > 0 || more ? new PagePlace({ row: end - 1 }, list) : null,
    hits,
    fault,
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
    const placed = rows.map((row, at) => ({ row, place: placeOf(at) }));
    const hasNextPage = more || (next?.results ?? false);
    const end = rows.length > 0 ? placeOf(rows.length - 1) : hasNextPage ? behind : null;
    return {
      ...edgesOf(list, placed),
      hasNextPage,
      hasPreviousPage: after !== null,
      end: end && new PagePlace(end, list),
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
  const positionOf = (cursor: string) => decodeCursor(cursor, list.fingerprints);
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
      end: new PagePlace({ row: -1 }, list),
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
