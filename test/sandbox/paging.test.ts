import { describe, expect, it } from 'vitest';
import {
  BadCursor,
  dateTimePage,
  genericOffsetPage,
  linkHeader,
  offsetPage,
  type Page,
  parseCursor,
  searchPage,
} from '../../src/sandbox/paging.ts';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** A page in the form of the tables: both cursors with their results, and which rows. */
function shown(page: Page<number>): string {
  const ends = [page.previous, page.next].map(({ cursor, results }) => `${cursor} ${results}`).join(' | ');
  const rows = page.rows.length === 0 ? 'none' : `${page.rows[0]}..${page.rows.at(-1)}`;
  return `${ends} | ${rows}`;
}

/** Reads a list to its end by `next`. */
function readAll<T>(pageAt: (cursor: string | null) => Page<T>, pages = 300): T[] {
  const rows: T[] = [];
  let cursor: string | null = null;
  for (let i = 0; i < pages; i++) {
    const page: Page<T> = pageAt(cursor);
    rows.push(...page.rows);
    if (!page.next.results) return rows;
    cursor = page.next.cursor;
  }
  throw new Error('no end');
}

describe('generic offset pages', () => {
  it.each([
    [230, null, '0:0:1 false | 0:100:0 true | 0..99'],
    [230, '', '0:0:1 false | 0:100:0 true | 0..99'],
    [230, '0:100:0', '0:0:1 true | 0:200:0 true | 100..199'],
    [230, '0:200:0', '0:100:1 true | 0:300:0 false | 200..229'],
    [0, null, '0:0:1 false | 0:100:0 false | none'],
    [230, '0:100:1', '0:0:1 true | 0:200:0 true | 100..199'],
    [230, '0:7:0', '0:0:1 true | 0:107:0 true | 7..106'],
    [200, '0:100:0', '0:0:1 true | 0:200:0 false | 100..199'],
  ])('%i rows at %s', (count, cursor, expected) => {
    expect(shown(genericOffsetPage(numbers(count), { cursor, perPage: 100 }))).toBe(expected);
  });

  it('goes on by the size that was used', () => {
    expect(shown(genericOffsetPage(numbers(40), { cursor: null, perPage: 10 }))).toBe(
      '0:0:1 false | 0:10:0 true | 0..9',
    );
  });
});

describe('offset pages', () => {
  it.each([
    [230, 100, null, '100:-1:1 false | 100:1:0 true | 0..99'],
    [230, 100, '100:1:0', '100:0:1 true | 100:2:0 true | 100..199'],
    [230, 100, '100:2:0', '100:1:1 true | 100:3:0 false | 200..229'],
    [0, 100, null, '100:-1:1 false | 100:1:0 false | none'],
    [230, 100, '100:1:1', '100:0:1 true | 100:2:0 true | 100..199'],
    [230, 50, '100:1:0', '50:0:1 true | 50:2:0 true | 150..199'],
    [230, 50, '50:2:0', '50:1:1 true | 50:3:0 true | 100..149'],
    [230, 100, '50:1:0', '100:0:1 true | 100:2:0 false | 50..100'],
  ])('%i rows, %i a page, at %s', (count, perPage, cursor, expected) => {
    expect(shown(offsetPage(numbers(count), { cursor, perPage }))).toBe(expected);
  });

  it('refuses the previous cursor of the first page', () => {
    expect(() => offsetPage(numbers(10), { cursor: '100:-1:1', perPage: 100 })).toThrow(BadCursor);
  });
});

describe('date pages, newest first', () => {
  const key = (row: number): number => 1_541_539_195_101 - row * 1000;
  const page = (count: number, cursor: string | null, perPage = 2): string =>
    shown(dateTimePage(numbers(count), key, { cursor, perPage }));

  it.each([
    [5, null, `${key(0)}:0:1 false | ${key(2)}:0:0 true | 0..1`],
    [5, `${key(2)}:0:0`, `${key(2)}:0:1 true | ${key(4)}:0:0 true | 2..3`],
    [5, `${key(4)}:0:0`, `${key(4)}:0:1 true | ${key(4)}:2:0 false | 4..4`],
    [4, `${key(2)}:0:0`, `${key(2)}:0:1 true | ${key(3)}:1:0 false | 2..3`],
    [0, null, '0:0:1 false | 0:0:0 false | none'],
    [3, '1:0:0', '0:0:1 true | 1:0:0 false | none'],
  ])('%i rows at %s', (count, cursor, expected) => {
    expect(page(count, cursor)).toBe(expected);
  });

  it('goes back to the rows before, and from there repeats where it came from', () => {
    expect(page(6, `${key(4)}:0:1`)).toBe(`${key(2)}:1:1 true | ${key(4)}:0:0 true | 2..3`);
    expect(page(6, `${key(2)}:0:1`)).toBe(`${key(0)}:1:1 false | ${key(2)}:0:0 true | 0..1`);
  });

  it('gives an empty page before the first row', () => {
    expect(page(6, `${key(0)}:0:1`)).toBe(`0:0:1 false | ${key(0)}:0:0 true | none`);
  });

  it('skips rows with the same key by offset', () => {
    const rows = numbers(9);
    const tied = (row: number): number => 1000 - Math.floor(row / 4);
    expect(shown(dateTimePage(rows, tied, { cursor: null, perPage: 3 }))).toBe('1000:0:1 false | 1000:3:0 true | 0..2');
    expect(shown(dateTimePage(rows, tied, { cursor: '1000:3:0', perPage: 3 }))).toBe(
      '1000:0:1 true | 999:2:0 true | 3..5',
    );
    expect(readAll((cursor) => dateTimePage(rows, tied, { cursor, perPage: 3 }))).toEqual(rows);
  });

  it('reads positions upwards', () => {
    const ascending = { ascending: true, perPage: 100 };
    const rows = numbers(150);
    expect(shown(dateTimePage(rows, (row) => row, { cursor: null, ...ascending }))).toBe(
      '0:0:1 false | 100:0:0 true | 0..99',
    );
    expect(shown(dateTimePage(rows, (row) => row, { cursor: '100:0:0', ...ascending }))).toBe(
      '100:0:1 true | 149:1:0 false | 100..149',
    );
  });
});

describe('search pages', () => {
  const score = (row: number): number => 1_723_456_789_000 - row * 1000;
  const page = (count: number, cursor: string | null, guessedNext = false): string =>
    shown(searchPage(numbers(count), score, { cursor, limit: 2, guessedNext }));

  it.each([
    [5, null, `${score(0)}:0:1 false | ${score(2)}:0:0 true | 0..1`],
    [5, `${score(2)}:0:0`, `${score(2)}:0:1 true | ${score(4)}:0:0 true | 2..3`],
    [5, `${score(4)}:0:0`, `${score(4)}:0:1 true | ${score(4)}:1:0 false | 4..4`],
    [0, null, '0:0:1 false | 0:0:0 false | none'],
    [5, `${score(2)}:0:1`, `${score(0)}:0:1 true | ${score(2)}:0:0 true | 0..1`],
    [5, `${score(0)}:0:1`, `${score(0)}:0:1 false | ${score(0)}:0:0 true | none`],
    [2, null, `${score(0)}:0:1 false | ${score(1)}:1:0 false | 0..1`],
  ])('%i rows at %s', (count, cursor, expected) => {
    expect(page(count, cursor)).toBe(expected);
  });

  it('sorts by score and skips ties', () => {
    const scores = [5, 9, 5, 5, 1];
    const at = (cursor: string | null): string =>
      shown(searchPage(numbers(5), (row) => scores[row] ?? 0, { cursor, limit: 2 }));
    expect(at(null)).toBe('9:0:1 false | 5:1:0 true | 1..0');
    expect(at('5:1:0')).toBe('5:1:1 true | 1:0:0 true | 2..3');
  });

  it('takes scores with a fraction', () => {
    const rows = numbers(4);
    expect(readAll((cursor) => searchPage(rows, (row) => 1 / (row + 1), { cursor, limit: 1 }))).toEqual(rows);
  });

  it('guesses one page more, which is empty and final', () => {
    expect(page(2, null, true)).toBe(`${score(0)}:0:1 false | ${score(1)}:1:0 true | 0..1`);
    expect(page(2, `${score(1)}:1:0`, true)).toBe(`${score(1)}:1:1 true | ${score(1)}:1:0 false | none`);
    expect(page(0, null, true)).toBe('0:0:1 false | 0:0:0 false | none');
  });
});

describe('every family', () => {
  it('shows every row once and ends, at any length and size', () => {
    for (const count of [0, 1, 2, 24, 25, 26, 99, 100, 101, 250]) {
      for (const size of [1, 7, 25, 100]) {
        const rows = numbers(count);
        const key = (row: number): number => 10_000 - Math.floor(row / 3);
        expect(readAll((cursor) => genericOffsetPage(rows, { cursor, perPage: size }))).toEqual(rows);
        expect(readAll((cursor) => offsetPage(rows, { cursor, perPage: size }))).toEqual(rows);
        expect(readAll((cursor) => dateTimePage(rows, key, { cursor, perPage: size }))).toEqual(rows);
        expect(readAll((cursor) => searchPage(rows, key, { cursor, limit: size }))).toEqual(rows);
      }
    }
  });

  it.each(['1:2', '1:2:3', 'a:0:0', '0:x:0', '0:0:0:0', ':0:0', '0:1.5:0', ' '])('refuses the cursor %s', (cursor) => {
    expect(() => parseCursor(cursor)).toThrow(BadCursor);
  });

  it('refuses a negative row', () => {
    expect(() => genericOffsetPage([1], { cursor: '0:-1:0', perPage: 1 })).toThrow(BadCursor);
    expect(() => searchPage([1], Number, { cursor: '1:-1:0', limit: 1 })).toThrow(BadCursor);
    expect(() => dateTimePage([1], Number, { cursor: '1:-1:0', perPage: 1 })).toThrow(BadCursor);
  });
});

describe('the Link header', () => {
  const page = genericOffsetPage(numbers(3), { cursor: null, perPage: 2 });

  it('names both directions, previous first', () => {
    expect(linkHeader('https://shop.sentry.io/api/0/x/', page)).toBe(
      '<https://shop.sentry.io/api/0/x/?&cursor=0:0:1>; rel="previous"; results="false"; cursor="0:0:1", ' +
        '<https://shop.sentry.io/api/0/x/?&cursor=0:2:0>; rel="next"; results="true"; cursor="0:2:0"',
    );
  });

  it('repeats the query without its cursor', () => {
    expect(linkHeader('https://sentry.io/a/?query=a+b&cursor=1%3A0%3A0&project=1&project=2', page)).toContain(
      '<https://sentry.io/a/?query=a+b&project=1&project=2&cursor=0:2:0>',
    );
  });
});
