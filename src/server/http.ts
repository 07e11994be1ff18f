import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { type Config, isLoopback } from '../config.ts';
import { CodedError } from '../gateway/http/coded-error.ts';
import type { Gateway } from '../gateway/http/index.ts';
import { addressBytes } from './by-get.ts';
import { identify } from './caller.ts';
import { createGraphiql } from './graphiql.ts';
import { createOrigins, type Origins } from './origins.ts';
import { createGraphQL } from './yoga.ts';

const securityHeaders = {
  'cache-control': 'private, no-store',
  vary: 'Authorization, Maton-Connection, Accept',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

const statusOf: ReadonlyMap<string, number> = new Map([
  ['UNAUTHENTICATED', 401],
  ['INTERNAL_SERVER_ERROR', 500],
]);

const refuse = (
  response: ServerResponse,
  error: CodedError,
  requestId: string,
  status = statusOf.get(error.code) ?? 400,
) => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify({ errors: [{ message: error.message, extensions: { code: error.code, requestId } }] }));
};

/** The name in a Host header, without its port. */
const hostName = (header: string | undefined): string => (header ?? '').replace(/:\d+$/, '').toLowerCase();

/**
 * Whether a request may name this host. A page of a foreign site whose name was rebound to 127.0.0.1 sends that name, so on
 * loopback addresses only loopback names and those of `ALLOWED_HOSTS` are served.
 */
const isAllowedHost = (request: IncomingMessage, { host, allowedHosts }: Config): boolean => {
  if (!isLoopback(host) && allowedHosts.length === 0) return true;
  const name = hostName(request.headers.host);
  return isLoopback(name) || allowedHosts.includes(name);
};

const isJson = (request: IncomingMessage): boolean =>
  /^application\/(json|graphql\+json)\s*(;|$)/i.test(request.headers['content-type'] ?? '');

type Refusal = { readonly status: number; readonly error: CodedError };

/** Why a request at `/graphql` is not read at all, if it is not. */
const refusalOf = (request: IncomingMessage, origins: Origins): Refusal | null => {
  const bad = (status: number, message: string) => ({ status, error: new CodedError('BAD_USER_INPUT', message) });
  const isGet = request.method === 'GET';
  if (!isGet && request.method !== 'POST') return bad(405, 'Send GraphQL operations by POST, or queries by GET.');
  if (origins.refuses(request)) {
    return {
      status: 403,
      error: new CodedError('FORBIDDEN', 'Pages of this origin may not ask: add it to CORS_ORIGINS.'),
    };
  }
  if (isGet && (request.url ?? '').length > addressBytes) {
    return bad(414, `The address is over ${addressBytes / 1024} KiB: send the operation by POST.`);
  }
  if (!isGet && !isJson(request)) {
    return bad(415, 'Send GraphQL operations as JSON, with content-type application/json.');
  }
  return null;
};

/** Makes the HTTP server: `/graphql`, `/graphiql` and `/health/live`. */
export const createHttpServer = (config: Config, gateway: Gateway, log: Logger): Server => {
  const graphql = createGraphQL(config, gateway, log);
  const origins = createOrigins(config, log);
  const graphiql = config.graphiql
    ? createGraphiql({ root: new URL('../../dist/graphiql/', import.meta.url), mode: config.mode })
    : null;

  const answer = async (request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> => {
    const path = (request.url ?? '/').replace(/\?.*$/s, '');
    if (path === '/health/live') {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"status":"live"}');
      return;
    }
    if (!isAllowedHost(request, config)) {
      return refuse(
        response,
        new CodedError('FORBIDDEN', 'This host name is not served: add it to ALLOWED_HOSTS.'),
        requestId,
        403,
      );
    }
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
      return refuse(
        response,
        new CodedError('NOT_FOUND', 'There is nothing here: GraphQL is served at /graphql.'),
        requestId,
        404,
      );
    }
    if (request.method === 'OPTIONS') return origins.preflight(request, response);
    const refusal = refusalOf(request, origins);
    if (refusal) {
      if (refusal.status === 405) response.setHeader('allow', 'GET, POST');
      return refuse(response, refusal.error, requestId, refusal.status);
    }
    const left = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) left.abort();
    });
    const identity = identify(request.headers, config);
    await graphql(request, response, { requestId, identity, left: left.signal });
  };

  const server = createServer((request, response) => {
    const requestId = randomUUID();
    for (const [name, value] of Object.entries({ ...securityHeaders, 'x-request-id': requestId })) {
      response.setHeader(name, value);
    }
    answer(request, response, requestId).catch((error: unknown) => {
      const coded = error instanceof CodedError ? error : null;
      if (!coded) log.error({ request: requestId, err: error }, 'a request failed outside of GraphQL');
      if (response.headersSent) {
        response.destroy();
        return;
      }
      const masked = new CodedError(
        'INTERNAL_SERVER_ERROR',
        'Something went wrong inside this service; its log has more under this request id.',
      );
      refuse(response, coded ?? masked, requestId);
    });
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 15_000;
  server.keepAliveTimeout = 5_000;
  server.maxConnections = 10_000;
  return server;
};
