import { mkdtempSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../src/gateway/limits.ts';
import { type Child, startChild } from '../support/child.ts';
import { bombs, times } from '../support/hostile-documents.ts';

let service: Child;
beforeAll(async () => {
  const preload = join(mkdtempSync(join(tmpdir(), 'collect-')), 'collect.mjs');
  writeFileSync(
    preload,
    `import { setFlagsFromString } from 'node:v8';
    import { runInNewContext } from 'node:vm';
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc');
    process.on('SIGUSR2', () => collect());`,
  );
  service = await startChild({ UPSTREAM_RPS: '1000', LOG_LEVEL: 'silent' }, [preload]);
});
afterAll(() => service.process.kill('SIGKILL'));

const mebibyte = 1_048_576;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const port = (): number => Number(new URL(service.origin).port);

/** Posts a query; gives the status and how long it took, in milliseconds. */
const post = (query: string, agent = new Agent(), wait = 20_000): Promise<{ status: number; took: number }> =>
  new Promise((resolve, reject) => {
    const started = performance.now();
    const headers = { 'content-type': 'application/json' };
    const asked = request(`${service.origin}/graphql`, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, took: performance.now() - started }));
    });
    asked.setTimeout(wait, () => asked.destroy(new Error('timeout')));
    asked.on('error', reject).end(JSON.stringify({ query }));
  });

const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

/** Memory the service holds once its garbage is collected, in MiB. */
const held = async (): Promise<number> => {
  service.process.kill('SIGUSR2');
  await pause(1_500);
  return service.memory() / mebibyte;
};

const quick = '{ viewer { mode } }';

describe('a bomb', () => {
  it('is refused within 250 ms', async () => {
    await post(quick);
    const slowest = { name: '', took: 0 };
    for (const [name, document] of Object.entries(bombs)) {
      // The best of three, each another text: what was refused once is remembered.
      const asked = [];
      for (const time of [1, 2, 3]) asked.push(await post(`${document} # ${time}`));
      expect(asked.map(({ status }) => status)).toEqual([400, 400, 400]);
      const took = Math.min(...asked.map((each) => each.took));
      if (took > slowest.took) Object.assign(slowest, { name, took });
    }
    console.info(`bombs: the slowest took ${Math.round(slowest.took)} ms (${slowest.name})`);
    expect(slowest.took).toBeLessThan(250);
  });

  it('leaves nothing behind: 1,000 documents at the size limit, valid or not, and 200 far over it', async () => {
    const kinds = [
      (name: string) => `{ __typename } # ${name} ${'x'.repeat(limits.documentBytes - 60)}`,
      (name: string) => `{ viewer { ${times(1_900, (index) => `mode # ${name.slice(0, 4)}${index}\n`)} } }`,
      (name: string) => `{ viewer { ${times(limits.documentFields - 4, (index) => `n${index}`)} ${name} } }`,
      (name: string) => `query(${times(600, (index) => `$v${index}: Int`)}, $${name}: Int) { __typename }`,
    ];
    const send = async (from: number, to: number) => {
      for (let index = from; index < to; index += 1) await post(kinds[index % kinds.length]?.(`d${index}`) ?? '');
    };
    await send(0, 400);
    const start = await held();
    await send(1_000, 2_000);
    const atLimit = await held();
    for (let index = 0; index < 200; index += 1) {
      await post(`{ __typename } # ${index} ${'x'.repeat(mebibyte)}`);
    }
    const [first, then] = [atLimit - start, (await held()) - atLimit];
    console.info(
      `memory: ${Math.round(first)} MiB more after 1,000 documents of up to 32 KiB, ${Math.round(then)} after 200 of 1 MiB`,
    );
    expect(first).toBeLessThanOrEqual(64);
    expect(then).toBeLessThanOrEqual(64);
  });
});

describe('3,000 requests at once', () => {
  it('are answered or told to come again, and the service is well 2 s later', async () => {
    const before = service.memory();
    const query = '{ organization(slug: "acme") { name projects(first: 1) { nodes { slug } } } }';
    const outcomes = await Promise.allSettled(Array.from({ length: 3_000 }, () => post(query)));
    const statuses = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.status : 0));
    const count = (status: number) => statuses.filter((each) => each === status).length;
    const timeouts = outcomes.filter((each) => each.status === 'rejected' && each.reason.message === 'timeout').length;
    const grown = (service.memory() - before) / mebibyte;
    console.info(
      `3,000 at once: ${count(200)} answered, ${count(503)} told to come again, ${count(0)} failed, ${timeouts} of them late, ${Math.round(grown)} MiB more`,
    );
    expect(count(200) + count(503) + count(0)).toBe(3_000);
    expect(count(0) - timeouts).toBeLessThanOrEqual(3);
    expect(timeouts).toBeLessThanOrEqual(30);
    expect(grown).toBeLessThan(400);
    await pause(2_000);
    expect((await fetch(`${service.origin}/health/ready`)).status).toBe(200);
    const { status, took } = await post(quick);
    expect([status, took < 300]).toEqual([200, true]);
  });
});

/** Sends `text` a piece at a time, for ever; tells how many seconds it was let. */
const drip = (text: string, every: number): Promise<number> =>
  new Promise((resolve) => {
    const started = performance.now();
    const socket: Socket = connect(port(), '127.0.0.1');
    let at = 0;
    const timer = setInterval(() => socket.write(text[at++ % text.length] ?? ' '), every);
    socket.resume().on('error', () => {});
    socket.on('close', () => {
      clearInterval(timer);
      resolve((performance.now() - started) / 1_000);
    });
  });

describe('200 dripping clients', () => {
  it('are cut in 30 s, while others are answered as ever', async () => {
    const head = 'POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n';
    const headers = Array.from({ length: 100 }, () => drip(`${head}X-Filler: ${'x'.repeat(5_000)}`, 200));
    const bodies = Array.from({ length: 100 }, async () => {
      const socket = connect(port(), '127.0.0.1');
      const started = performance.now();
      socket.write(`${head}Content-Length: 100000\r\n\r\n{`);
      const timer = setInterval(() => socket.write(' '), 200);
      socket.resume().on('error', () => {});
      await new Promise((resolve) => socket.on('close', resolve));
      clearInterval(timer);
      return (performance.now() - started) / 1_000;
    });
    const dripped = Promise.all([...headers, ...bodies]);
    const agent = new Agent({ keepAlive: true });
    const times: number[] = [];
    for (let asked = 0; asked < 200; asked += 1) {
      const { status, took } = await post(quick, agent);
      expect(status).toBe(200);
      times.push(took);
      await pause(25);
    }
    const cut = await dripped;
    console.info(
      `200 dripping: others p99 ${Math.round(quantile(times, 0.99))} ms, the last cut after ${Math.max(...cut).toFixed(1)} s`,
    );
    expect(quantile(times, 0.99)).toBeLessThan(300);
    expect(Math.max(...cut)).toBeLessThan(30);
    agent.destroy();
  });
});

describe('a client that reads nothing of its answers', () => {
  it('is cut after 30 s', async () => {
    const body = JSON.stringify({ query: getIntrospectionQuery() });
    const one = `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const socket = connect(port(), '127.0.0.1');
    const started = performance.now();
    socket.pause();
    socket.write(one.repeat(60));
    const taken = async (): Promise<boolean> => {
      const { status } = await post(quick);
      return status === 200;
    };
    await pause(25_000);
    expect(await taken()).toBe(true);
    await pause(12_000);
    // Reading now finds the end of what the system had kept, and no whole set of answers.
    let received = 0;
    socket.on('data', (chunk) => {
      received += chunk.length;
    });
    socket.on('error', () => {});
    socket.resume();
    await new Promise((resolve) => socket.on('close', resolve));
    const took = (performance.now() - started) / 1_000;
    console.info(`a stalled reader: cut, with ${Math.round(received / 1_024)} KiB, seen after ${took.toFixed(1)} s`);
    expect(took).toBeLessThan(45);
    expect(received).toBeLessThan(5 * mebibyte);
  });
});
