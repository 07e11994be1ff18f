// @ts-check
// Builds unless dist/ was made of just these sources, then runs it. Times of files tell nothing: copying sets them anew.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { at, sourceHash, stampFile } from './source-hash.js';

const isBuilt = () => {
  const hash = sourceHash();
  if (hash === null) return existsSync(at('dist/index.js'));
  return existsSync(at('dist/index.js')) && existsSync(stampFile) && readFileSync(stampFile, 'utf8').trim() === hash;
};

if (!isBuilt()) {
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], {
    cwd: at('.'),
    // The compiler's complaints come on its standard output; ours is for the service.
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) process.exit(status ?? 1);
}
await import(new URL('../dist/index.js', import.meta.url).href);
