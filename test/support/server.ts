import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { readConfig } from '../../src/config.ts';
import { createGateway } from '../../src/gateway/http/index.ts';
import { Secret } from '../../src/gateway/http/secret.ts';
import { matonPrefix } from '../../src/gateway/http/transport.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.ts';
import { createHttpServer } from '../../src/server/http.ts';
import { failuresTo, logOptions } from '../../src/server/log.ts';
import { createMetrics, type Metrics } from '../../src/server/metrics.ts';
import { closeServer } from '../../src/server/shutdown.ts';
import { Standing } from '../../src/server/standing.ts';
import { now } from './graph.ts';
import { watchLog, watchServer } from './leak-watch.ts';
import { jsonType } from './raw.ts';

/** The real server on a port of its own, before a sandbox of its own. */
export type Served = {
  readonly origin: string;
  readonly sandbox: Sandbox;
  readonly log: string[];
  readonly standing: Standing;
  /** Lets go of the listener as a TERM does, without the grace. */
  drain(): Promise<void>;
  readonly metrics: Metrics;
  post(body: unknown, headers?: Record<string, string>, signal?: AbortSignal): Promise<Response>;
  close(): Promise<void>;
};

/** Starts it as `environment` says; a key there is the sandbox's, so that every mode has an upstream; `upstream` is another one. */
export const startServer = async (
  environment: Record<string, string> = {},
  options: SandboxOptions = {},
  upstream?: string,
): Promise<Served> => {
  const sandbox = await startSandbox({ now, ...options });
  const config = readConfig({ CACHE: 'off', ...environment });
  const log: string[] = [];
  const standing = new Standing();
  const write = (line: string): void => {
    log.push(line);
    watchLog(line);
  };
  const logger = pino(logOptions('debug'), { write });
  const metrics = createMetrics();
  const gateway = createGateway({
    upstream: { origin: upstream ?? sandbox.origin, controlOrigin: upstream ?? sandbox.origin, prefix: matonPrefix },
    callsPerSecond: config.callsPerSecond,
    cache: config.cache,
    userAgent: 'sentry-graph/test',
    ...metrics.hooks,
    onFailure: failuresTo(logger),
  });
  const credential = config.mode === 'sandbox' ? new Secret(sandbox.key) : config.credential;
  const server = createHttpServer({ ...config, credential }, gateway, logger, { standing, metrics });
  watchServer(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    sandbox,
    log,
    standing,
    drain: () => closeServer(server, standing, 0),
    metrics,
    post: (body, headers = {}, signal) =>
      fetch(`${origin}/graphql`, {
        method: 'POST',
        headers: { 'content-type': jsonType, ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
        ...(signal && { signal }),
      }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await gateway.close();
      await sandbox.close();
    },
  };
};
