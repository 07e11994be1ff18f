import { LRUCache } from 'lru-cache';
import type { Config } from '../config.ts';
import { limits } from '../gateway/limits.ts';

type Purse = { points: number; at: number };

const { clients, saved: most, activity } = limits.clientPoints;
const pointsOfWrite = 5;

const secondsIn = (milliseconds: number): number => milliseconds / 1_000;

/**
 * What each client may spend where many share one Maton key: a read is a point, a write five. The account's calls a second are
 * shared out among the clients that are active, so that none can use them up alone. An operation starts with whatever is left
 * of its client's points, and pays when it is done.
 */
export class ClientPoints {
  readonly #perSecond: number;
  readonly #purses = new LRUCache<string, Purse>({ max: clients });

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** Seconds until a client may start an operation that needs some points at least; 0 where it may now. */
  wait(client: string, needed: number, now = performance.now()): number {
    const { points } = this.#purse(client, now);
    const missing = Math.min(most, Math.max(1, needed)) - points;
    return missing <= 0 ? 0 : Math.max(1, Math.ceil(missing / this.#rate(now)));
  }

  /** Takes what an operation has spent. */
  pay(client: string, { calls, writes }: { readonly calls: number; readonly writes: number }): void {
    this.#purse(client, performance.now()).points -= calls + writes * (pointsOfWrite - 1);
  }

  #rate(now: number): number {
    const active = [...this.#purses.values()].filter(({ at }) => now - at < activity).length;
    return this.#perSecond / Math.max(1, active);
  }

  /** A client's points as of now. */
  #purse(client: string, now: number): Purse {
    const known = this.#purses.get(client);
    if (known) {
      known.points = Math.min(most, known.points + secondsIn(now - known.at) * this.#rate(now));
      known.at = now;
      return known;
    }
    const purse = { points: most, at: now };
    this.#purses.set(client, purse);
    return purse;
  }
}

/** Points by client where clients share a key; null where each brings its own, and with the sandbox. */
export const pointsFor = ({ mode, callsPerSecond }: Config): ClientPoints | null =>
  mode === 'server-key' ? new ClientPoints(callsPerSecond) : null;

/** The fewest points that an operation takes. */
export const pointsNeeded = ({ least, writes }: { readonly least: number; readonly writes: number }): number =>
  least + writes * (pointsOfWrite - 1);
