import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A call as it came. */
export type Arrived = {
  readonly method: string;
  /** Path and query below `/sentry/api/0`. */
  readonly target: string;
  /** The key without what makes it known as a secret, and the linked account. */
  readonly caller: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** When it came, and when it was over, by `performance.now()`. */
  readonly at: number;
  endedAt: number | null;
  /** Whether it was called off before its answer was complete. */
  aborted: boolean;
};

/** How a call is answered. */
export type Script = (call: Arrived, response: ServerResponse) => void | Promise<void>;

/** A faulty Maton and Sentry: what it does with a call is up to the test. */
export type Scripted = {
  readonly origin: string;
  readonly calls: Arrived[];
  /** Most calls under way at once so far. */
  readonly peak: number;
  script: Script;
  /** Forgets what came. */
  clear(): void;
  close(): Promise<void>;
};

const issue = (id: string, caller: string) => ({
  id,
  shortId: `WEB-${id}`,
  title: caller,
  culprit: caller,
  permalink: `https://acme.sentry.io/issues/${id}/`,
  level: 'error',
  status: 'unresolved',
  statusDetails: {},
  type: 'error',
  metadata: { value: caller },
  project: { id: '7', slug: 'web', name: caller, platform: 'node' },
  assignedTo: { type: 'user', id: '9', name: caller, email: `${caller}@example.com` },
});

/** An answer in which the same slugs and ids are there for every caller, and every text says whose answer it is. */
export const echo = ({ target, caller }: Pick<Arrived, 'target' | 'caller'>): unknown => {
  const { pathname, searchParams } = new URL(target, 'http://localhost');
  const [, kind = '', slug = '', below = '', id = ''] = pathname.split('/');
  if (below === 'issues') {
    if (id !== '') return issue(id, caller);
    const ids = searchParams.getAll('group');
    return (ids.length > 0 ? ids : ['1', '2', '3']).map((each) => issue(each, caller));
  }
  if (below === 'projects') return [{ id: '7', slug: 'web', name: caller, platform: 'node', teams: [] }];
  if (kind === 'projects') return { id: '7', slug: 'web', name: caller, platform: caller };
  if (slug === '') return [{ id: '1', slug: 'acme', name: caller, status: { id: 'active' } }];
  return { id: '1', slug, name: caller, status: { id: 'active' } };
};

/** Answers with JSON. */
export const answer = (
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};

/** Answers every call with what was asked. */
export const honest: Script = (call, response) => answer(response, echo(call));

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

export const startScripted = async (script: Script = honest): Promise<Scripted> => {
  const state = { script, peak: 0, active: 0, calls: [] as Arrived[] };
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { authorization = '', 'maton-connection': account = 'none' } = request.headers;
    const call: Arrived = {
      method: request.method ?? '',
      target: (request.url ?? '/').replace('/sentry/api/0', ''),
      caller: `${authorization.replace(/^Bearer (mtn-top-secret-)?/, '')}.${String(account)}`,
      headers: request.headers,
      body: request.method === 'GET' ? '' : await text(request),
      at: performance.now(),
      endedAt: null,
      aborted: false,
    };
    state.calls.push(call);
    state.active += 1;
    state.peak = Math.max(state.peak, state.active);
    response.once('close', () => {
      state.active -= 1;
      call.endedAt = performance.now();
      call.aborted = !response.writableFinished;
    });
    await state.script(call, response);
  };
  const server = createServer((request, response) => void respond(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: state.calls,
    get peak() {
      return state.peak;
    },
    get script() {
      return state.script;
    },
    set script(next) {
      state.script = next;
    },
    clear: () => {
      state.calls.length = 0;
      state.peak = state.active;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
