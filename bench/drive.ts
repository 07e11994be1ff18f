import { isDeepStrictEqual } from 'node:util';
import { Pool } from 'undici';
import { answers, type Get } from './answers.ts';
import { payloadAt } from './payloads.ts';
import type { Running, Upstream } from './processes.ts';
import type { Workload } from './workloads.ts';

/** What one contender did in one stretch of a workload. */
export type Measured = {
  readonly requests: number;
  readonly calls: number;
  readonly cpu: number;
  readonly memory: number;
  readonly took: readonly number[];
};

type Answer = { readonly data?: unknown; readonly errors?: unknown };

const pools = new Map<string, Pool>();

const poolOf = (url: string): Pool => {
  const { origin } = new URL(url);
  const pool = pools.get(origin) ?? new Pool(origin, { connections: 64, pipelining: 1 });
  pools.set(origin, pool);
  return pool;
};

const bodyFor = ({ body }: Running, workload: Workload, index: number): string => {
  const { document, variables } = workload;
  return JSON.stringify(
    body?.(workload, index) ?? { query: document, ...(variables && { variables: variables(index) }) },
  );
};

const headers = { 'content-type': 'application/json', accept: 'application/json' };

const post = async (running: Running, body: string): Promise<Buffer> => {
  const path = new URL(running.url).pathname;
  const response = await poolOf(running.url).request({ method: 'POST', path, headers, body });
  if (response.statusCode !== 200) throw new Error(`${running.name} answered ${response.statusCode}.`);
  return Buffer.from(await response.body.arrayBuffer());
};

const fixed: Get = async (path) => {
  const { pathname, searchParams } = new URL(path, 'http://upstream');
  return JSON.parse(JSON.stringify(payloadAt(pathname, searchParams)));
};

const sorted = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** Asks each client's request once. @throws Error where an answer is not what the fixed data say. */
export const check = async (running: Running, workload: Workload): Promise<void> => {
  for (let index = 0; index < workload.clients; index += workload.variables ? 1 : workload.clients) {
    const answer: Answer = JSON.parse((await post(running, bodyFor(running, workload, index))).toString());
    const expected = await answers[workload.name]?.(fixed, index);
    if (answer.errors || !isDeepStrictEqual(sorted(answer.data), sorted(expected))) {
      const told = JSON.stringify(answer).slice(0, 400);
      throw new Error(
        `${running.name} answers ${workload.name} wrongly: ${told}\nnot ${JSON.stringify(expected).slice(0, 400)}`,
      );
    }
  }
};

/** Runs a workload for some time. Every answer's length is looked at; what is in them has been checked before. */
export const drive = async (
  running: Running,
  workload: Workload,
  milliseconds: number,
  upstream: Upstream,
): Promise<Measured> => {
  const bodies = Array.from({ length: workload.clients }, (_, index) => bodyFor(running, workload, index));
  const took: number[] = [];
  const once = async (index: number): Promise<void> => {
    const began = performance.now();
    const { length } = await post(running, bodies[index] ?? '');
    if (length < 60) throw new Error(`${running.name} answers ${workload.name} with ${length} bytes.`);
    took.push(performance.now() - began);
  };
  await upstream.set(workload.latency);
  const before = running.cpu();
  const until = performance.now() + milliseconds;
  const clients = bodies.keys();
  if (workload.together) {
    while (performance.now() < until) await Promise.all(bodies.map((_, index) => once(index)));
  } else {
    const client = async (index: number) => {
      while (performance.now() < until) await once(index);
    };
    await Promise.all([...clients].map(client));
  }
  const cpu = running.cpu() - before;
  const { arrivals } = await upstream.set(0);
  return { requests: took.length, calls: arrivals.length, cpu, memory: running.memory(), took };
};

/** Asks once before a slow upstream: how many calls, how many bytes, and in how many rounds that wait for one another. */
export const ask = async (
  running: Running,
  workload: Workload,
  upstream: Upstream,
): Promise<{ calls: number; bytes: number; rounds: number }> => {
  const latency = 150;
  await upstream.set(latency);
  await post(running, bodyFor(running, workload, 0));
  const { arrivals, bytes } = await upstream.set(0);
  let rounds = 0;
  let answered = Number.NEGATIVE_INFINITY;
  for (const at of arrivals) {
    if (at < answered) continue;
    rounds += 1;
    answered = at + latency;
  }
  return { calls: arrivals.length, bytes, rounds };
};

/** Closes the connections to all contenders. */
export const hangUp = (): Promise<unknown> => Promise.all([...pools.values()].map((pool) => pool.destroy()));
