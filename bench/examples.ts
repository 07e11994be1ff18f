import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { readConfig } from '../src/config.ts';
import { createGateway } from '../src/gateway/http/index.ts';
import { Secret } from '../src/gateway/http/secret.ts';
import { matonPrefix } from '../src/gateway/http/transport.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/index.ts';
import { createHttpServer } from '../src/server/http.ts';
import { createLog } from '../src/server/log.ts';
import { askedOf, type Variables } from './asked.ts';
import { byHand } from './by-hand/index.ts';
import { openRest } from './by-hand/rest.ts';
import { table } from './table.ts';

/** The documents that answer the questions as the README numbers them. */
const questions: Readonly<Record<string, number>> = {
  'newest-production-errors': 1,
  'sentry-link': 2,
  'short-id': 2,
  'whom-it-hits': 3,
  'release-day': 4,
  'team-overview': 5,
  'errors-of-a-person': 6,
  'noisiest-issues': 7,
  'two-accounts': 8,
  'last-releases': 9,
  'all-projects': 10,
};

/** The document of an example, a query or a mutation. */
export const documentOf = (name: string): string => {
  const [file] = name.split(' ');
  const query = `examples/queries/${file}.graphql`;
  return readFileSync(existsSync(query) ? query : `examples/mutations/${file}.graphql`, 'utf8');
};

type Answer = { readonly errors?: unknown; readonly extensions: { readonly cost: { readonly calls: number } } };

/** Our server before a sandbox, its cache off: gives the calls that a document takes. */
const startOurs = async (sandbox: Sandbox) => {
  const config = readConfig({ SANDBOX: '1', CACHE: 'off', GRAPHIQL: '0', UPSTREAM_RPS: '1000', LOG_LEVEL: 'silent' });
  const gateway = createGateway({
    upstream: { origin: sandbox.origin, controlOrigin: sandbox.origin, prefix: matonPrefix },
    callsPerSecond: config.callsPerSecond,
    cache: config.cache,
    userAgent: 'sentry-graph/bench',
  });
  const credential = new Secret(sandbox.key);
  const server = createHttpServer({ ...config, credential }, gateway, createLog(config.logLevel));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const callsOf = async (name: string, variables: Variables): Promise<number> => {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: documentOf(name), variables }),
    });
    const { errors, extensions } = (await response.json()) as Answer;
    if (errors) throw new Error(`${name} failed: ${JSON.stringify(errors).slice(0, 300)}`);
    return extensions.cost.calls;
  };
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await gateway.close();
  };
  return { callsOf, close };
};

/** Answers each document of `examples/` by our server and by hand, and tells the calls that both took. */
export const examplesTable = async (): Promise<string> => {
  const sandbox = await startSandbox({ rateLimit: null });
  const ours = await startOurs(sandbox);
  const asked = askedOf(sandbox);
  const rows: string[][] = [];
  for (const [name, answer] of Object.entries(byHand)) {
    const variables = asked[name] ?? {};
    const calls = await ours.callsOf(name, variables);
    sandbox.reset();
    const hand = openRest(sandbox.origin, sandbox.key);
    await answer(hand.rest, variables);
    await hand.close();
    sandbox.reset();
    rows.push([name, String(questions[name] ?? ''), String(calls), String(hand.calls())]);
  }
  await ours.close();
  await sandbox.close();
  return table(['document', 'question', 'calls', 'calls by hand'], rows);
};
