import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Child, startChild } from '../support/child.ts';
import { post } from '../support/load.ts';
import { saw } from '../support/promises.ts';
import { pause } from '../support/scripted-upstream.ts';

const children: Child[] = [];
const start = async (...given: Parameters<typeof startChild>): Promise<Child> => {
  const child = await startChild(...given);
  children.push(child);
  return child;
};
afterEach(() => {
  for (const child of children.splice(0)) child.process.kill('SIGKILL');
});

const seconds = async (work: Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work;
  return (performance.now() - started) / 1_000;
};

const readiness = (origin: string): Promise<number> => fetch(`${origin}/health/ready`).then(({ status }) => status);

/** An upstream that never answers. */
const startSilence = async (): Promise<string> => {
  const server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const slow = '{ organization(slug: "troubled") { project(slug: "slow-project") { name } } }';
const quick = '{ viewer { mode } }';

describe('a TERM', () => {
  it('fails none of what 50 keep-alive clients have under way, and ends with 0', async () => {
    const { origin, process: service, ended } = await start();
    const failed: unknown[] = [];
    let [answered, closed] = [0, 0];
    let leaving = false;
    const client = async (query: string): Promise<void> => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      // As behind a balancer: once the service is not ready, nobody sends it more.
      while (!leaving) {
        try {
          const { status, closes, text } = await post(origin, { query }, { agent });
          answered += 1;
          if (closes) closed += 1;
          if (status !== 200 || text === '') failed.push(text);
        } catch (error) {
          failed.push(error);
        }
      }
      agent.destroy();
    };
    const clients = Array.from({ length: 50 }, (_, index) => client(index % 5 === 0 ? slow : quick));
    await pause(1_500);
    service.kill('SIGTERM');
    const term = performance.now();
    while ((await readiness(origin)) === 200) await pause(5);
    const unready = performance.now() - term;
    await pause(500);
    leaving = true;
    const finished = Promise.all(clients);
    const code = await ended;
    await finished;
    saw(
      'S14',
      '50 keep-alive clients: 0 failed, exit 0',
      `${failed.length} failed of ${answered}, ${closed} told to close, not ready after ${Math.round(unready)} ms, exit ${code}`,
    );
    expect(failed).toEqual([]);
    expect(closed).toBeGreaterThan(49);
    expect(code).toBe(0);
    expect(unready).toBeLessThan(2_000);
  });

  it('ends the process at once when it comes twice', async () => {
    const { origin, process: service, ended } = await start();
    service.kill('SIGTERM');
    while ((await readiness(origin)) === 200) await pause(5);
    service.kill('SIGTERM');
    const took = await seconds(ended);
    saw('S14', 'a second TERM ends it at once', `after ${took.toFixed(2)} s, exit ${await ended}`);
    expect(took).toBeLessThan(1);
    expect(await ended).toBe(1);
  });

  it('ends the process after 15 s whatever is under way', async () => {
    const silence = await startSilence();
    const {
      origin,
      process: service,
      ended,
    } = await start({
      MATON_API_KEY: 'k',
      MATON_GATEWAY_URL: silence,
      MATON_CONTROL_URL: silence,
      REQUEST_TIMEOUT_MS: '60000',
    });
    const hanging = post(origin, { query: '{ organization(slug: "acme") { name } }' }).catch(() => 'cut');
    await pause(100);
    const live = (await fetch(`${origin}/health/live`)).status;
    saw('S15', 'upstream silent: live is 200', `live is ${live}, ready ${await readiness(origin)}`);
    expect(live).toBe(200);
    await pause(200);
    service.kill('SIGTERM');
    const took = await seconds(ended);
    saw('S14', 'hard end with 1 at 15 s', `after ${took.toFixed(1)} s, exit ${await ended}`);
    expect(took).toBeGreaterThan(14);
    expect(took).toBeLessThan(17);
    expect(await ended).toBe(1);
    expect(await hanging).toBe('cut');
  });
});

describe('an interrupt', () => {
  it('ends the process with 0 without a grace', async () => {
    const { process: service, ended } = await start();
    service.kill('SIGINT');
    expect(await seconds(ended)).toBeLessThan(1.5);
    expect(await ended).toBe(0);
  });
});

describe.each([
  ['a promise nobody caught', 'Promise.reject(new Error("planted"))'],
  ['an error nobody caught', 'setTimeout(() => { throw new Error("planted"); })'],
])('%s', (name, crash) => {
  it('lets what is under way finish, and ends the process with 1', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'crash-'));
    const preload = join(folder, 'crash.mjs');
    writeFileSync(preload, `process.on('SIGUSR2', () => { ${crash}; });`);
    const { origin, process: service, ended, output } = await start({}, [preload]);
    rmSync(folder, { recursive: true });
    const underway = post(origin, { query: slow });
    await pause(300);
    service.kill('SIGUSR2');
    expect(await underway).toMatchObject({ status: 200, closes: true });
    saw('S14', 'after a crash: what is under way is answered, exit 1', `${name}: exit ${await ended}`);
    expect(await ended).toBe(1);
    expect(output()).toContain('planted');
  });
});
