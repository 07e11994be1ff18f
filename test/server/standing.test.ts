import { Agent, IncomingMessage, request, ServerResponse } from 'node:http';
import { connect, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { limits } from '../../src/gateway/limits.ts';
import { LoopLag } from '../../src/server/loop-lag.ts';
import { Standing } from '../../src/server/standing.ts';
import { jsonType } from '../support/raw.ts';
import { type Served, startServer } from '../support/server.ts';

let served: Served;
beforeEach(async () => {
  served = await startServer();
});
afterEach(() => served.close());

const query = '{ organization(slug: "acme") { name } }';
const health = async (word: 'live' | 'ready') => {
  const response = await fetch(`${served.origin}/health/${word}`);
  return [response.status, await response.json()];
};

/** A response nobody reads, which can be closed. */
const idle = (): ServerResponse => new ServerResponse(new IncomingMessage(new Socket()));

/** A client that sends the first byte of a body, which the service has begun to read. */
const slowBody = async (): Promise<Socket> => {
  const reading = vi.spyOn(served.standing.bodies, 'read');
  const socket = connect(Number(new URL(served.origin).port), '127.0.0.1');
  socket.write(
    `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: ${jsonType}\r\nContent-Length: 100\r\n\r\n{`,
  );
  while (reading.mock.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  reading.mockRestore();
  return socket;
};

describe('a client that leaves before its body is there', () => {
  it('has cancelled, and nothing went wrong', async () => {
    const socket = await slowBody();
    socket.destroy();
    while (!served.log.some((line) => line.includes('"CANCELLED"'))) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(served.log.map((line) => JSON.parse(line))).toMatchObject([{ msg: 'refused', errors: ['CANCELLED'] }]);
    expect(served.log.join('')).not.toMatch(/"level":[56]0|INTERNAL/);
    expect((await served.metrics.print()).text).toContain('requests_refused_total{code="CANCELLED"} 1');
  });
});

describe('health', () => {
  it('asks nobody, and says nothing but a word', async () => {
    served.sandbox.switches.faults.push({ path: /./, kind: 'drop' });
    expect(await health('live')).toEqual([200, { status: 'live' }]);
    expect(await health('ready')).toEqual([200, { status: 'ready' }]);
    expect(served.sandbox.calls).toEqual([]);
  });

  it('is told to any host', async () => {
    const status = await new Promise((resolve, reject) => {
      const asked = request(`${served.origin}/health/ready`, { headers: { host: 'pod.internal' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      asked.on('error', reject).end();
    });
    expect(status).toBe(200);
  });

  it('is not ready, but alive and serving, while the event loop lags', async () => {
    for (let second = 0; second < limits.loopLag.seconds; second += 1)
      served.standing.lag.note(limits.loopLag.delay + 1);
    expect(await health('ready')).toEqual([503, { status: 'not ready' }]);
    expect(await health('live')).toEqual([200, { status: 'live' }]);
    expect((await served.post({ query })).status).toBe(200);
  });
});

describe('the event loop', () => {
  it('lags once it was held up in each of the last seconds, and no more after one good second', () => {
    const lag = new LoopLag();
    const seconds = (...delays: number[]) =>
      delays.map((delay) => {
        lag.note(delay);
        return lag.lagging;
      });
    expect(seconds(201, 300, 201, 250)).toEqual([false, false, false, false]);
    expect(seconds(200, 201, 201, 201, 201, 201, 201)).toEqual([false, false, false, false, false, true, true]);
    expect(seconds(20)).toEqual([false]);
  });
});

describe('as many operations as may be', () => {
  it('make one more come again later, until one of them is over', async () => {
    const running = Array.from({ length: limits.activeOperations }, idle);
    for (const response of running) expect(served.standing.enter(response)).toBe(true);
    const refused = await served.post({ query });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'OVERLOADED', retryAfter: 1 } }] });
    expect(served.sandbox.calls).toEqual([]);
    expect((await health('ready'))[0]).toBe(200);
    running[0]?.emit('close');
    expect((await served.post({ query })).status).toBe(200);
  });

  it('do not count those whose bodies have not come', async () => {
    for (let entered = 1; entered < limits.activeOperations; entered += 1) served.standing.enter(idle());
    const socket = await slowBody();
    expect((await served.post({ query })).status).toBe(200);
    socket.destroy();
  });

  it('do not count a response that is closed', async () => {
    const { standing } = served;
    const closed = idle();
    Object.defineProperty(closed, 'closed', { value: true });
    for (let entered = 0; entered < limits.activeOperations; entered += 1) expect(standing.enter(closed)).toBe(true);
    expect(standing.enter(idle())).toBe(true);
  });

  it('are counted out however they end', async () => {
    const { standing } = served;
    const leaving = new AbortController();
    served.sandbox.switches.faults.push({ path: /./, kind: 'hang' });
    const left = served.post({ query }, {}, leaving.signal).catch(() => 'left');
    while (served.sandbox.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    leaving.abort();
    expect(await left).toBe('left');
    served.sandbox.switches.faults.length = 0;
    await served.post('{');
    await served.post({ query });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const others = Array.from({ length: limits.activeOperations }, idle);
    expect(others.map((response) => standing.enter(response))).not.toContain(false);
  });
});

describe('on its way out', () => {
  it('a service is not ready, ends each connection, and answers what is under way', async () => {
    const agent = new Agent({ keepAlive: true });
    const ask = (asking = query) =>
      new Promise<[number | undefined, string | undefined, string]>((resolve, reject) => {
        const headers = { 'content-type': jsonType };
        const asked = request(`${served.origin}/graphql`, { method: 'POST', agent, headers }, (response) => {
          let body = '';
          response.on('data', (chunk: Buffer) => {
            body += chunk;
          });
          response.on('end', () => resolve([response.statusCode, response.headers.connection, body]));
        });
        asked.on('error', reject).end(JSON.stringify({ query: asking }));
      });
    expect((await ask())[1]).toBe('keep-alive');
    served.sandbox.switches.latencyMs = 150;
    // Asked at once they are one call.
    const named = (slug: string) => ask(`{ organization(slug: "${slug}") { name } }`);
    const before = served.sandbox.calls.length;
    const under = ['acme', 'globex', 'troubled'].map(named);
    while (served.sandbox.calls.length < before + 1) await new Promise((resolve) => setTimeout(resolve, 5));
    served.standing.drain();
    expect(await health('ready')).toEqual([503, { status: 'not ready' }]);
    expect(await health('live')).toEqual([200, { status: 'live' }]);
    const late = ask('{ organization(slug: "acme") { name: slug teams(first: 1) { nodes { name } } } }');
    while (!served.sandbox.calls.some(({ path }) => path.includes('/teams/')))
      await new Promise((resolve) => setTimeout(resolve, 5));
    const drained = served.drain();
    for (const [status, connection, body] of await Promise.all([...under, late])) {
      expect([status, connection]).toEqual([200, 'close']);
      expect(JSON.parse(body).data.organization.name).toBeTruthy();
    }
    await drained;
    await expect(fetch(`${served.origin}/health/live`)).rejects.toThrow();
    agent.destroy();
  });

  it('is said to be so from the start of draining on', () => {
    const standing = new Standing();
    const before = idle();
    standing.follow(before);
    expect(standing.ready).toBe(true);
    standing.drain();
    const after = idle();
    standing.follow(after);
    expect([standing.ready, before.getHeader('connection'), after.getHeader('connection')]).toEqual([
      false,
      'close',
      'close',
    ]);
  });
});
