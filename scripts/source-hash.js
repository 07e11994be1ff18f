// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** @param {string} path below the package's folder */
export const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** The file in which a build leaves the hash of what it was made of. */
export const stampFile = at('dist/built-from');

const others = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'scripts/build.js',
  'scripts/build-graphiql.js',
  'scripts/graphiql-cost.js',
  'scripts/graphiql-token.js',
];

/** The hash of all that a build is made of, by names and contents; null where the sources are not there. */
export const sourceHash = () => {
  if (!existsSync(at('src'))) return null;
  const sources = readdirSync(at('src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(at('').length).replaceAll('\\', '/'))
    .sort();
  const hash = createHash('sha256');
  for (const path of [...sources, ...others.filter((path) => existsSync(at(path)))]) {
    const content = readFileSync(at(path));
    hash.update(`${path}\n${content.length}\n`).update(content);
  }
  return hash.digest('hex');
};
