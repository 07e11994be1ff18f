// Writes the generated parts of docs/ anew. Run it by `npm run docs`.
import { readFileSync, writeFileSync } from 'node:fs';
import { withSettings } from './settings-table.ts';

const page = 'docs/operations.md';
writeFileSync(page, withSettings(readFileSync(page, 'utf8')));
