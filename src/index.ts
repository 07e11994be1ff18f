#!/usr/bin/env node
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import type { Logger } from 'pino';
import { type Config, ConfigError, readConfig, readEnvironment } from './config.ts';
import { createGateway, type Gateway } from './gateway/http/index.ts';
import { HeldKeys, Secret } from './gateway/http/secret.ts';
import { matonPrefix } from './gateway/http/transport.ts';
import { setUpHeap } from './heap.ts';
import type { Sandbox } from './sandbox/index.ts';
import { createHttpServer } from './server/http.ts';
import { createLog, failuresTo, sharingTo } from './server/log.ts';
import { createMetrics, type Metrics } from './server/metrics.ts';
import { createMetricsServer } from './server/metrics-server.ts';
import { closeServer, endWell } from './server/shutdown.ts';
import { Standing } from './server/standing.ts';

const userAgent = 'sentry-graph/0.1.0';

const usage = `sentry-graph: one typed GraphQL API over Sentry's REST API, reached through the Maton gateway

  sentry-graph            serve it (settings come from the environment and from .env)
  sentry-graph sandbox    serve the sandbox gateway alone, on SANDBOX_PORT
  sentry-graph schema     print the schema
  sentry-graph token NAME [--scopes read,write,manage-linked-accounts,sensitive] [--organizations SLUG,SLUG]
                          make a token for a client: the token goes to standard error, once, and the line for
                          INBOUND_TOKENS_FILE to standard output; scopes are read alone, organizations * (any) if left out
  sentry-graph --help     this text

Without MATON_API_KEY it serves a sandbox with sample data. Settings are listed in the README.
`;

const startSandbox = async ({ sandbox: { port, now } }: Config): Promise<Sandbox> => {
  const { startSandbox: start } = await import('./sandbox/index.ts');
  return start({ port, ...(now !== undefined && { now }) });
};

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

type Link = { connection_id?: unknown; status?: unknown; creation_time?: unknown };

/** Tells which linked account answers where none is named. Maton takes the oldest active one. */
const sayDefaultAccount = async (config: Config, gateway: Gateway, credential: Secret): Promise<void> => {
  if (config.account !== null) return say(`Linked account: ${config.account} (MATON_CONNECTION).`);
  try {
    const response = await fetch(`${gateway.upstream.controlOrigin}/connections?app=sentry&status=ACTIVE`, {
      headers: { authorization: `Bearer ${credential.reveal()}`, accept: 'application/json', 'user-agent': userAgent },
      redirect: 'manual',
      signal: AbortSignal.timeout(5_000),
    });
    if (!response.ok)
      return say(`Linked account: Maton chooses; it could not be asked which (status ${response.status}).`);
    const { connections = [] } = (await response.json()) as { connections?: Link[] };
    const [oldest] = connections.sort((a, b) => String(a.creation_time).localeCompare(String(b.creation_time)));
    if (!oldest) return say('Linked account: none is active yet; create a connection for the app "sentry" at Maton.');
    say(
      `Linked account: ${String(oldest.connection_id)}, the oldest of ${connections.length} active; pin one with MATON_CONNECTION or the header Maton-Connection.`,
    );
  } catch {
    say('Linked account: Maton chooses; it could not be asked which.');
  }
};

/** The budgets that replicas share through Redis; null without one. */
const openShared = async ({ redis, callsPerSecond }: Config, log: Logger, metrics: Metrics) => {
  if (!redis) return null;
  const { SharedBudgets } = await import('./gateway/http/shared-budget.ts').catch(() => {
    throw new ConfigError('REDIS_URL needs the package ioredis, which cannot be loaded: npm install ioredis@6.0.0.');
  });
  const tell = sharingTo(log);
  return new SharedBudgets(redis.url, callsPerSecond, (isShared, reason) => {
    metrics.shares(isShared);
    tell(isShared, reason);
  });
};

const sayBudget = ({ redis, callsPerSecond }: Config): void =>
  say(
    redis
      ? `Budget: ${callsPerSecond} calls a second for each key, shared with all that are given the Redis at ${redis.host}.`
      : `Budget: this process believes it owns the whole of ${callsPerSecond} calls a second for each key; give each of N replicas 1/N of it by UPSTREAM_RPS, or all of them one REDIS_URL.`,
  );

const serve = async (given: Config): Promise<void> => {
  setUpHeap();
  const keys = new HeldKeys();
  if (given.credential) keys.add(given.credential);
  const log = createLog(given.logLevel, keys.redact);
  const metrics = createMetrics({ ofProcess: true });
  const shared = await openShared(given, log, metrics);
  const sandbox = given.mode === 'sandbox' ? await startSandbox(given) : null;
  const config = sandbox ? { ...given, credential: new Secret(sandbox.key) } : given;
  const gateway = createGateway({
    upstream: {
      origin: sandbox?.origin ?? config.gatewayOrigin,
      controlOrigin: sandbox?.origin ?? config.controlOrigin,
      prefix: matonPrefix,
    },
    callsPerSecond: config.callsPerSecond,
    sharedBudgetOf: shared ? (credential) => shared.of(credential) : undefined,
    cache: config.cache,
    userAgent,
    ...metrics.hooks,
    onFailure: failuresTo(log),
  });
  const standing = new Standing();
  const server = createHttpServer(config, gateway, log, { standing, metrics, onKey: keys.add });
  const cannotListen = (port: number) => (error: Error) => {
    process.stderr.write(`sentry-graph cannot listen on ${config.host}:${port}: ${error.message}.\n`);
    process.exit(78);
  };
  server.on('error', cannotListen(config.port));
  const metricsServer = config.metricsPort === null ? null : createMetricsServer(metrics);
  if (metricsServer && config.metricsPort !== null) {
    metricsServer.on('error', cannotListen(config.metricsPort)).listen(config.metricsPort, config.host);
  }
  server.listen(config.port, config.host, () => {
    const { port } = server.address() as AddressInfo;
    const at = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;
    say(`sentry-graph listens on ${at}/graphql${config.graphiql ? `, GraphiQL on ${at}/graphiql` : ''}`);
    if (config.inbound) say('Clients prove who they are, by inbound tokens or JSON web tokens.');
    if (sandbox) {
      say(
        'Served: the sandbox with sample data. For a real account set MATON_API_KEY to your Maton API key and start again.',
      );
      say(
        `Linked account: ${sandbox.worlds[0]?.connection.id}, the oldest; name another with the header Maton-Connection.`,
      );
    } else if (config.credential) {
      say(
        `Served: the Sentry accounts linked to your Maton key, ${config.writes ? 'writes on' : 'read only until WRITES=1'}.`,
      );
      void sayDefaultAccount(config, gateway, config.credential);
    } else {
      say('Served: the Sentry accounts of each client’s own Maton key (pass-through).');
    }
    sayBudget(config);
  });
  endWell(async (grace) => {
    await closeServer(server, standing, grace);
    metricsServer?.close();
    metricsServer?.closeAllConnections();
    await gateway.close();
    shared?.close();
    await sandbox?.close();
  }, log);
};

const serveSandbox = async (config: Config): Promise<void> => {
  const sandbox = await startSandbox(config);
  say(
    `The sandbox gateway listens on ${sandbox.origin}: /sentry/api/0/... and /connections, with the key "${sandbox.key}".`,
  );
  endWell(() => sandbox.close());
};

/** Prints a new token and its line, each on its own stream, so that `>> tokens` keeps the line alone. */
const makeToken = async (name: string, scopes = 'read', organizations = '*'): Promise<void> => {
  const { newToken } = await import('./server/inbound/token-command.ts');
  try {
    const { token, line } = newToken(name, scopes, organizations);
    process.stderr.write(`The token of ${name}, shown this once: ${token}\n`);
    say(line);
  } catch (error) {
    throw new ConfigError(`No token is made, for its line ${error instanceof Error ? error.message : String(error)}.`);
  }
};

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    options: {
      help: { type: 'boolean', short: 'h' },
      scopes: { type: 'string' },
      organizations: { type: 'string' },
    },
    allowPositionals: true,
  });
  const [command = 'serve', ...rest] = positionals;
  if (values.help) return void process.stdout.write(usage);
  if (command === 'token') {
    const [name, ...more] = rest;
    if (name === undefined || more.length > 0) {
      throw new ConfigError('Give the client one name: sentry-graph token NAME [--scopes ...] [--organizations ...]');
    }
    return makeToken(name, values.scopes, values.organizations);
  }
  if (values.scopes !== undefined || values.organizations !== undefined) {
    throw new ConfigError('--scopes and --organizations belong to "sentry-graph token NAME"');
  }
  if (rest.length > 0 || !['serve', 'sandbox', 'schema'].includes(command)) {
    throw new ConfigError(`There is no command "${positionals.join(' ')}": see sentry-graph --help`);
  }
  if (command === 'schema') {
    const { printedSchema } = await import('./schema/index.ts');
    return void process.stdout.write(printedSchema());
  }
  const config = readConfig(readEnvironment(process.env));
  await (command === 'sandbox' ? serveSandbox(config) : serve(config));
};

main().catch((error: unknown) => {
  if (error instanceof ConfigError || (error instanceof TypeError && 'code' in error)) {
    process.stderr.write(`sentry-graph: ${error.message}\n`);
    process.exit(78);
  }
  throw error;
});
