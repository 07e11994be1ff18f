import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WatchedFile } from '../src/watched-file.ts';

let folder = '';
let path = '';
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  folder = mkdtempSync(join(tmpdir(), 'watched-'));
  path = join(folder, 'file');
  writeFileSync(path, 'first');
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

const watched = () => {
  const told: string[] = [];
  const parse = (text: string): string => {
    if (text.startsWith('wrong')) throw new Error(`it is ${text}`);
    return text;
  };
  const file = new WatchedFile(path, parse, (reason) => told.push(reason));
  const currentIn = (seconds: number): string => {
    vi.advanceTimersByTime(seconds * 1_000);
    return file.current;
  };
  return { told, currentIn };
};

describe('a watched file that cannot be read', () => {
  it.each([
    ['is gone', () => {}, 'ENOENT'],
    ['leads to itself', () => symlinkSync(path, path), 'ELOOP'],
    ['is a folder', () => mkdirSync(path), 'EISDIR'],
    ['says what is wrong', () => writeFileSync(path, 'wrong'), 'it is wrong'],
  ])(
    'because it %s leaves what was known, told of at once and each minute until it is mended',
    (_why, spoil, reason) => {
      const { told, currentIn } = watched();
      rmSync(path);
      spoil();
      for (let second = 0; second < 60; second += 1) expect(currentIn(1)).toBe('first');
      expect(told).toEqual([reason]);
      currentIn(1);
      expect(told).toEqual([reason, reason]);
      rmSync(path, { recursive: true, force: true });
      writeFileSync(path, 'mended');
      expect(currentIn(1)).toBe('mended');
      currentIn(120);
      expect(told).toHaveLength(2);
    },
  );

  it('is told of anew where something else is wrong', () => {
    const { told, currentIn } = watched();
    for (const text of ['wrong', 'wrong again']) {
      writeFileSync(path, text);
      expect(currentIn(1)).toBe('first');
    }
    expect(told).toEqual(['it is wrong', 'it is wrong again']);
  });

  it('counts again when it is back as it was', () => {
    const { told, currentIn } = watched();
    renameSync(path, `${path}.away`);
    currentIn(1);
    renameSync(`${path}.away`, path);
    expect(currentIn(120)).toBe('first');
    expect(told).toEqual(['ENOENT']);
  });
});
