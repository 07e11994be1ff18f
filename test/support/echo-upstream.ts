import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the upstream answers one call: by default with what was asked. */
export type Echo = {
  readonly origin: string;
  /** Calls received so far. */
  readonly calls: { caller: string; path: string }[];
  /** What share of calls is answered with 502. */
  failing: number;
  /** Milliseconds before each answer. */
  latency: number;
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

const answerTo = (url: URL, caller: string): unknown => {
  const [, , , kind = '', slug = '', below = ''] = url.pathname.replace('/sentry', '').split('/');
  if (below === 'issues') {
    const ids = url.searchParams.getAll('group');
    return (ids.length > 0 ? ids : ['1', '2', '3']).map((id) => issue(id, caller));
  }
  if (below === 'projects') return [{ id: '7', slug: 'web', name: caller, platform: 'node', teams: [] }];
  if (kind === 'projects') return { id: '7', slug: 'web', name: caller, platform: caller };
  return { id: '1', slug, name: caller, status: { id: 'active' } };
};

/**
 * A Maton and Sentry in which every caller finds the same slugs and ids, and every text says whose answer it is: the key and the
 * linked account of the call.
 */
export const startEchoUpstream = async (): Promise<Echo> => {
  const calls: Echo['calls'] = [];
  const state = { failing: 0, latency: 0 };
  const respond = (request: IncomingMessage, response: ServerResponse) => {
    const { authorization = '', 'maton-connection': account = 'none' } = request.headers;
    const caller = `${authorization.replace('Bearer ', '')}.${String(account)}`;
    calls.push({ caller, path: request.url ?? '' });
    const fails = Math.random() < state.failing;
    const body = JSON.stringify(
      fails ? { error: 'bad gateway' } : answerTo(new URL(request.url ?? '/', 'http://localhost'), caller),
    );
    setTimeout(() => {
      response.writeHead(fails ? 502 : 200, { 'content-type': 'application/json' }).end(body);
    }, state.latency);
  };
  const server = createServer(respond);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    get failing() {
      return state.failing;
    },
    set failing(share) {
      state.failing = share;
    },
    get latency() {
      return state.latency;
    },
    set latency(milliseconds) {
      state.latency = milliseconds;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
