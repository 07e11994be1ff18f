import { Agent } from 'node:http';
import { connect, type Socket } from 'node:net';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Child, startChild } from '../support/child.ts';
import { type Answered, post, quantile } from '../support/load.ts';
import { saw } from '../support/promises.ts';
import { pause } from '../support/scripted-upstream.ts';

let service: Child;
beforeAll(async () => {
  service = await startChild({ UPSTREAM_RPS: '1000', LOG_LEVEL: 'silent' });
});
afterAll(() => service.process.kill('SIGKILL'));

const port = (): number => Number(new URL(service.origin).port);

const quick = { query: '{ viewer { mode } }' };

describe('10,000 requests at once', () => {
  it('are answered or told to come again, and the service is well 2 s later', { timeout: 120_000 }, async () => {
    await post(service.origin, quick);
    const before = service.memory();
    let most = before;
    const watching = setInterval(() => {
      most = Math.max(most, service.memory());
    }, 100);
    const query = '{ organization(slug: "acme") { name projects(first: 1) { nodes { slug } } } }';
    const agent = new Agent();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10_000 }, () => post(service.origin, { query }, { agent, wait: 30_000 })),
    );
    clearInterval(watching);
    const answered = outcomes.flatMap((outcome): Answered[] => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    const count = (status: number) => answered.filter((each) => each.status === status).length;
    const lost = outcomes.flatMap((outcome): string[] =>
      outcome.status === 'rejected' ? [String(outcome.reason.message)] : [],
    );
    const timeouts = lost.filter((reason) => reason === 'timeout').length;
    await pause(2_000);
    const ready = await fetch(`${service.origin}/health/ready`);
    const next = await post(service.origin, quick);
    saw(
      'S12',
      '<= 0.1 % lost, <= 1 % late, memory + <= 400 MiB, well 2 s later',
      `${count(200)} answered, ${count(503)} told to come again, ${lost.length - timeouts} lost, ${timeouts} late, + ${Math.round(most - before)} MiB; then ${next.status} in ${Math.round(next.took)} ms`,
    );
    expect(count(200) + count(503)).toBe(answered.length);
    expect(lost.length - timeouts, lost[0]).toBeLessThanOrEqual(10);
    expect(timeouts).toBeLessThanOrEqual(100);
    expect(most - before).toBeLessThan(400);
    expect([ready.status, next.status]).toEqual([200, 200]);
    expect(next.took).toBeLessThan(300);
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
      const { status, took } = await post(service.origin, quick, { agent });
      expect(status).toBe(200);
      times.push(took);
      await pause(25);
    }
    const cut = await dripped;
    saw(
      'S13',
      '200 dripping: others p99 < 300 ms, all cut in 30 s',
      `p99 ${Math.round(quantile(times, 0.99))} ms, the last cut after ${Math.max(...cut).toFixed(1)} s`,
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
      const { status } = await post(service.origin, quick);
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
    saw(
      'S13',
      'who reads nothing is cut after 30 s',
      `cut with ${Math.round(received / 1_024)} KiB, seen after ${took.toFixed(1)} s`,
    );
    expect(took).toBeLessThan(45);
    expect(received).toBeLessThan(5_242_880);
  });
});
