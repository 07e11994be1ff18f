import { defaultLimit, type EndpointLimit } from './limits.ts';
import { reads } from './read-routes.ts';
import type { Route } from './route.ts';
import type { Endpoint } from './scope.ts';
import { decodePart } from './url.ts';
import { writes } from './write-routes.ts';

/** A route that fits a call, with the decoded parts that it names. */
export type Match = {
  /** Null where the path knows no such method. */
  endpoint: Endpoint | null;
  parts: Map<string, string>;
  bucket: string;
  limit: EndpointLimit;
  scopes: readonly string[] | null;
  /** The methods that the path knows. */
  allowed: string[];
};

type Entry = { segments: string[]; methods: Map<string, Route> };

const table = new Map<string, Entry>();
for (const route of [...reads, ...writes]) {
  const entry = table.get(route.path) ?? { segments: route.path.split('/'), methods: new Map<string, Route>() };
  table.set(route.path, entry);
  entry.methods.set(route.method ?? 'GET', route);
}

function partsOf(segments: readonly string[], given: readonly string[]): Map<string, string> | null {
  if (segments.length !== given.length) return null;
  const parts = new Map<string, string>();
  const fits = segments.every((segment, index) => {
    const text = given[index] ?? '';
    if (!segment.startsWith('{')) return segment === text;
    const decoded = decodePart(text);
    if (decoded === null || decoded === '') return false;
    parts.set(segment.slice(1, -1), decoded);
    return true;
  });
  return fits ? parts : null;
}

/** Finds the route of a method and a raw path that begins and ends with a slash. */
export function matchRoute(method: string, path: string): Match | null {
  const given = path.slice(1).split('/');
  for (const { segments, methods } of table.values()) {
    const parts = partsOf(segments, given);
    if (parts === null) continue;
    const route = methods.get(method);
    return {
      endpoint: route?.endpoint ?? null,
      parts,
      bucket: route?.limit === undefined ? 'default' : (route.bucket ?? route.path),
      limit: route?.limit ?? defaultLimit,
      scopes: route?.scopes ?? null,
      allowed: [...methods.keys()],
    };
  }
  return null;
}
