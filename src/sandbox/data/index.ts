import { firstConnection, mirrorConnection, secondConnection } from './connections.ts';
import type { World } from './model.ts';
import { starterOrganization } from './starter.ts';

export { createConnections } from './connections.ts';

/** What the worlds are made for: the moment they are seen at, and a mark on every human-visible text. */
export type DataOptions = { now: number; label?: string };

/** The sample data: one world for each active connection. The same options give the same worlds. */
export function createWorlds(options: DataOptions): World[] {
  const first = starterOrganization(options.now, 'acme', 1000);
  const second = starterOrganization(options.now, 'initech', 5000);
  return [
    { connection: firstConnection(options.now), viewer: first.viewer, organizations: [first.organization] },
    { connection: secondConnection(options.now), viewer: second.viewer, organizations: [second.organization] },
  ];
}

/** The first world, and another connection onto a copy of it. */
export function createMirrorWorlds(options: DataOptions): World[] {
  const first = starterOrganization(options.now, 'acme', 1000);
  return [
    { connection: firstConnection(options.now), viewer: first.viewer, organizations: [first.organization] },
    { connection: mirrorConnection(options.now), viewer: first.viewer, organizations: [first.organization] },
  ];
}
