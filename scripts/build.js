// @ts-check
// Makes dist/: the compiled sources, GraphiQL's files, and the hash of what both were made of. Run it by `npm run build`.
import { execSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { at, sourceHash, stampFile } from './source-hash.js';

// Taken first, so that a source changed meanwhile is built at the next start.
const hash = sourceHash();
rmSync(stampFile, { force: true });
try {
  execSync('tsc -p tsconfig.build.json', { cwd: at('.'), stdio: 'inherit' });
} catch {
  // The compiler has said why.
  process.exit(1);
}
await import('./build-graphiql.js');
writeFileSync(stampFile, `${hash}\n`);
