import { shipped } from './contenders.ts';
import { drive } from './drive.ts';
import { start, type Upstream } from './processes.ts';
import { median } from './table.ts';
import { workloads } from './workloads.ts';

/** Milliseconds from the start of the shipped program until it listens: the median of some starts. */
export const coldStart = async (upstream: Upstream, starts: number): Promise<number> => {
  const took: number[] = [];
  for (let count = 0; count < starts; count += 1) {
    const running = await start(shipped, upstream);
    took.push(running.startedIn);
    running.stop();
  }
  return median(took);
};

/** Resident memory of the shipped program, its cache on as by default, at each tenth of many requests. */
export const soak = async (upstream: Upstream, requests: number): Promise<number[]> => {
  const [one] = workloads;
  if (!one) return [];
  const running = await start({ ...shipped, environment: { CACHE: 'on' } }, upstream);
  const memory: number[] = [];
  for (let done = 0; done < requests && memory.length < 1_000; ) {
    const { requests: more } = await drive(running, { ...one, clients: 16 }, 500, upstream);
    done += more;
    if (done >= (requests / 10) * (memory.length + 1)) memory.push(running.memory());
  }
  running.stop();
  return memory;
};
