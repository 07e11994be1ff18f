/**
 * Measures what our server costs beside others, all in one run before one upstream: `npm run bench`, or `npm run bench --
 * --quick`; `--soak=100000` sets how many requests the last part sends. What the numbers mean stands in README.md.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { apollo, cached, handWritten, partial, sentryGraph, shipped } from './contenders.ts';
import { hangUp } from './drive.ts';
import { examplesTable } from './examples.ts';
import { type Running, start, startUpstream } from './processes.ts';
import { type Pace, type Result, race } from './race.ts';
import { coldStart, soak } from './soak.ts';
import { megabytes, pairTable, resultTable } from './table.ts';
import { batches, workloads } from './workloads.ts';

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, soak: { type: 'string' }, only: { type: 'string' } },
});
const pace: Pace = values.quick
  ? { warmUp: 120, stretch: 150, repeats: 1 }
  : { warmUp: 4_000, stretch: 900, repeats: 3 };
const soaked = Number(values.soak ?? (values.quick ? 2_000 : 20_000));
const wanted = (name: string): boolean => !values.only || values.only.split(',').includes(name);

const say = (text: string) => process.stdout.write(`${text}\n`);

const upstream = await startUpstream();
const started = new Map<string, Running>();
const running = async (contender: Parameters<typeof start>[0]): Promise<Running> => {
  const known = started.get(contender.name) ?? (await start(contender, upstream));
  started.set(contender.name, known);
  return known;
};

try {
  say(`Node ${process.version}, ${cpus().length} cores.\n`);
  const other = apollo();
  if (!other) say('Apollo Server could not be installed and is left out.\n');
  for (const workload of workloads.filter(({ name }) => wanted(name))) {
    const contenders = [sentryGraph, cached, ...(other ? [other] : []), handWritten, shipped];
    const ready = contenders.filter(({ runs }) => runs?.(workload.name) ?? true).map(running);
    const results = await race(workload, await Promise.all(ready), pace, upstream);
    say(
      `${workload.name}: ${workload.what}, ${Math.round((results[0]?.alone.bytes ?? 0) / 1_000)} KB of REST answers\n`,
    );
    say(`${resultTable(results)}\n`);
  }
  const worth: Result[] = [];
  for (const { shownBy, ...contender } of partial.filter(({ shownBy }) => wanted(shownBy))) {
    const workload = [...workloads, ...batches].find(({ name }) => name === shownBy);
    if (!workload) continue;
    worth.push(...(await race(workload, [await running(sentryGraph), await running(contender)], pace, upstream)));
  }
  if (worth.length > 0) say(`What each part is worth\n\n${pairTable(worth)}\n`);
  if (wanted('examples')) say(`Calls of the example documents, before the sandbox\n\n${await examplesTable()}\n`);
  if (wanted('soak')) {
    say(`Cold start: ${Math.round(await coldStart(upstream, values.quick ? 3 : 7))} ms until it listens.`);
    const memory = await soak(upstream, soaked);
    say(`Memory over ${soaked} requests, by tenths: ${memory.map(megabytes).join(', ')}.`);
  }
} finally {
  await hangUp();
  for (const each of started.values()) each.stop();
  upstream.stop();
}
