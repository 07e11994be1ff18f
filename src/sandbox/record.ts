import type { IncomingMessage } from 'node:http';

/** One request as it came. */
export type RecordedCall = {
  method: string;
  /** Below `/sentry/api/0`, with the query, as received; for Maton's own paths the path itself. */
  path: string;
  headers: Record<string, string>;
  /** As sent in `Maton-Connection`. */
  connection: string | null;
  /** When it came, in milliseconds of `performance.now()`. */
  at: number;
  /** What JSON it carried, else its text; left out where it carried nothing. */
  body?: unknown;
};

/** Where Sentry's paths begin below Maton's. */
export const sentryPrefix = '/sentry/api/0';

/** Writes a request down, but for its body, which is still on its way. */
export function record(request: IncomingMessage, url: string): RecordedCall {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  }
  return {
    method: request.method ?? 'GET',
    path: url.startsWith(`${sentryPrefix}/`) ? url.slice(sentryPrefix.length) : url,
    headers,
    connection: headers['maton-connection'] ?? null,
    at: performance.now(),
  };
}
