import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Place, Page as UpstreamPage } from '../../src/gateway/page.ts';
import type { Row } from '../../src/gateway/read.ts';
import { type List, type Paging, readSlice, type Slice } from '../../src/loaders/connection.ts';
import { encodeCursor } from '../../src/loaders/cursor.ts';
import {
  dateTimePage,
  genericOffsetPage,
  offsetPage,
  type Page as SandboxPage,
  searchPage,
} from '../../src/sandbox/paging.ts';

type Item = { id: string; score: number };

/** Rows newest first, with ties of up to four. */
const items = (count: number): Item[] =>
  Array.from({ length: count }, (_, index) => ({
    id: String(index),
    score: 1_700_000_000_000 - Math.floor(index / 4),
  }));

type Family = { name: string; paging: Paging; exact: boolean; page(rows: Item[], place: Place): SandboxPage<Item> };

const families: Family[] = [
  {
    name: 'generic offset',
    paging: 'rows',
    exact: true,
    page: (rows, { cursor, size }) => genericOffsetPage(rows, { cursor, perPage: size }),
  },
  {
    name: 'offset pages',
    paging: 'pages',
    exact: true,
    page: (rows, { cursor, size }) => offsetPage(rows, { cursor, perPage: size }),
  },
  {
    name: 'date and integer keys',
    paging: 'keys',
    exact: true,
    page: (rows, { cursor, size }) => dateTimePage(rows, ({ score }) => score, { cursor, perPage: size }),
  },
  {
    name: 'issue search with wrong guesses',
    paging: 'keys',
    exact: false,
    page: (rows, { cursor, size }) =>
      searchPage(rows, ({ score }) => score, { cursor, limit: size, guessedNext: true }),
  },
];

const listOf = ({ paging, page }: Family, rows: Item[], calls: Place[] = [], fingerprint = 'f'.repeat(16)): List => ({
  paging,
  fingerprints: [fingerprint],
  fetch: async (place): Promise<UpstreamPage> => {
    calls.push(place);
    const found = page(rows, place);
    return { rows: found.rows as Row[], links: { previous: found.previous, next: found.next }, hits: null };
  },
});

const idsOf = (slice: Slice): string[] => slice.edges.map(({ row }) => String(row.id));

/** Walks a list forwards. `turns` says for each page how many rows to ask and from which of its edges to go on (0 is the last). */
const walk = async (family: Family, rows: Item[], turns: (page: number) => { first: number; back: number }) => {
  const list = listOf(family, rows);
  const seen: string[] = [];
  let after: string | null = null;
  for (let page = 0; ; page += 1) {
    if (page > 2 * rows.length + 20) throw new Error('the walk does not end');
    const { first, back } = turns(page);
    const slice: Slice = await readSlice(list, { first, after });
    const ids = idsOf(slice);
    const kept = Math.max(Math.min(1, ids.length), ids.length - back);
    seen.push(...ids.slice(0, kept));
    if (slice.hasNextPage && slice.end === null) throw new Error('more, but no cursor');
    if (kept < ids.length) {
      after = slice.edges[kept - 1]?.cursor ?? null;
      continue;
    }
    if (!slice.hasNextPage) {
      expect(seen.length, 'hasNextPage is false only at the end').toBe(rows.length);
      return seen;
    }
    if (family.exact) expect(seen.length, 'hasNextPage is true only before the end').toBeLessThan(rows.length);
    after = slice.end?.cursor ?? null;
  }
};

describe.each(families)('a connection over $name', (family) => {
  it.each([0, 1, 99, 100, 101, 250])('shows each of %i rows once, in order, whatever the page size', async (count) => {
    const rows = items(count);
    for (const first of [1, 7, 25, 100]) {
      expect(await walk(family, rows, () => ({ first, back: 0 }))).toEqual(rows.map(({ id }) => id));
    }
  });

  it('shows each row once while the size changes and cursors come from the middle of pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(0, 1, 99, 100, 101, 250),
        fc.array(fc.record({ first: fc.constantFrom(1, 7, 25, 100), back: fc.integer({ min: 0, max: 30 }) }), {
          minLength: 1,
          maxLength: 8,
        }),
        async (count, turns) => {
          const rows = items(count);
          const walked = await walk(family, rows, (page) => turns[page % turns.length] ?? { first: 25, back: 0 });
          expect(walked).toEqual(rows.map(({ id }) => id));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('asks one upstream page for a page, of just the size asked', async () => {
    const calls: Place[] = [];
    const list = listOf(family, items(250), calls);
    const first = await readSlice(list, { first: 25 });
    await readSlice(list, { first: 25, after: first.end?.cursor });
    expect(calls.map(({ size }) => size)).toEqual([25, 25]);
    expect(calls[0]?.cursor).toBeNull();
  });

  it('refuses cursors of other lists and malformed ones, before any call', async () => {
    const { end } = await readSlice(listOf(family, items(10)), { first: 5 });
    const calls: Place[] = [];
    const other = listOf(family, items(10), calls, '0'.repeat(16));
    for (const after of [end?.cursor, 'x', '', '!!', 'MXxwLi4vLi4vLDB8ZmZmZmZmZmZmZmZmZmZmZg'].filter(
      (c) => c !== '',
    )) {
      await expect(readSlice(other, { first: 5, after })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    }
    expect(calls).toEqual([]);
  });

  it.each([
    [{ first: 0 }],
    [{ first: 101 }],
    [{ first: -1 }],
    [{ first: 1, last: 1, before: 'x' }],
    [{ last: 5 }],
    [{ before: 'x' }],
  ])('refuses %j', async (args) => {
    await expect(readSlice(listOf(family, items(3)), args)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe.each(families.filter(({ paging }) => paging !== 'keys'))('backwards over $name', (family) => {
  it('walks back to the first row, each row once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(1, 99, 101, 250), fc.constantFrom(1, 7, 25, 100), async (count, last) => {
        const rows = items(count);
        const list = listOf(family, rows);
        let cursor: string | null = null;
        let end: Slice;
        do {
          end = await readSlice(list, { first: 100, after: cursor });
          cursor = end.end?.cursor ?? null;
        } while (end.hasNextPage);
        const back = [String(count - 1)];
        let before = end.edges.at(-1)?.cursor ?? '';
        for (let more = true; more; ) {
          const slice: Slice = await readSlice(list, { last, before });
          back.unshift(...idsOf(slice));
          more = slice.hasPreviousPage;
          before = slice.edges[0]?.cursor ?? before;
        }
        expect(back).toEqual(rows.map(({ id }) => id));
      }),
      { numRuns: 16 },
    );
  });

  it('says that there is more only where there is', async () => {
    const list = listOf(family, items(30));
    const cursorOf = (row: number) => encodeCursor({ row }, list.fingerprints[0]);
    expect(await readSlice(list, { last: 10, before: cursorOf(20) })).toMatchObject({ hasNextPage: true });
    const end = await readSlice(list, { last: 10, before: cursorOf(30) });
    expect(end).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect(idsOf(end)).toHaveLength(10);
    expect(await readSlice(list, { last: 10, before: cursorOf(50) })).toMatchObject({ edges: [], hasNextPage: false });
    expect(await readSlice(listOf(family, []), { last: 10, before: cursorOf(5) })).toMatchObject({
      hasNextPage: false,
    });
  });
});

describe('a list by absolute row whose page takes several calls', () => {
  const fingerprint = 'f'.repeat(16);
  type Change = (rows: Row[], call: number) => { all: Row[]; shown: (page: Row[]) => Row[] };

  /** A list of `count` rows; `change` says what it has become at each call and what of a page is shown. */
  const changing = (count: number, change: Change, calls: (string | null)[] = []): List => {
    let rows: Row[] = items(count);
    return {
      paging: 'rows',
      fingerprints: [fingerprint],
      perCall: 10,
      fetch: async (place) => {
        const { all, shown } = change(rows, calls.push(place.cursor));
        rows = all;
        const { rows: page, previous, next } = genericOffsetPage(all, { cursor: place.cursor, perPage: place.size });
        return { rows: shown(page), links: { previous, next }, hits: null };
      },
    };
  };
  const all = (page: Row[]) => page;
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => String(from + index));

  it('shows a row once that new ones push from one call into the next', async () => {
    const list = changing(60, (rows, call) => ({ all: call === 2 ? [{ id: 'new' }, ...rows] : rows, shown: all }));
    const page = await readSlice(list, { first: 25 });
    expect(idsOf(page)).toEqual(range(0, 24));
    expect(page).toMatchObject({ hasNextPage: true, unreadable: 0 });
    const rest = await readSlice(list, { first: 25, after: page.end?.cursor });
    expect(idsOf(rest)).toEqual(range(24, 49));
  });

  it('knows rows again by what the list names', async () => {
    const bare = changing(30, (rows) => ({ all: rows, shown: (page) => page.map(({ id }) => ({ eventID: id })) }));
    const doubled: List = { ...bare, idOf: () => 'same' };
    expect((await readSlice(bare, { first: 25 })).edges).toHaveLength(25);
    expect((await readSlice(doubled, { first: 25 })).edges).toHaveLength(1);
  });

  it('goes on where "next" says after a page that is short of rows, and so does its cursor', async () => {
    const calls: (string | null)[] = [];
    const gone = new Set(['3', '9']);
    const list = changing(
      40,
      (rows) => ({ all: rows, shown: (page) => page.filter(({ id }) => !gone.has(String(id))) }),
      calls,
    );
    const expected = (from: number, to: number) => range(from, to).filter((id) => !gone.has(id));
    const page = await readSlice(list, { first: 25 });
    expect(idsOf(page)).toEqual(expected(0, 25));
    expect(calls).toEqual([null, '0:10:0', '0:20:0']);
    expect(idsOf(await readSlice(list, { first: 25, after: page.end?.cursor }))).toEqual(expected(25, 40));
    const short = await readSlice(list, { first: 10 });
    expect(idsOf(short)).toEqual(expected(0, 10));
    expect(short.end?.cursor).toBe(short.edges.at(-1)?.cursor);
    expect(idsOf(await readSlice(list, { first: 5, after: short.end?.cursor }))).toEqual(expected(10, 15));
  });
});

describe('paging that misbehaves', () => {
  const links = (cursor: string) => ({ previous: null, next: { cursor, results: true } });

  it.each(['keys', 'rows', 'pages'] as const)(
    'follows at most ten empty pages that claim more, and then says so with a cursor (%s)',
    async (paging) => {
      let calls = 0;
      const fetch = async () => {
        calls += 1;
        return { rows: [], hits: null, links: links(`${calls}:0:0`) };
      };
      const slice = await readSlice({ paging, fingerprints: ['f'.repeat(16)], perCall: 10, fetch }, { first: 50 });
      expect(calls).toBe(11);
      expect(slice).toMatchObject({ edges: [], hasNextPage: true });
      expect(slice.end?.cursor).toBeTypeOf('string');
    },
  );

  it('ends at a cursor that repeats, with one fault and its rows', async () => {
    const fetch = async () => ({ rows: [{ id: '1' }], hits: null, links: links('5:0:0') });
    const list: List = { paging: 'keys', fingerprints: ['f'.repeat(16)], fetch };
    const { end } = await readSlice(list, { first: 1 });
    const slice = await readSlice(list, { first: 1, after: end?.cursor });
    expect(slice).toMatchObject({ hasNextPage: false, fault: { code: 'UPSTREAM_BAD_RESPONSE' } });
    expect(idsOf(slice)).toEqual(['1']);
  });

  it('ends at a cursor it cannot read', async () => {
    const fetch = async () => ({ rows: [{ id: '1' }], hits: null, links: links('https://evil.example/') });
    const slice = await readSlice({ paging: 'rows', fingerprints: ['f'.repeat(16)], fetch }, { first: 5 });
    expect(slice).toMatchObject({ hasNextPage: false, fault: { code: 'UPSTREAM_BAD_RESPONSE' } });
  });

  it('leaves out rows nobody can read, and keeps the places of the others', async () => {
    const fetch = async () => ({
      rows: [{ id: '1' }, null, { id: '3' }],
      hits: null,
      links: { previous: null, next: null },
    });
    const slice = await readSlice({ paging: 'rows', fingerprints: ['f'.repeat(16)], fetch }, { first: 5 });
    expect(idsOf(slice)).toEqual(['1', '3']);
    expect(slice.unreadable).toBe(1);
  });
});
