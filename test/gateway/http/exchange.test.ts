import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { exchange } from '../../../src/gateway/http/exchange.ts';

let server: Server;
let pool: Pool;
afterEach(async () => {
  await pool.destroy();
  server.closeAllConnections();
  server.close();
});

const ask = async (listener: RequestListener, most = 1_000) => {
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  pool = new Pool(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { connections: 1, pipelining: 1 });
  return () => exchange(pool, { method: 'GET', path: '/' }, most, () => new Error('too large'));
};

describe('an exchange', () => {
  it('brings status, headers in lower case and the whole body', async () => {
    const send = await ask((_request, response) => {
      response.writeHead(404, { 'X-Hits': '3' });
      response.write('a');
      setTimeout(() => response.end('é'), 20);
    });
    const { status, headers, bytes } = await send().received;
    expect([status, headers.get('x-hits'), bytes.toString()]).toEqual([404, '3', 'aé']);
  });

  it('ends where the answer is too large, or is cut', async () => {
    const large = await ask((_request, response) => response.end('x'.repeat(11)), 10);
    await expect(large().received).rejects.toThrow('too large');
    await pool.destroy();
    server.close();
    const cut = await ask((_request, response) => {
      response.write('x');
      setTimeout(() => response.destroy(), 20);
    });
    await expect(cut().received).rejects.toThrow(/closed|terminated|other side/);
  });

  it('is called off at once, under way or waiting for a connection, and is then never sent', async () => {
    let came = 0;
    const send = await ask((_request, response) => {
      came += 1;
      if (came > 1) response.end('third');
    });
    const [first, second] = [send(), send()];
    await new Promise((resolve) => setTimeout(resolve, 50));
    second.abort(new Error('second'));
    await expect(second.received).rejects.toThrow('second');
    first.abort(new Error('first'));
    await expect(first.received).rejects.toThrow('first');
    expect((await send().received).bytes.toString()).toBe('third');
    expect(came).toBe(2);
  });
});
