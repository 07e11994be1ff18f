import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { watchLog } from './leak-watch.ts';

/** The command itself, as it is shipped, in a process of its own. */
export type Child = {
  readonly process: ChildProcess;
  readonly origin: string;
  /** Everything it has written. */
  output(): string;
  /** The code it ended with; null where a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Memory it has, in MiB. */
  memory(): number;
  /** The same once its garbage is collected, where it was started with `collector`. */
  held(): Promise<number>;
};

const mebibyte = 1_048_576;

/** A module that lets `held` collect garbage. */
export const collector = './test/support/collect.mjs';

const memoryOf = (pid: number | undefined): number =>
  (Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024) / mebibyte;

/** Starts it with an environment of its own, on a free port, and waits until it listens. `modules` are loaded before it. */
export const startChild = async (
  environment: Record<string, string> = {},
  modules: readonly string[] = [],
): Promise<Child> => {
  const imports = modules.flatMap((module) => ['--import', module]);
  const child = spawn(process.execPath, [...imports, 'dist/index.js'], {
    env: { PATH: process.env.PATH, PORT: '0', LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk;
    for (const line of String(chunk).split('\n')) if (line !== '') watchLog(line);
  });
  const origin = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk;
      const found = /listens on (http:\/\/[^/]+)\/graphql/.exec(output)?.[1];
      if (found) resolve(found);
    });
    child.once('exit', () => reject(new Error(output)));
  });
  return {
    process: child,
    origin,
    output: () => output,
    ended,
    memory: () => memoryOf(child.pid),
    held: async () => {
      const seen: number[] = [];
      for (let time = 0; time < 3; time += 1) {
        child.kill('SIGUSR2');
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        seen.push(memoryOf(child.pid));
      }
      return Math.min(...seen);
    },
  };
};
