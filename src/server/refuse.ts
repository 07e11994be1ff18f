import type { ServerResponse } from 'node:http';
import { CodedError } from '../gateway/http/coded-error.ts';

const statusOf: ReadonlyMap<string, number> = new Map([
  ['UNAUTHENTICATED', 401],
  ['FORBIDDEN', 403],
  ['OVERLOADED', 503],
  ['UPSTREAM_UNAVAILABLE', 503],
  ['INTERNAL_SERVER_ERROR', 500],
]);

/** What a client is told of a bug of ours. */
export const masked = (): CodedError =>
  new CodedError(
    'INTERNAL_SERVER_ERROR',
    'Something went wrong inside this service; its log has more under this request id.',
  );

/** Sends a small JSON answer, whole. */
export const sendJson = (response: ServerResponse, status: number, value: unknown): void => {
  const text = JSON.stringify(value);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
};

const refusals = new WeakMap<ServerResponse, CodedError>();

/** What a request that GraphQL never saw was answered with, if anything. */
export const refusalOn = (response: ServerResponse): CodedError | undefined => refusals.get(response);

/** Answers a request that never became an operation with one coded error. */
export const refuse = (
  response: ServerResponse,
  error: CodedError,
  requestId: string,
  status = statusOf.get(error.code) ?? 400,
): void => {
  const { code, message, retryAfter } = error;
  refusals.set(response, error);
  if (status === 401) response.setHeader('www-authenticate', 'Bearer');
  if (retryAfter !== undefined) response.setHeader('retry-after', String(Math.ceil(retryAfter)));
  const extensions = { code, requestId, ...(retryAfter !== undefined && { retryAfter }) };
  sendJson(response, status, { errors: [{ message, extensions }] });
};
