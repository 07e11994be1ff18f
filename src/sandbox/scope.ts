import type { World } from './data/model.ts';
import type { Reply } from './reply.ts';
import type { SandboxSwitches } from './switches.ts';

/** What an endpoint knows of the call: whose world it reads, the parts of its path, its query, its body. */
export type Scope = {
  world: World;
  now: number;
  switches: SandboxSwitches;
  /** As received, without the query. */
  path: string;
  query: URLSearchParams;
  /** As received; empty where there is none. */
  body: string;
  /** A request header by its name in lower case. */
  header(name: string): string | undefined;
  /** The decoded part of the path that the route names so. */
  part(name: string): string;
  /** An id for something new. */
  newId(): string;
};

/** Answers one route. */
export type Endpoint = (scope: Scope) => Reply | Promise<Reply>;

const alsoTrue = new Set(['full', 'sample', 'owner']);

/** Whether a query flag is set: `1`, and for a few also `true`. */
export function isOn(scope: Scope, name: string): boolean {
  const value = scope.query.get(name);
  return value === '1' || (value === 'true' && alsoTrue.has(name));
}
