import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { readConfig } from '../src/config.ts';
import { createGateway } from '../src/gateway/http/index.ts';
import { Secret } from '../src/gateway/http/secret.ts';
import { matonPrefix } from '../src/gateway/http/transport.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/index.ts';
import { createHttpServer } from '../src/server/http.ts';
import { createLog } from '../src/server/log.ts';
import { table } from './table.ts';

const acme = { organization: 'acme' };

type Variables = Readonly<Record<string, string | undefined>>;

/** The questions as the README numbers them: the example that answers each, and what it is asked with. */
const questions: readonly [number, string, (issue: string, accounts: readonly string[]) => Variables][] = [
  [1, 'newest-production-errors', () => acme],
  [2, 'sentry-link', (issue) => ({ url: `https://acme.sentry.io/issues/${issue}/` })],
  [2, 'short-id', (issue) => ({ ...acme, issue })],
  [3, 'whom-it-hits', (issue) => ({ ...acme, issue })],
  [4, 'release-day', () => ({ ...acme, version: '2.4.0' })],
  [5, 'team-overview', () => ({ ...acme, team: 'payments', assignee: '#payments' })],
  [6, 'errors-of-a-person', () => ({ ...acme, person: 'user.email:jane@acme.com' })],
  [7, 'noisiest-issues', () => ({ ...acme, project: 'storefront' })],
  [
    8,
    'two-accounts',
    (_issue, [one, other]) => ({ one, other, oneOrganization: 'acme', otherOrganization: 'initech' }),
  ],
  [9, 'last-releases', () => acme],
  [10, 'all-projects', () => acme],
];

const issueIn = ({ worlds }: Sandbox): string =>
  worlds
    .flatMap(({ organizations }) => organizations)
    .flatMap(({ issues }) => issues)
    .find(({ shortId }) => shortId === 'CHECKOUT-API-1A')?.id ?? '';

type Answer = { readonly errors?: unknown; readonly extensions: { readonly cost: { readonly calls: number } } };

/** Asks the README's questions of our server before the sandbox, and tells the calls that each took. */
export const questionsTable = async (): Promise<string> => {
  const sandbox = await startSandbox({ rateLimit: null });
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
  const accounts = sandbox.worlds.map(({ connection }) => connection.id);
  const rows: string[][] = [];
  for (const [number, name, variablesOf] of questions) {
    const query = readFileSync(`examples/queries/${name}.graphql`, 'utf8');
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: variablesOf(issueIn(sandbox), accounts) }),
    });
    const { errors, extensions } = (await response.json()) as Answer;
    if (errors) throw new Error(`${name} failed: ${JSON.stringify(errors).slice(0, 300)}`);
    rows.push([String(number), name, String(extensions.cost.calls)]);
  }
  server.closeAllConnections();
  server.close();
  await gateway.close();
  await sandbox.close();
  return table(['question', 'document', 'calls'], rows);
};
