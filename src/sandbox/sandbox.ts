import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createConnections, createMirrorWorlds, createWorlds } from './data/index.ts';
import type { World } from './data/model.ts';
import { createFaultPicker, faultReply, writeFaulty } from './faults.ts';
import { createMatonLimiter, createSentryLimiter } from './limits.ts';
import { checkKey, chooseWorld, controlReply, flatError, matonLimitReply, sandboxKey } from './maton.ts';
import { Refusal, type Reply } from './reply.ts';
import { sentryReply } from './sentry.ts';
import type { SandboxState } from './state.ts';
import { createSwitches, type SandboxSwitches } from './switches.ts';
import { pause } from './time.ts';
import { splitUrl } from './url.ts';

/** How a sandbox is started. */
export type SandboxOptions = {
  /** 0 takes any free port. */
  port?: number;
  /** The moment that its data is seen at, in epoch milliseconds. It stands still. */
  now?: number;
  /** Two connections onto copies of one world. */
  mirror?: boolean;
  /** Makes other worlds than the sample data's, at start and at every reset. */
  worlds?: () => World[];
  /** Maton's calls a second per key, and with it Sentry's own limits; null turns both off. */
  rateLimit?: number | null;
  switches?: Partial<SandboxSwitches>;
};

/** One request as it came. */
export type RecordedCall = {
  method: string;
  /** Below `/sentry/api/0`, with the query, as received; for Maton's own paths the path itself. */
  path: string;
  headers: Record<string, string>;
  /** As sent in `Maton-Connection`. */
  connection: string | null;
};

/** A running fake of Maton and Sentry on loopback. */
export type Sandbox = {
  origin: string;
  /** The one key that it takes. */
  key: string;
  worlds: World[];
  /** Every request, in order. */
  calls: RecordedCall[];
  /** May be changed while it runs. */
  switches: SandboxSwitches;
  clearCalls(): void;
  /** Data and switches as at start. */
  reset(): void;
  close(): Promise<void>;
};

const sentryPrefix = '/sentry/api/0';

function record(request: IncomingMessage): RecordedCall {
  const url = request.url ?? '/';
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  }
  return {
    method: request.method ?? 'GET',
    path: url.startsWith(`${sentryPrefix}/`) ? url.slice(sentryPrefix.length) : url,
    headers,
    connection: headers['maton-connection'] ?? null,
  };
}

/** Starts a sandbox on 127.0.0.1. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { now = Date.now(), mirror = false, rateLimit = 10 } = options;
  const makeWorlds = options.worlds ?? (() => (mirror ? createMirrorWorlds({ now }) : createWorlds({ now })));
  const worlds = makeWorlds();
  const state: SandboxState = {
    now,
    worlds,
    connections: createConnections(worlds, now),
    switches: createSwitches(options.switches),
  };
  const calls: RecordedCall[] = [];
  let pickFault = createFaultPicker();
  const matonLimiter = createMatonLimiter(rateLimit);
  const sentryLimiter = createSentryLimiter(rateLimit !== null);

  const route = async (call: RecordedCall, url: string): Promise<Reply> => {
    checkKey(call.headers.authorization);
    if (!matonLimiter(sandboxKey)) return matonLimitReply();
    const { path, query } = splitUrl(url);
    if (path === '/connections' || path.startsWith('/connections/')) {
      await pause(state.switches.latencyMs);
      return controlReply(state, call.method, path, new URLSearchParams(query));
    }
    if (!path.startsWith('/sentry/')) return flatError(400, 'Bad Request', `Invalid app: ${path.split('/')[1]}`);
    const world = chooseWorld(state, call.connection);
    if (!path.startsWith(`${sentryPrefix}/`)) return { status: 404, headers: {}, body: '' };
    const accept = call.headers.accept ?? '';
    const { method } = call;
    return sentryReply(state, world, { method, path: path.slice(sentryPrefix.length), query, accept }, sentryLimiter);
  };

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const call = record(request);
    calls.push(call);
    request.resume();
    const fault = pickFault(state.switches, call.method, call.path);
    if (fault?.delayMs !== undefined && fault.kind !== 'drip') await pause(fault.delayMs);
    const faulty = fault && faultReply(fault, call.connection);
    if (faulty !== null) await pause(state.switches.latencyMs);
    const reply = faulty ?? (await trueReply(call, request.url ?? '/'));
    if (state.switches.echoHeaders) reply.headers['x-sandbox-echo'] = asciiJson(call.headers);
    if (fault !== null && (await writeFaulty(fault, response, reply))) return;
    response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) });
    response.end(reply.body);
  };

  const trueReply = async (call: RecordedCall, url: string): Promise<Reply> => {
    try {
      return await route(call, url);
    } catch (error) {
      if (error instanceof Refusal) return error.reply;
      throw error;
    }
  };

  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    respond(request, response).catch((error: unknown) => {
      process.emitWarning(error instanceof Error ? error : String(error), 'SandboxWarning');
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;

  return {
    origin: `http://127.0.0.1:${port}`,
    key: sandboxKey,
    worlds,
    calls,
    switches: state.switches,
    clearCalls: () => {
      calls.length = 0;
    },
    reset: () => {
      worlds.splice(0, worlds.length, ...makeWorlds());
      state.connections.splice(0, state.connections.length, ...createConnections(worlds, now));
      Object.assign(state.switches, createSwitches(options.switches));
      pickFault = createFaultPicker();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Header values hold ASCII only. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
