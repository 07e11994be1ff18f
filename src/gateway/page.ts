import type { Answer } from './api.ts';
import { badResponse } from './http/coded-error.ts';
import type { Links } from './http/link-header.ts';
import { isRow, member, type Row, text } from './read.ts';

/** One upstream page. */
export type Page = {
  /** Null stands for a row that cannot be shown; it keeps its place. */
  readonly rows: readonly (Row | null)[];
  readonly links: Links;
  readonly hits: number | null;
};

/** Size and place of an upstream page; no cursor is the first one. */
export type Place = { readonly size: number; readonly cursor: string | null };

const has =
  (names: readonly string[]) =>
  (row: Row): boolean =>
    names.every((name) => {
      const value = member(row, name);
      return value !== undefined && value !== null && value !== '';
    });

/**
 * Reads a list answer. `needed` names the members without which a row cannot be shown: its key, and what the graph promises
 * never to be null, for one such row would take the whole list with it.
 */
export const readPage = ({ json, links, hits }: Answer, needed: readonly string[] = ['id']): Page => {
  if (!Array.isArray(json)) throw badResponse('Sentry answered with something else than a list.');
  const isWhole = has(needed);
  return { rows: json.map((item) => (isRow(item) && isWhole(item) ? item : null)), links, hits };
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
