import { existsSync } from 'node:fs';
import type { Workload } from './workloads.ts';

/** Something that answers the workloads over HTTP. */
export type Contender = {
  readonly name: string;
  /** The program and its arguments, for Node. */
  readonly program: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** The body of a request, where it is no GraphQL. */
  readonly body?: (workload: Workload, index: number) => unknown;
  /** Whether it runs the workload at all; all of them unless said. */
  readonly runs?: (name: string) => boolean;
};

const five = (name: string): boolean => name.startsWith('W');

const ours = { program: 'bench/dist/bench/server.js' };

const without = (parts: string): Record<string, string> => ({ BENCH_WITHOUT: `limiter,${parts}` });

/** As it is shipped, its limiter opened to what the settings allow: 1,000 calls a second, which the other workloads exceed. */
export const shipped: Contender = { name: 'as shipped', program: 'dist/index.js', runs: (name) => name === 'W3' };

/** Without the limiter, whose waits would be measured otherwise. */
export const sentryGraph: Contender = { ...ours, name: 'sentry-graph', environment: without('') };

export const cached: Contender = {
  ...ours,
  name: 'its cache on',
  environment: { ...without(''), CACHE: 'on' },
};

/** Each with one part switched off, by the workload that shows what the part is worth. */
export const partial: readonly (Contender & { readonly shownBy: string })[] = [
  { ...ours, name: 'without batching', environment: without('batch'), shownBy: 'keys' },
  { ...ours, name: 'without gathering', environment: without('gather'), shownBy: 'clients' },
  { ...ours, name: 'without merging in flight', environment: without('flight'), shownBy: 'W5' },
];

export const handWritten: Contender = {
  name: 'hand-written (undici)',
  program: 'bench/dist/bench/hand-written.js',
  body: ({ name }, index) => ({ workload: name, index }),
  runs: five,
};

/** Apollo Server with datasource-rest; null where it is not installed. */
export const apollo = (): Contender | null =>
  existsSync('bench/apollo/node_modules/@apollo/server/package.json')
    ? { name: 'Apollo + datasource-rest', program: 'bench/apollo/server.js', runs: five }
    : null;
