import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** An upstream in a thread of its own, so that nothing here delays what it sees. It answers every read with an empty list. */
export type CountingUpstream = {
  readonly origin: string;
  /** When calls came, in milliseconds, the first at 0. */
  starts(): Promise<number[]>;
  /** Refuses all calls as Maton does, with this `Retry-After`; null answers them again. */
  refuse(retryAfter: number | null): void;
  forget(): void;
  close(): Promise<number>;
};

const source = `
const { createServer } = require('node:http');
const { parentPort } = require('node:worker_threads');
let starts = [];
let retryAfter = null;
const server = createServer((request, response) => {
  starts.push(performance.now());
  const isRefusal = retryAfter !== null;
  response.writeHead(isRefusal ? 429 : 200, {
    'content-type': 'application/json',
    ...(isRefusal && { 'retry-after': String(retryAfter) }),
  });
  response.end(isRefusal ? '{"error":{"message":"slow down","code":429}}' : '[]');
});
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
parentPort.on('message', ({ name, value }) => {
  if (name === 'starts') parentPort.postMessage(starts.map((start) => start - starts[0]));
  if (name === 'refuse') retryAfter = value;
  if (name === 'forget') starts = [];
});
`;

export const startCountingUpstream = async (): Promise<CountingUpstream> => {
  const worker = new Worker(source, { eval: true });
  const [port] = await once(worker, 'message');
  return {
    origin: `http://127.0.0.1:${port}`,
    starts: async () => {
      const told = once(worker, 'message');
      worker.postMessage({ name: 'starts' });
      return (await told)[0];
    },
    refuse: (retryAfter) => worker.postMessage({ name: 'refuse', value: retryAfter }),
    forget: () => worker.postMessage({ name: 'forget' }),
    close: () => worker.terminate(),
  };
};
