import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { type Config, isLoopback } from '../config.ts';
import { CodedError, type ErrorCode } from '../gateway/http/coded-error.ts';
import type { Gateway } from '../gateway/http/index.ts';
import type { Secret } from '../gateway/http/secret.ts';
import { limits } from '../gateway/limits.ts';
import { identify } from './caller.ts';
import { credentialOf } from './credential.ts';
import { createGraphiql } from './graphiql.ts';
import { answerHealth } from './health.ts';
import { createInbound } from './inbound/index.ts';
import type { Metrics } from './metrics.ts';
import { answerMetrics } from './metrics-server.ts';
import { createOrigins } from './origins.ts';
import { overloaded } from './overloaded.ts';
import { answerPost } from './post.ts';
import { hostRefusal, refusalOf } from './refusal.ts';
import { masked, refusalOn, refuse } from './refuse.ts';
import { sendResponse } from './send-response.ts';
import { Standing } from './standing.ts';
import { createGraphQL } from './yoga.ts';

const securityHeaders = {
  'cache-control': 'private, no-store',
  vary: 'Authorization, Maton-Connection, Accept',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** Whom the server tells what it does, beside the log. */
type Watching = {
  readonly standing?: Standing;
  readonly metrics?: Metrics;
  readonly onKey?: (key: Secret) => void;
};

/** What leaves a line about a request that GraphQL never saw. Under a flood those that are shed are counted, not written. */
const refusalNote = (requestId: string, log: Logger, metrics: Metrics | undefined): ((code: ErrorCode) => void) => {
  const arrived = performance.now();
  return (code) => {
    const line = { request: requestId, ms: Math.round(performance.now() - arrived), errors: [code] };
    log[code === 'NOT_FOUND' || code === 'OVERLOADED' ? 'debug' : 'info'](line, 'refused');
    metrics?.refused([code]);
  };
};

/** Makes the HTTP server: `/graphql`, `/graphiql`, `/health/live`, `/health/ready`, and `/metrics` where no other port has it. */
export const createHttpServer = (
  config: Config,
  gateway: Gateway,
  log: Logger,
  { standing = new Standing(), metrics, onKey }: Watching = {},
): Server => {
  const graphql = createGraphQL(config, gateway, log, metrics);
  const origins = createOrigins(config, log);
  const inbound = config.inbound && createInbound(config.inbound, log);
  const credential = credentialOf(config, log, onKey);
  const graphiql = config.graphiql
    ? createGraphiql({
        root: new URL('../../dist/graphiql/', import.meta.url),
        mode: config.mode,
        asksToken: config.inbound !== null,
      })
    : null;

  const operate = async (request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> => {
    const arrived = performance.now();
    const left = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) left.abort();
    });
    const proof = inbound && (await inbound.prove(request.headers));
    const identity = identify(request.headers, config, credential(), proof);
    const body = await standing.bodies.read(request, response);
    if (!standing.enter(response)) throw overloaded();
    try {
      const { headers } = request;
      const context = { requestId, identity, headers, arrived, left: left.signal };
      if (await answerPost(graphql, request, body, response, context)) return;
      const answer = await graphql.fetch(request, body, context);
      if (!left.signal.aborted) await sendResponse(answer, response, left.signal);
    } catch (error) {
      if (!left.signal.aborted) throw error;
    }
  };

  const answer = async (request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> => {
    const path = (request.url ?? '/').replace(/\?.*$/s, '');
    if (answerHealth(path, response, standing)) return;
    if (path === '/metrics' && metrics && config.metricsPort === null && isLoopback(config.host)) {
      return answerMetrics(metrics, response);
    }
    const foreign = hostRefusal(request, config);
    if (foreign) return refuse(response, foreign.error, requestId, foreign.status);
    origins.label(request, response);
    if (path === '/' && graphiql) {
      response.writeHead(302, { location: 'graphiql' });
      response.end();
      return;
    }
    const wantsPage = request.method === 'GET' && /text\/html/.test(request.headers.accept ?? '');
    if (graphiql && (path.startsWith('/graphiql') || (path === '/graphql' && wantsPage))) {
      if (graphiql.handle(request, response, path)) return;
    }
    if (path !== '/graphql') {
      const nothing = new CodedError('NOT_FOUND', 'There is nothing here: GraphQL is served at /graphql.');
      return refuse(response, nothing, requestId, 404);
    }
    if (request.method === 'OPTIONS') return origins.preflight(request, response);
    const refusal = refusalOf(request, origins);
    if (refusal?.status === 405) response.setHeader('allow', 'GET, POST');
    if (refusal) return refuse(response, refusal.error, requestId, refusal.status);
    await operate(request, response, requestId);
  };

  const server = createServer({ connectionsCheckingInterval: limits.requestCheck }, (request, response) => {
    const requestId = randomUUID();
    for (const [name, value] of Object.entries({ ...securityHeaders, 'x-request-id': requestId })) {
      response.setHeader(name, value);
    }
    standing.follow(response);
    const note = refusalNote(requestId, log, metrics);
    response.once('close', () => {
      const refusal = refusalOn(response);
      if (refusal) note(refusal.code);
    });
    answer(request, response, requestId).catch((error: unknown) => {
      const coded = error instanceof CodedError ? error : masked();
      if (coded !== error) log.error({ request: requestId, err: error }, 'a request failed outside of GraphQL');
      if (response.headersSent) response.destroy();
      else if (response.closed) note(coded.code);
      else refuse(response, coded, requestId);
    });
  });
  server.headersTimeout = limits.headersTimeout;
  server.requestTimeout = limits.requestTimeout;
  server.keepAliveTimeout = limits.keepAlive;
  server.maxConnections = limits.clientConnections;
  server.once('listening', () => standing.lag.start());
  server.once('close', () => standing.lag.stop());
  return server;
};
