import type { IncomingMessage } from 'node:http';
import { type Config, isLoopback } from '../config.ts';
import { CodedError, type ErrorCode } from '../gateway/http/coded-error.ts';
import { limits } from '../gateway/limits.ts';
import type { Origins } from './origins.ts';

/** Why a request is not read at all. */
export type Refusal = { readonly status: number; readonly error: CodedError };

const refusal = (status: number, code: ErrorCode, message: string): Refusal => ({
  status,
  error: new CodedError(code, message),
});

/** The name in a Host header, without its port. */
const hostName = (header: string | undefined): string => (header ?? '').replace(/:\d+$/, '').toLowerCase();

/**
 * Whether a request may name this host. A page of a foreign site whose name was rebound to 127.0.0.1 sends that name, so on
 * loopback addresses only loopback names and those of `ALLOWED_HOSTS` are served.
 */
export const hostRefusal = (request: IncomingMessage, { host, allowedHosts }: Config): Refusal | null => {
  if (!isLoopback(host) && allowedHosts.length === 0) return null;
  const name = hostName(request.headers.host);
  if (isLoopback(name) || allowedHosts.includes(name)) return null;
  return refusal(403, 'FORBIDDEN', 'This host name is not served: add it to ALLOWED_HOSTS.');
};

const isJson = (request: IncomingMessage): boolean =>
  /^application\/(json|graphql\+json)\s*(;|$)/i.test(request.headers['content-type'] ?? '');

/** Media types that an answer can have, or that stand for one of them. */
const answerType =
  /^\s*(?:\*\/\*|application\/(?:\*|json|graphql-response\+json)|text\/(?:\*|event-stream)|multipart\/(?:\*|mixed))\s*(?:;|$)/i;

const takesAnswer = ({ headers: { accept } }: IncomingMessage): boolean =>
  !accept || accept.split(',').some((each) => answerType.test(each));

/** Why a request at `/graphql` is not read, if it is not. */
export const refusalOf = (request: IncomingMessage, origins: Origins): Refusal | null => {
  const isGet = request.method === 'GET';
  if (!isGet && request.method !== 'POST') {
    return refusal(405, 'BAD_USER_INPUT', 'Send GraphQL operations by POST, or queries by GET.');
  }
  if (origins.refuses(request)) {
    return refusal(403, 'FORBIDDEN', 'Pages of this origin may not ask: add it to CORS_ORIGINS.');
  }
  if (isGet && (request.url ?? '').length > limits.addressBytes) {
    return refusal(
      414,
      'BAD_USER_INPUT',
      `The address is over ${limits.addressBytes / 1024} KiB: send the operation by POST.`,
    );
  }
  if (!isGet && !isJson(request)) {
    return refusal(415, 'BAD_USER_INPUT', 'Send GraphQL operations as JSON, with content-type application/json.');
  }
  if (!takesAnswer(request)) {
    return refusal(406, 'BAD_USER_INPUT', 'Answers are JSON: send Accept: application/json, or none.');
  }
  return null;
};
