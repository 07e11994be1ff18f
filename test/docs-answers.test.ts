import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Cost } from '../src/gateway/cost.ts';
import { timeToLive } from '../src/gateway/http/time-to-live.ts';
import { limits } from '../src/gateway/limits.ts';

const page = readFileSync('docs/answers.md', 'utf8');

/** Cells of the rows in one part of the page. */
const rowsOf = (part: string): string[][] => {
  const [, text = ''] = new RegExp(`\\n## ${part}\\n(.*?)(?=\\n## |$)`, 's').exec(page) ?? [];
  const lines = [...text.matchAll(/^\| (.*) \|$/gm)].map(([, line = '']) => line.split(' | '));
  return lines.slice(1).filter(([first]) => !first?.startsWith('--'));
};

it('docs/answers.md explains each key of extensions.cost', () => {
  const cost = new Cost();
  cost.estimate({ least: 1, most: 1 });
  cost.aged(1);
  const { saved, ...rest } = cost.report();
  const keys = [...Object.keys(rest), ...Object.keys(saved).map((how) => `saved.${how}`), 'dearest'];
  expect(
    rowsOf('The cost')
      .map(([key]) => key)
      .sort(),
  ).toEqual(keys.map((key) => `\`${key}\``).sort());
});

it('docs/answers.md says how long the answers of each family are fresh', () => {
  const source = readFileSync('src/gateway/http/time-to-live.ts', 'utf8');
  const families = [...source.matchAll(/^ {2}'?([a-z.]+)'?: \d+,$/gm)].map(([, family = '']) => family);
  expect(families.length).toBeGreaterThan(20);
  const told = rowsOf('How old it may be').flatMap(([time = '', cell = '']) =>
    cell.split(', ').map((family) => [family.replaceAll('`', ''), time]),
  );
  expect(Object.fromEntries(told)).toEqual(
    Object.fromEntries(families.map((family) => [family, `${timeToLive(family) / 1_000} s`])),
  );
  expect(told).toHaveLength(families.length);
});

it('docs/answers.md tells the fixed limits as they are', () => {
  expect(rowsOf('What is too large').map(([, most]) => Number(most))).toEqual([
    limits.requestBytes,
    limits.addressBytes,
    limits.documentBytes,
    limits.documentTokens,
    limits.documentNesting,
    limits.documentDepth,
    limits.documentFields,
    limits.rootFields,
    limits.documentAliases,
    limits.documentDirectives,
    limits.documentOperations,
    limits.valueNesting,
    limits.valueMembers,
    limits.listArgument,
    limits.nodeIds,
    limits.pageSize,
    limits.operationRows,
    limits.bulkIssues,
    limits.bulkIds,
    limits.releaseCommits,
  ]);
});
