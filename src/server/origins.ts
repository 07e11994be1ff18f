import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { limits } from '../gateway/limits.ts';

/** Which browser pages may ask, and what their browsers are told about it. */
export type Origins = {
  /** Lets a page of an allowed origin read the answer. */
  label(request: IncomingMessage, response: ServerResponse): void;
  /** Whether a page of another site sent this whose origin is not allowed; says so in the log. */
  refuses(request: IncomingMessage): boolean;
  preflight(request: IncomingMessage, response: ServerResponse): void;
};

/** What a preflight that asks for too much is granted, and one that asks for nothing. */
const ownHeaders = 'content-type, authorization, maton-connection';

const addVary = (response: ServerResponse, name: string): void => {
  const vary = response.getHeader('vary');
  response.setHeader('vary', vary === undefined ? name : `${String(vary)}, ${name}`);
};

/** The header names a preflight asks for, as far as they are names: tracing and client libraries add theirs. None is read. */
const askedHeaders = (asked: string | undefined): string => {
  if (asked === undefined || asked.length > 4_096) return ownHeaders;
  const names = asked.split(',').map((name) => name.trim());
  return names.filter((name) => /^[\w!#$%&'*+.^`|~-]{1,128}$/.test(name)).join(', ') || ownHeaders;
};

/** Whether our own page or none sent a request. Pages cannot forge these headers; older browsers send `Origin` alone. */
const isOwn = ({ headers }: IncomingMessage): boolean => {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin, host } = headers;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host?.toLowerCase());
};

/** An `Origin` header as the log may keep it; browsers hide some origins as `null`. */
const logged = (origin: string | undefined): string => {
  if (origin === undefined || origin === 'null') return origin ?? 'not told';
  return URL.canParse(origin) ? new URL(origin).origin.slice(0, limits.loggedOrigin) : 'malformed';
};

/** Reads `CORS_ORIGINS`. Nobody is let in with credentials, so `*` is honest. */
export const createOrigins = ({ corsOrigins }: Config, log: Logger): Origins => {
  const any = corsOrigins.includes('*');
  const isAllowed = (origin: string | undefined): origin is string =>
    origin !== undefined && (any || corsOrigins.includes(origin));

  const refuses = (request: IncomingMessage): boolean => {
    const { origin } = request.headers;
    if (isAllowed(origin) || isOwn(request)) return false;
    log.warn({ origin: logged(origin) }, 'a browser page of this origin asked; CORS_ORIGINS does not name it');
    return true;
  };

  return {
    refuses,
    label(request, response) {
      const { origin } = request.headers;
      if (!isAllowed(origin)) return;
      response.setHeader('access-control-allow-origin', any ? '*' : origin);
      response.setHeader('access-control-expose-headers', 'x-request-id, retry-after');
      if (!any) addVary(response, 'Origin');
    },
    preflight(request, response) {
      addVary(response, 'Access-Control-Request-Headers');
      if (isAllowed(request.headers.origin)) {
        response.setHeader('access-control-allow-methods', 'GET, POST');
        response.setHeader(
          'access-control-allow-headers',
          askedHeaders(request.headers['access-control-request-headers']),
        );
        response.setHeader('access-control-max-age', '600');
      } else {
        refuses(request);
      }
      response.writeHead(204, { allow: 'GET, POST, OPTIONS' });
      response.end();
    },
  };
};
