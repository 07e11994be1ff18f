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

/** CPU beside another's, stretch by stretch: what else the machine does meanwhile falls on both. */
const ratio = ({ measured }: Result, base: Result | undefined): string =>
  base
    ? `${median(measured.map((stretch, at) => cpuOf(stretch) / cpuOf(base.measured[at] ?? stretch))).toFixed(2)}x`
    : '';

const callsOf = ({ measured }: Result): string => {
  const requests = measured.reduce((sum, stretch) => sum + stretch.requests, 0);
  const calls = measured.reduce((sum, stretch) => sum + stretch.calls, 0) / requests;
  return String(Number(calls.toFixed(calls < 0.1 ? 3 : 2)));
};

const columns = (result: Result, bases: readonly (Result | undefined)[]): string[] => {
  const { alone, measured } = result;
  const took = measured.flatMap((stretch) => stretch.took);
  return [
    `${alone.calls}`,
    `${alone.rounds}`,
    callsOf(result),
    short(median(measured.map(cpuOf))),
    ...bases.map((base) => ratio(result, base)),
    short(median(took)),
    short(quantile(took, 0.99)),
    megabytes(Math.max(...measured.map(({ memory }) => memory))),
  ];
};

const head = (...bases: string[]): string[] => [
  ...['calls alone', 'rounds', 'calls a request', 'CPU ms'],
  ...bases,
  ...['p50 ms', 'p99 ms', 'memory'],
];

/** The contenders of one workload, their CPU beside Apollo's and the hand-written client's. */
export const resultTable = (results: readonly Result[]): string => {
  const named = (name: string) => results.find(({ running }) => running.name.startsWith(name));
  return table(
    ['server', ...head('of Apollo', 'of hand-written')],
    results.map((result) => [result.running.name, ...columns(result, [named('Apollo'), named('hand-written')])]),
  );
};

/** Pairs of a whole server and one without a part, each compared with the whole one. */
export const pairTable = (results: readonly Result[]): string =>
  table(
    ['workload', 'server', ...head('of the whole')],
    results.map((result, at) => [
      result.workload.name,
      result.running.name,
      ...columns(result, [results[at - (at % 2)]]),
    ]),
  );
