import type { Answer, Written } from './api.ts';
import { badResponse, CodedError } from './http/coded-error.ts';
import type { Links } from './http/link-header.ts';
import { isRow, json, member, type Reader, type Row, required, text } from './read.ts';

/** One upstream page. */
export type Page = {
  /** Null stands for a row that cannot be shown; it keeps its place. */
  readonly rows: readonly (Row | null)[];
  readonly links: Links;
  readonly hits: number | null;
};

/** Size and place of an upstream page; no cursor is the first one. */
export type Place = { readonly size: number; readonly cursor: string | null };

/** Members that a row must have, each with its reader where it must also be of its type. */
export type Needed = readonly string[] | Readonly<Record<string, Reader<unknown>>>;

type NamedReader = readonly [name: string, reader: Reader<unknown>];

const namedReaders = (needed: Needed): NamedReader[] =>
  Array.isArray(needed) ? needed.map((name: string): NamedReader => [name, json]) : Object.entries(needed);

const isWhole = (row: Row, readers: readonly NamedReader[]): boolean => {
  try {
    return readers.every(([name, reader]) => required(row, name, reader) !== '');
  } catch {
    return false;
  }
};

/**
 * Reads a list answer. `needed` are the members without which a row cannot be shown: its key, and what the graph promises
 * never to be null, for one such row would take the whole list with it.
 */
export const readPage = ({ json: answer, links, hits }: Answer, needed: Needed = { id: text }): Page => {
  if (!Array.isArray(answer)) throw badResponse('Sentry answered with something else than a list.');
  const readers = namedReaders(needed);
  return { rows: answer.map((item) => (isRow(item) && isWhole(item, readers) ? item : null)), links, hits };
};

/** The rows of a page that can be read. */
export const readable = (page: Page): Row[] => page.rows.filter((row) => row !== null);

/** Reads an answer that is one object. */
export const readRow = (answer: Answer): Row => {
  if (!isRow(answer.json)) throw badResponse('Sentry answered with something else than an object.');
  return answer.json;
};

/** The rows of a page by one of their members. */
export const rowsBy = (page: Page, name: string): Map<string, Row> =>
  new Map(readable(page).map((row) => [text(member(row, name)), row]));

/** The first page at its full size, for lists asked by key. */
export const wholePage: Place = { size: 100, cursor: null };

/** Reads the object that a write answered with; `needed` are the members without which it cannot be shown. */
export const writtenRow = ({ json: answer }: Written, needed: Needed = []): Row => {
  if (isRow(answer) && isWhole(answer, namedReaders(needed))) return answer;
  throw new CodedError(
    'UPSTREAM_BAD_RESPONSE',
    'Sentry made the change, but its answer cannot be read: read the object anew.',
    { outcome: 'UNKNOWN' },
  );
};
