import type { EndpointLimit } from './limits.ts';
import { json, type Reply } from './reply.ts';
import type { Endpoint, Scope } from './scope.ts';

/** One route: its path with named parts in braces, its endpoint, and a limit of its own where it has one. */
export type Route = {
  /** Left out: GET. */
  method?: 'PUT' | 'POST' | 'DELETE';
  path: string;
  endpoint: Endpoint;
  limit?: EndpointLimit;
  /** What shares that limit; left out: this path alone. */
  bucket?: string;
  /** Scopes of which any one suffices; left out: any token may ask. */
  scopes?: readonly string[];
};

/** Sentry's guard around the paths without an organization. */
export function deprecated(replacement: string, endpoint: Endpoint): Endpoint {
  return async (scope: Scope): Promise<Reply> => {
    const headers = {
      'x-sentry-deprecation-date': '2026-05-15T00:00:00+00:00',
      'x-sentry-replacement-endpoint': replacement,
    };
    const reply = scope.switches.brownout
      ? json({ message: 'This API no longer exists.' }, 410)
      : await endpoint(scope);
    return { ...reply, headers: { ...reply.headers, ...headers } };
  };
}
