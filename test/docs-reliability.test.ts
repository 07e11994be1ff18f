import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { promises } from './support/promises.ts';

const page = readFileSync('docs/reliability.md', 'utf8');

type Told = { readonly promise: string; readonly bar: string; readonly seen: string; readonly files: string[] };

/** The rows of its tables, by id. */
const rows = new Map(
  [...page.matchAll(/^\| ([RS]\d+) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$/gm)].map(
    ([, id = '', promise = '', bar = '', seen = '', held = '']): [string, Told] => [
      id,
      { promise, bar, seen, files: [...held.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file) },
    ],
  ),
);

const faults = readdirSync('test/faults').map((name) => `test/faults/${name}`);

describe('docs/reliability.md', () => {
  it('has every promise, in the words that the run of faults prints', () => {
    const told = Object.fromEntries([...rows].map(([id, { promise }]) => [id, promise]));
    expect(told).toEqual(promises);
  });

  it('names for each the files that hold it, which are there', () => {
    for (const [id, { files, seen }] of rows) {
      expect(files.length, id).toBeGreaterThan(0);
      expect(seen.length, id).toBeGreaterThan(1);
      for (const file of files) expect(existsSync(file), `${id}: ${file}`).toBe(true);
    }
  });

  it('names a file of faults for just the promises that it tells of', () => {
    for (const file of faults) {
      const tells = new Set([...readFileSync(file, 'utf8').matchAll(/\bsaw\(\s*'([RS]\d+)'/g)].map(([, id]) => id));
      const named = [...rows].filter(([, { files }]) => files.includes(file)).map(([id]) => id);
      expect(tells.size, file).toBeGreaterThan(0);
      expect(named.sort(), file).toEqual([...tells].sort());
    }
  });
});
