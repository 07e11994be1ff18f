import { firstConnection, mirrorConnection, secondConnection } from './connections.ts';
import { type Mark, markWith } from './label.ts';
import type { ConnectionRecord, OrganizationRecord, World } from './model.ts';
import { createOrganization } from './organization.ts';
import { createUser } from './people.ts';
import { acme } from './plans/acme.ts';
import { globex } from './plans/globex.ts';
import { initech } from './plans/initech.ts';
import type { OrganizationPlan } from './plans/plan.ts';
import { troubled } from './plans/troubled.ts';

export { createConnections } from './connections.ts';
export { copyWorld } from './copy.ts';

/** The moment the worlds are seen at, and a label that stands in brackets behind every human-visible text. */
export type DataOptions = { now: number; label?: string };

/** The sample data: one world for each active connection. The same options give the same worlds. */
export function createWorlds({ now, label }: DataOptions): World[] {
  const mark = markWith(label);
  return [firstWorld(firstConnection(now), now, mark), secondWorld(secondConnection(now), now, mark)];
}

/**
 * The first world, and behind another connection its mirror: the same ids and slugs, but every text says that it is the mirror's.
 */
export function createMirrorWorlds({ now, label }: DataOptions): World[] {
  return [
    firstWorld(firstConnection(now), now, markWith(label)),
    firstWorld(mirrorConnection(now), now, markWith('mirror')),
  ];
}

function firstWorld(connection: ConnectionRecord, now: number, mark: Mark): World {
  return createWorld(connection, ['510777', 'Jane Cooper', 'jane@acme.com'], [acme, globex, troubled], now, mark);
}

function secondWorld(connection: ConnectionRecord, now: number, mark: Mark): World {
  return createWorld(connection, ['610777', 'Nina Bowers', 'nina@initech.example'], [initech], now, mark);
}

function createWorld(
  connection: ConnectionRecord,
  [id, name, email]: [string, string, string],
  plans: OrganizationPlan[],
  now: number,
  mark: Mark,
): World {
  const viewer = { ...createUser(id, mark(name), email, now), lastLogin: now - 60_000, has2fa: true };
  const organizations = plans.map((plan): OrganizationRecord => createOrganization(plan, viewer, now, mark));
  return { connection, viewer, organizations };
}
