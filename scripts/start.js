// Builds if a source is newer than what was built, then runs it.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const newest = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((latest, { parentPath, name }) => Math.max(latest, statSync(`${parentPath}/${name}`).mtimeMs), 0);

const built = at('dist/index.js');
if (!existsSync(built) || (existsSync(at('src')) && newest(at('src')) > statSync(built).mtimeMs)) {
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], {
    cwd: at('.'),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) process.exit(status ?? 1);
}
await import('../dist/index.js');
