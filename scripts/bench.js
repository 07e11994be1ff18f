// @ts-check
// Compiles bench/ and what it measures, installs what it compares with, and runs it. Run it by `npm run bench`.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { at } from './source-hash.js';

const apollo = at('bench/apollo');
const quiet = ['--no-audit', '--no-fund', '--silent'];

if (!existsSync(`${apollo}/node_modules/@apollo/server`)) {
  // Without the registry the bench goes on without it, and says so.
  spawnSync('npm', ['ci', ...quiet], { cwd: apollo, stdio: 'inherit', timeout: 60_000 });
}
execFileSync('npx', ['tsc', '-p', 'bench/tsconfig.json'], { cwd: at('.'), stdio: 'inherit' });
const { status } = spawnSync(process.execPath, ['bench/dist/bench/index.js', ...process.argv.slice(2)], {
  cwd: at('.'),
  stdio: 'inherit',
});
process.exit(status ?? 1);
