import { mkdtempSync, writeFileSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Child, startChild } from '../support/child.ts';

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

type Answered = { readonly status: number | undefined; readonly closes: boolean; readonly body: string };

const post = (origin: string, query: string, agent: Agent): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const asked = request(`${origin}/graphql`, { method: 'POST', agent, headers }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => {
        body += chunk;
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode, closes: response.headers.connection === 'close', body }),
      );
    });
    asked.on('error', reject).end(JSON.stringify({ query }));
  });

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
          const { status, closes, body } = await post(origin, query, agent);
          answered += 1;
          if (closes) closed += 1;
          if (status !== 200 || body === '') failed.push(body);
        } catch (error) {
          failed.push(error);
        }
      }
      agent.destroy();
    };
    const clients = Array.from({ length: 50 }, (_, index) => client(index % 5 === 0 ? slow : quick));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    service.kill('SIGTERM');
    const term = performance.now();
    while ((await readiness(origin)) === 200) await new Promise((resolve) => setTimeout(resolve, 5));
    const unready = performance.now() - term;
    await new Promise((resolve) => setTimeout(resolve, 500));
    leaving = true;
    const finished = Promise.all(clients);
    const code = await ended;
    await finished;
    console.info(
      `TERM: not ready after ${Math.round(unready)} ms, ${answered} answered, ${closed} told to close, ${failed.length} failed, exit ${code}`,
    );
    expect(failed).toEqual([]);
    expect(closed).toBeGreaterThan(49);
    expect(code).toBe(0);
    expect(unready).toBeLessThan(2_000);
  });

  it('ends the process at once when it comes twice', async () => {
    const { origin, process: service, ended } = await start();
    service.kill('SIGTERM');
    while ((await readiness(origin)) === 200) await new Promise((resolve) => setTimeout(resolve, 5));
    service.kill('SIGTERM');
    expect(await seconds(ended)).toBeLessThan(1);
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
    const hanging = post(origin, '{ organization(slug: "acme") { name } }', new Agent()).catch(() => 'cut');
    await new Promise((resolve) => setTimeout(resolve, 200));
    service.kill('SIGTERM');
    const took = await seconds(ended);
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
])('%s', (_name, crash) => {
  it('lets what is under way finish, and ends the process with 1', async () => {
    const preload = join(mkdtempSync(join(tmpdir(), 'crash-')), 'crash.mjs');
    writeFileSync(preload, `process.on('SIGUSR2', () => { ${crash}; });`);
    const { origin, process: service, ended, output } = await start({}, [preload]);
    const underway = post(origin, slow, new Agent({ keepAlive: true }));
    await new Promise((resolve) => setTimeout(resolve, 300));
    service.kill('SIGUSR2');
    expect(await underway).toMatchObject({ status: 200, closes: true });
    expect(await ended).toBe(1);
    expect(output()).toContain('planted');
  });
});
