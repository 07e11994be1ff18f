import { LRUCache } from 'lru-cache';
import type { Call, Caller, Layer } from './call.ts';

/**
 * Counts the writes of each credential. What was read in an earlier generation is neither kept nor shared with who asks later,
 * so that nobody reads around a write.
 */
export class Generations {
  readonly #counts = new LRUCache<string, number>({ max: 10_000 });

  of({ credential }: Caller): number {
    return this.#counts.get(credential.fingerprint) ?? 0;
  }

  advance({ credential }: Caller): void {
    this.#counts.set(credential.fingerprint, this.of({ credential, account: null }) + 1);
  }
}

/** Begins a new generation after each write, whatever came of it, and tells `written` of it. */
export const renew =
  (generations: Generations, written: (call: Call) => void): Layer =>
  (next) =>
  async (call) => {
    if (call.method === 'GET') return next(call);
    try {
      return await next(call);
    } finally {
      generations.advance(call.caller);
      written(call);
    }
  };
