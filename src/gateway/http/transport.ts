import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type Dispatcher, errors as undiciErrors } from 'undici';
import { limits } from '../limits.ts';
import { operationOver } from '../operation.ts';
import type { Call, Reply, Send } from './call.ts';
import { CodedError, outcomeUnknown } from './coded-error.ts';
import { exchange } from './exchange.ts';

/** Where the upstream lives. The paths below it come from our own templates. */
export type Upstream = {
  /** Origin of the data plane, such as `https://gateway.maton.ai`. */
  readonly origin: string;
  /** Path before Sentry's own, without a slash at its end. */
  readonly prefix: string;
  /** Origin of the control plane. */
  readonly controlOrigin: string;
};

/** Path at Maton beneath which Sentry's own API lies. */
export const matonPrefix = '/sentry/api/0';

const unzip = promisify(gunzip);

const tooLarge = () =>
  new CodedError(
    'UPSTREAM_TOO_LARGE',
    `The answer of the upstream is over ${limits.answerBytes / 2 ** 20} MiB: ask for fewer rows or fields.`,
  );

const textOf = async (bytes: Buffer, gzipped: boolean): Promise<string> => {
  if (!gzipped || bytes.length === 0) return bytes.toString('utf8');
  try {
    return (await unzip(bytes, { maxOutputLength: limits.answerBytes })).toString('utf8');
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge();
    throw new CodedError('UPSTREAM_UNAVAILABLE', 'The answer of the upstream was cut.', { cause: error });
  }
};

/** Sentry and the proxies before it send JSON as text/html and text as application/json: only trying tells. */
const parseBody = (text: string): Reply['body'] => {
  if (text === '') return undefined;
  try {
    return { json: JSON.parse(text) };
  } catch {
    return { text };
  }
};

const queryString = (call: Call): string => {
  if (call.query.length === 0) return '';
  return `?${call.query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
};

/** The path and query of a call as they stand on the request line, below the prefix. */
export const requestTarget = (call: Call): string => `${call.path}${queryString(call)}`;

const headersOf = (call: Call, userAgent: string): Record<string, string> => ({
  accept: 'application/json',
  'accept-encoding': 'gzip',
  'user-agent': userAgent,
  authorization: `Bearer ${call.caller.credential.reveal()}`,
  ...(call.caller.account !== null && call.plane === 'data' && { 'maton-connection': call.caller.account }),
  ...(call.body !== undefined && { 'content-type': 'application/json' }),
  ...(call.traceparent !== undefined && { traceparent: call.traceparent }),
});

/** Whether a request was never sent, because no connection came about. */
export const neverConnected = (error: unknown): boolean =>
  error instanceof undiciErrors.ConnectTimeoutError ||
  (error instanceof Error && 'code' in error && (error.code === 'ECONNREFUSED' || error.code === 'ENOTFOUND'));

/** A failure after which a read may be tried again, and a write may have been carried out or not. */
const lost = (error: unknown, timedOut: boolean): CodedError => {
  if (error instanceof CodedError) return error;
  return timedOut
    ? new CodedError('UPSTREAM_TIMEOUT', 'The upstream did not answer in time.', { cause: error })
    : new CodedError('UPSTREAM_UNAVAILABLE', 'The connection to the upstream failed.', { cause: error });
};

/**
 * Sends one attempt through `dispatcher`: allow-listed headers, its own time limit, a capped body, no redirect followed.
 * Answers with a reply of any status; throws `UPSTREAM_TIMEOUT`, `UPSTREAM_UNAVAILABLE`, `UPSTREAM_TOO_LARGE` or `CANCELLED`.
 */
export const createTransport =
  (upstream: Upstream, dispatcher: Dispatcher, userAgent: string): Send =>
  async (call) => {
    const { signal } = call.operation;
    if (signal.aborted) throw operationOver(call.operation);
    const request = {
      origin: call.plane === 'data' ? upstream.origin : upstream.controlOrigin,
      path: `${call.plane === 'data' ? upstream.prefix : ''}${requestTarget(call)}`,
      method: call.method,
      headers: headersOf(call, userAgent),
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
    };
    const sent = exchange(dispatcher, request, limits.answerBytes, tooLarge);
    const isRead = call.method === 'GET';
    let timedOut = false;
    const expire = () => {
      timedOut = true;
      sent.abort(new Error('The attempt took too long.'));
    };
    const timer = setTimeout(expire, isRead ? limits.readAttempt : limits.writeAttempt);
    const leave = () => sent.abort(operationOver(call.operation));
    // A write that is on its way is not called back: nobody would know whether it was carried out.
    if (isRead) signal.addEventListener('abort', leave, { once: true });
    try {
      const { status, headers, bytes } = await sent.received;
      const text = await textOf(bytes, headers.get('content-encoding') === 'gzip');
      return { status, headers, body: parseBody(text), bytes: text.length };
    } catch (error) {
      if (isRead && signal.aborted) throw operationOver(call.operation);
      const failure = lost(error, timedOut);
      throw isRead || neverConnected(error) ? failure : outcomeUnknown(failure);
    } finally {
      clearTimeout(timer);
      if (isRead) signal.removeEventListener('abort', leave);
    }
  };
