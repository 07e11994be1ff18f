import { ask, check, drive, type Measured } from './drive.ts';
import type { Running, Upstream } from './processes.ts';
import type { Workload } from './workloads.ts';

/**
 * For how long everything runs, in milliseconds, and how often. Node takes thousands of requests to compile what a server runs:
 * what is measured sooner is mostly the interpreter.
 */
export type Pace = { readonly warmUp: number; readonly stretch: number; readonly repeats: number };

/** What a contender did in a workload. */
export type Result = {
  readonly workload: Workload;
  readonly running: Running;
  readonly alone: { readonly calls: number; readonly bytes: number; readonly rounds: number };
  readonly measured: readonly Measured[];
};

/**
 * Runs one workload with several contenders: checks each one's answers, warms it up, then lets them take turns, so that what
 * else the machine does meanwhile falls on all of them.
 */
export const race = async (
  workload: Workload,
  contenders: readonly Running[],
  pace: Pace,
  upstream: Upstream,
): Promise<Result[]> => {
  const lanes: (Result & { measured: Measured[] })[] = [];
  for (const running of contenders) {
    const alone = await ask(running, workload, upstream);
    await check(running, workload);
    await drive(running, workload, pace.warmUp, upstream);
    lanes.push({ workload, running, alone, measured: [] });
  }
  for (let turn = 0; turn < pace.repeats; turn += 1) {
    for (const { running, measured } of lanes) measured.push(await drive(running, workload, pace.stretch, upstream));
  }
  return lanes;
};
