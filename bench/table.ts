import type { Measured } from './drive.ts';
import type { Result } from './race.ts';

/** Rows of text as a Markdown table, its columns even. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = head.map((name, at) => Math.max(name.length, 3, ...rows.map((row) => (row[at] ?? '').length)));
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, at) => (row[at] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join('\n');
};

/** The value below which a share of the values lies. */
const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(0)} MB`;

const short = (value: number): string => value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);

const cpuOf = ({ cpu, requests }: Measured): number => cpu / requests;

/** The columns of a result. `base` is what its CPU is compared with, stretch by stretch. */
const columns = ({ alone, measured }: Result, base: Result | undefined): string[] => {
  const took = measured.flatMap((stretch) => stretch.took);
  const calls = measured.reduce((sum, stretch) => sum + stretch.calls, 0) / took.length;
  const ratios = measured.map((stretch, at) => cpuOf(stretch) / cpuOf(base?.measured[at] ?? stretch));
  return [
    `${alone.calls}`,
    `${alone.rounds}`,
    `${Number(calls.toFixed(calls < 0.1 ? 3 : 2))}`,
    short(median(measured.map(cpuOf))),
    `${median(ratios).toFixed(2)}x`,
    short(median(took)),
    short(quantile(took, 0.99)),
    megabytes(Math.max(...measured.map(({ memory }) => memory))),
  ];
};

const head = ['calls alone', 'rounds', 'calls a request', 'CPU ms', 'ratio', 'p50 ms', 'p99 ms', 'memory'];

/** The contenders of one workload, compared with the first. */
export const resultTable = (results: readonly Result[]): string =>
  table(
    ['server', ...head],
    results.map((result) => [result.running.name, ...columns(result, results[0])]),
  );

/** Pairs of a whole server and one without a part, each compared with the whole one. */
export const resultRows = (results: readonly Result[]): string =>
  table(
    ['workload', 'server', ...head],
    results.map((result, at) => [
      result.workload.name,
      result.running.name,
      ...columns(result, results[at - (at % 2)]),
    ]),
  );
