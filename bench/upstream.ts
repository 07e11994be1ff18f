/**
 * The upstream, in a process of its own: small, fast, fixed JSON under `/sentry/api/0`, each answer made once. The parent sends
 * `{ latency }` to set how long it waits, and is told what came since it last asked.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { payloadAt } from './payloads.ts';

/** What came since the parent last asked: when each call came, in milliseconds, and the bytes they were answered with. */
export type Seen = { readonly arrivals: readonly number[]; readonly bytes: number };

const prefix = '/sentry/api/0';
const made = new Map<string, Buffer | null>();
let latency = 0;
let arrivals: number[] = [];
let bytes = 0;

const answerTo = (target: string): Buffer | null => {
  const known = made.get(target);
  if (known !== undefined) return known;
  const { pathname, searchParams } = new URL(target, 'http://upstream');
  const payload = pathname.startsWith(prefix) ? payloadAt(pathname.slice(prefix.length), searchParams) : undefined;
  const answer = payload === undefined ? null : Buffer.from(JSON.stringify(payload));
  made.set(target, answer);
  return answer;
};

const link = ['previous', 'next']
  .map((rel) => `<https://sentry.io/api/0/>; rel="${rel}"; results="false"; cursor="0:0:1"`)
  .join(', ');

const server = createServer((request, response) => {
  arrivals.push(performance.now());
  const answer = answerTo(request.url ?? '/');
  bytes += answer?.length ?? 0;
  const send = () => {
    response.writeHead(answer ? 200 : 404, {
      'content-type': 'application/json',
      'content-length': answer?.length ?? 2,
      link,
    });
    response.end(answer ?? '{}');
  };
  if (latency > 0) setTimeout(send, latency);
  else send();
});
server.keepAliveTimeout = 60_000;

process.on('message', (message: { latency: number }) => {
  latency = message.latency;
  process.send?.({ arrivals, bytes } satisfies Seen);
  arrivals = [];
  bytes = 0;
});
process.on('disconnect', () => process.exit(0));
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
