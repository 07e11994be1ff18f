import type { ServerResponse } from 'node:http';
import { sentryLimitReply } from './limits.ts';
import { matonBrokenReply, matonLimitReply, unknownConnectionReply } from './maton.ts';
import { json, type Reply } from './reply.ts';
import type { Fault, SandboxSwitches } from './switches.ts';
import { pause } from './time.ts';

/** Says which fault strikes a call, and counts it off. */
export function createFaultPicker(): (switches: SandboxSwitches, method: string, path: string) => Fault | null {
  const struck = new WeakMap<Fault, number>();
  return (switches, method, path) => {
    for (const fault of switches.faults) {
      const count = struck.get(fault) ?? 0;
      if (fault.times !== undefined && count >= fault.times) continue;
      if (fault.method !== undefined && fault.method !== method) continue;
      // A global or sticky expression would remember where it stopped.
      fault.path.lastIndex = 0;
      if (!fault.path.test(path)) continue;
      struck.set(fault, count + 1);
      return fault;
    }
    return null;
  };
}

const page = '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>Bad gateway</h1></body></html>';

function replyOf(fault: Fault, connection: string | null): Reply | null {
  switch (fault.kind) {
    case 'html':
    case '502-after-effect':
      return { status: 502, headers: { 'content-type': 'text/html' }, body: page };
    case 'text-as-json':
      return { status: 500, headers: { 'content-type': 'application/json' }, body: 'upstream connect error' };
    case 'empty':
      return { status: 200, headers: {}, body: '' };
    case 'redirect':
      return { status: 301, headers: { location: 'https://sentry.io/api/0/' }, body: '' };
    case 'sentry-429':
      return sentryLimitReply({ limit: 40, windowMs: 1000 });
    case 'maton-429':
      return matonLimitReply();
    case 'maton-404':
      return unknownConnectionReply(connection ?? 'unknown');
    case 'maton-500':
      return matonBrokenReply();
    case 'query-timeout':
      return json(
        { detail: 'Query timeout. Please try again. If the problem persists try a smaller date range.' },
        400,
      );
    default:
      return fault.status === undefined && fault.body === undefined ? null : json({});
  }
}

/** Whether the call is carried out although a fault strikes it. */
export function isCarriedOut(fault: Fault): boolean {
  if (fault.kind === 'hang' || fault.kind === 'drop' || fault.kind === 'huge') return false;
  return fault.kind?.endsWith('-after-effect') === true || replyOf(fault, null) === null;
}

/** What a fault answers in the true answer's place; null where that one stands. */
export function faultReply(fault: Fault, connection: string | null): Reply | null {
  const reply = replyOf(fault, connection);
  if (reply === null) return null;
  const { status = reply.status, headers = {}, body = reply.body } = fault;
  return {
    status,
    headers: { ...reply.headers, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

/** More than any client should read. */
const hugeBytes = 12 * 1024 * 1024;

/** Writes an answer the way a fault wants it; false where it does not care. */
export async function writeFaulty(fault: Fault, response: ServerResponse, reply: Reply): Promise<boolean> {
  const body = Buffer.from(reply.body);
  switch (fault.kind) {
    case 'hang':
    case 'hang-after-effect':
      return true;
    case 'drop':
      response.socket?.destroy();
      return true;
    case 'reset-after-effect':
      response.socket?.resetAndDestroy();
      return true;
    case 'stall':
    case 'cut':
      response.writeHead(reply.status, { ...reply.headers, 'content-length': body.length + 1 });
      response.write(body.subarray(0, Math.ceil(body.length / 2)), () => {
        if (fault.kind === 'cut') response.socket?.destroy();
      });
      return true;
    case 'drip':
      response.writeHead(reply.status, reply.headers);
      for (let at = 0; at < body.length && !response.destroyed; at += 16) {
        response.write(body.subarray(at, at + 16));
        await pause(fault.delayMs ?? 500);
      }
      response.end();
      return true;
    case 'huge':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('["');
      for (let sent = 0; sent < hugeBytes && !response.destroyed; sent += 65_536) {
        if (!response.write('x'.repeat(65_536))) await drained(response);
      }
      response.end('"]');
      return true;
    default:
      return false;
  }
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      response.off('drain', settle).off('close', settle);
      resolve();
    };
    response.on('drain', settle).on('close', settle);
  });
}
