import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let folder = '';

/** A package with our scripts, one source, and a compiler that copies it and counts its runs. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-'));
  cpSync('scripts', join(folder, 'scripts'), { recursive: true });
  for (const path of ['src', 'node_modules/.bin']) mkdirSync(join(folder, path), { recursive: true });
  write('scripts/build-graphiql.js', '');
  write('package.json', '{"type":"module","scripts":{"build":"node scripts/build.js"}}');
  write('src/index.ts', 'console.log(1);');
  writeFileSync(
    join(folder, 'node_modules/.bin/tsc'),
    '#!/bin/sh\nmkdir -p dist\ncp src/index.ts dist/index.js\necho x >> runs\ngrep -q wrong src/index.ts && exit 2 || true\n',
    { mode: 0o755 },
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
const start = (from = folder) => execFileSync('node', ['scripts/start.js'], { cwd: from, encoding: 'utf8' }).trim();
const runs = () => readFileSync(join(folder, 'runs'), 'utf8').trim().split('\n').length;

describe('npm start', () => {
  it('builds once, and again where a source or the package has changed', () => {
    expect([start(), start(), runs()]).toEqual(['1', '1', 1]);
    write('src/index.ts', 'console.log(2);');
    expect([start(), start(), runs()]).toEqual(['2', '2', 2]);
    write('package-lock.json', '{}');
    expect([start(), start(), runs()]).toEqual(['2', '2', 3]);
  });

  it.each(readdirSync('scripts').filter((name) => /^(build|graphiql)/.test(name)))('builds again with %s', (name) => {
    start();
    appendFileSync(join(folder, 'scripts', name), '\n// Changed.\n');
    expect([start(), start(), runs()]).toEqual(['1', '1', 2]);
  });

  it('is not fooled by the times of files, whatever copied them', () => {
    start();
    const [past, future] = [new Date('2020-01-01'), new Date('2040-01-01')];
    utimesSync(join(folder, 'src/index.ts'), future, future);
    expect([start(), runs()]).toEqual(['1', 1]);
    write('src/index.ts', 'console.log(3);');
    utimesSync(join(folder, 'src/index.ts'), past, past);
    expect([start(), runs()]).toEqual(['3', 2]);
  });

  it('runs what was built where there are no sources', () => {
    start();
    rmSync(join(folder, 'src'), { recursive: true });
    expect([start(), runs()]).toEqual(['1', 1]);
  });

  it('does not run what failed to build, nor take it for built later', () => {
    write('src/index.ts', 'console.log("wrong");');
    expect(() => start()).toThrow();
    expect(() => start()).toThrow();
    expect(runs()).toBe(2);
  });
});
