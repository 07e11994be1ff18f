import type { ConnectionRecord, World } from './model.ts';
import { DAY, MINUTE } from './time.ts';

/** The connection of the first world: active, and the oldest, so the one the gateway takes by default. */
export function firstConnection(now: number): ConnectionRecord {
  return {
    id: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    status: 'ACTIVE',
    dateCreated: now - 23 * DAY,
    dateUpdated: now - 23 * DAY + 2 * MINUTE,
  };
}

/** The connection of the second world: active too, and younger. */
export function secondConnection(now: number): ConnectionRecord {
  return {
    id: '1b4e28ba-2fa1-41d2-883f-0016d3cca427',
    status: 'ACTIVE',
    dateCreated: now - 6 * DAY,
    dateUpdated: now - 6 * DAY + 3 * MINUTE,
  };
}

/** The connection of the first world's mirror. */
export function mirrorConnection(now: number): ConnectionRecord {
  return { ...secondConnection(now), id: '3f333df6-90a4-4fda-8dd3-9485d27cee36' };
}

/** All connections of the account: those of the worlds, one that nobody has opened yet, and one that failed. */
export function createConnections(worlds: World[], now: number): ConnectionRecord[] {
  return [
    ...worlds.map((world) => world.connection),
    {
      id: '6fa459ea-ee8a-4ca4-894e-db77e160355e',
      status: 'PENDING',
      dateCreated: now - 40 * MINUTE,
      dateUpdated: null,
    },
    {
      id: '16fd2706-8baf-433b-82eb-8c7fada847da',
      status: 'FAILED',
      dateCreated: now - 12 * DAY,
      dateUpdated: now - 12 * DAY + MINUTE,
    },
  ];
}
