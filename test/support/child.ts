import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The command itself as a process of its own. */
export type Child = {
  readonly process: ChildProcess;
  readonly origin: string;
  /** Everything it has written. */
  output(): string;
  /** The code it ended with; null where a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Memory it holds, in bytes. */
  memory(): number;
};

/**
 * Starts it with an environment of its own, on a free port, and waits until it listens. `modules` are loaded before it; `entry`
 * may name the built one, which starts sooner.
 */
export const startChild = async (
  environment: Record<string, string> = {},
  modules: readonly string[] = [],
  entry: 'src/index.ts' | 'dist/index.js' = 'src/index.ts',
): Promise<Child> => {
  const imports = [...(entry === 'src/index.ts' ? ['tsx'] : []), ...modules].flatMap((module) => ['--import', module]);
  const child = spawn(process.execPath, [...imports, entry], {
    env: { PATH: process.env.PATH, PORT: '0', LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const origin = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk;
      const found = /listens on (http:\/\/[^/]+)\/graphql/.exec(output)?.[1];
      if (found) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', () => reject(new Error(output)));
  });
  return {
    process: child,
    origin,
    output: () => output,
    ended,
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) * 1_024,
  };
};
