import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Contender } from './contenders.ts';
import type { Seen } from './upstream.ts';

/** The upstream as the bench drives it. */
export type Upstream = {
  readonly origin: string;
  /** Sets how long it waits before every answer; gives what it has seen since the last time. */
  set(latency: number): Promise<Seen>;
  stop(): void;
};

/** Starts the upstream in a process of its own. */
export const startUpstream = async (): Promise<Upstream> => {
  const child = fork('bench/dist/bench/upstream.js');
  const [port] = await once(child, 'message');
  return {
    origin: `http://127.0.0.1:${port}`,
    set: async (latency) => {
      child.send({ latency });
      const [seen] = await once(child, 'message');
      return seen;
    },
    stop: () => child.disconnect(),
  };
};

/** A contender that listens. */
export type Running = Contender & {
  readonly url: string;
  /** Milliseconds from its start until it listened. */
  readonly startedIn: number;
  /** User and system time of the whole process so far, in milliseconds. */
  cpu(): number;
  /** Resident memory, in bytes. */
  memory(): number;
  stop(): void;
};

/** Kernel ticks a second, as `/proc` counts; every Linux that Node runs on has 100. */
const millisecondsPerTick = 10;

const cpuOf = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * millisecondsPerTick;
};

const memoryOf = (pid: number): number => {
  const [, kilobytes = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1_024;
};

/** The address that a program says it listens on. What it says afterwards is read and forgotten. */
const addressOf = (child: ChildProcess, name: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (chunk) => {
      if (said.length < 10_000) said += chunk;
      const url = /listens on (http:[^\s,]+)/.exec(said)?.[1];
      if (url) resolve(url);
    });
    child.once('exit', () => reject(new Error(`${name} ended: ${said}`)));
  });

/** Starts a contender before the upstream. Only these settings reach it, whatever stands in the environment or in `.env`. */
export const start = async (contender: Contender, upstream: Upstream): Promise<Running> => {
  const began = performance.now();
  const child = spawn(process.execPath, [contender.program], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      PORT: '0',
      MATON_API_KEY: 'bench',
      MATON_GATEWAY_URL: upstream.origin,
      MATON_CONTROL_URL: upstream.origin,
      MATON_CONNECTION: 'bench',
      UPSTREAM_RPS: '1000',
      MAX_CALLS: '100',
      GRAPHIQL: '0',
      CACHE: 'off',
      ...contender.environment,
    },
  });
  const { pid = 0 } = child;
  const url = await addressOf(child, contender.name);
  const startedIn = performance.now() - began;
  return {
    ...contender,
    url,
    startedIn,
    cpu: () => cpuOf(pid),
    memory: () => memoryOf(pid),
    stop: () => child.kill('SIGKILL'),
  };
};
