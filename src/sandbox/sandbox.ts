import type { IncomingMessage, ServerResponse } from 'node:http';
import { asciiJson, readBody, recordedBody, tooLargeReply } from './body.ts';
import { isConnectLink, openConnectLink } from './connect-link.ts';
import { createMirrorWorlds, createWorlds } from './data/index.ts';
import type { World } from './data/model.ts';
import { createFaultPicker, faultReply, isCarriedOut, writeFaulty } from './faults.ts';
import { createMatonLimiter, createSentryLimiter } from './limits.ts';
import { checkKey, chooseWorld, flatError, matonLimitReply, sandboxKey } from './maton.ts';
import { controlReply } from './maton-connections.ts';
import type { SandboxOptions } from './options.ts';
import { openPort, type Plane } from './planes.ts';
import { type RecordedCall, record, sentryPrefix } from './record.ts';
import { empty, Refusal, type Reply } from './reply.ts';
import { sentryReply } from './sentry.ts';
import { createState, resetState } from './state.ts';
import type { SandboxSwitches } from './switches.ts';
import { pause } from './time.ts';
import { splitUrl } from './url.ts';

export type { SandboxOptions } from './options.ts';
export type { RecordedCall } from './record.ts';

/** A running fake of Maton and Sentry on loopback. */
export type Sandbox = {
  origin: string;
  /** Where the control plane listens; the same unless it has a port of its own. */
  controlOrigin: string;
  /** What stands before every path. */
  prefix: string;
  /** The one key that it takes. */
  key: string;
  worlds: World[];
  /** Every request, in order. */
  calls: RecordedCall[];
  /** May be changed while it runs. */
  switches: SandboxSwitches;
  clearCalls(): void;
  /** Data, switches and limits as at start. `POST /__reset` does the same. */
  reset(): void;
  close(): Promise<void>;
};

/** Starts a sandbox on 127.0.0.1. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { now = Date.now(), mirror = false, rateLimit = 10, prefix = '', switches = {} } = options;
  let sample: World[] | undefined;
  const worlds = (): World[] => {
    if (options.worlds !== undefined) return options.worlds();
    sample ??= mirror ? createMirrorWorlds({ now }) : createWorlds({ now });
    return sample;
  };
  const state = createState({ now, worlds, switches });
  const calls: RecordedCall[] = [];
  let pickFault = createFaultPicker();
  let matonLimiter = createMatonLimiter(rateLimit);
  let sentryLimiter = createSentryLimiter(rateLimit !== null);

  const reset = (): void => {
    resetState(state, { now, worlds, switches });
    pickFault = createFaultPicker();
    matonLimiter = createMatonLimiter(rateLimit);
    sentryLimiter = createSentryLimiter(rateLimit !== null);
  };

  const route = async (call: RecordedCall, url: string, text: string, plane: Plane): Promise<Reply> => {
    const { path, query } = splitUrl(url);
    if (isConnectLink(path) && plane !== 'data') return openConnectLink(state, call.method, new URLSearchParams(query));
    checkKey(call.headers.authorization);
    if (!matonLimiter(sandboxKey)) return matonLimitReply();
    if (plane !== 'data' && (path === '/connections' || path.startsWith('/connections/'))) {
      await pause(state.switches.latencyMs);
      return controlReply(state, call.method, path, new URLSearchParams(query), text);
    }
    if (plane === 'control') return empty(404);
    if (!path.startsWith('/sentry/')) return flatError(400, 'Bad Request', `Invalid app: ${path.split('/')[1]}`);
    const world = chooseWorld(state, call.connection);
    if (!path.startsWith(`${sentryPrefix}/`)) return empty(404);
    const { method, headers } = call;
    const below = path.slice(sentryPrefix.length);
    return sentryReply(state, world, { method, path: below, query, headers, body: text }, sentryLimiter);
  };

  const trueReply = async (call: RecordedCall, url: string, text: string | null, plane: Plane): Promise<Reply> => {
    if (text === null) return tooLargeReply();
    try {
      return await route(call, url, text, plane);
    } catch (error) {
      if (error instanceof Refusal) return error.reply;
      throw error;
    }
  };

  const respond = async (request: IncomingMessage, response: ServerResponse, plane: Plane): Promise<void> => {
    const raw = request.url ?? '/';
    if (raw === '/__reset' && request.method === 'POST') {
      request.resume();
      reset();
      response.writeHead(204).end();
      return;
    }
    if (!raw.startsWith(`${prefix}/`)) {
      request.resume();
      response.writeHead(404).end();
      return;
    }
    const url = raw.slice(prefix.length);
    const call = record(request, url);
    calls.push(call);
    const text = await readBody(request);
    if (text !== '') call.body = text === null ? null : recordedBody(text);
    const fault = pickFault(state.switches, call.method, call.path);
    if (fault?.delayMs !== undefined && fault.kind !== 'drip') await pause(fault.delayMs);
    const faulty = fault && faultReply(fault, call.connection);
    const done = fault === null || isCarriedOut(fault) ? await trueReply(call, url, text, plane) : null;
    if (done === null) await pause(state.switches.latencyMs);
    const reply = faulty ?? done ?? empty(200);
    if (state.switches.echoHeaders) reply.headers['x-sandbox-echo'] = asciiJson(call.headers);
    if (fault !== null && (await writeFaulty(fault, response, reply))) return;
    response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) });
    response.end(reply.body);
  };

  const shared = options.controlPort === undefined;
  const data = await openPort(options.port ?? 0, shared ? 'both' : 'data', respond);
  const control = options.controlPort === undefined ? data : await openPort(options.controlPort, 'control', respond);
  state.linkBase = `${control.origin}${prefix}`;

  return {
    origin: data.origin,
    controlOrigin: control.origin,
    prefix,
    key: sandboxKey,
    worlds: state.worlds,
    calls,
    switches: state.switches,
    clearCalls: () => {
      calls.length = 0;
    },
    reset,
    close: async () => {
      await Promise.all([data.close(), ...(control === data ? [] : [control.close()])]);
    },
  };
}
