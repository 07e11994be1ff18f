import { LRUCache } from 'lru-cache';
import { limits } from '../limits.ts';
import type { Call, Caller, Layer } from './call.ts';

/**
 * Counts the writes of each credential. What was read in an earlier generation is neither kept nor shared with who asks later,
 * so that nobody reads around a write.
 */
export class Generations {
  readonly #counts = new LRUCache<string, number>({ max: limits.writingCredentials });
  readonly #doubted = new LRUCache<string, number>({ max: limits.writingCredentials });

  of({ credential }: Caller): number {
    return this.#counts.get(credential.fingerprint) ?? 0;
  }

  /**
   * A write's outcome is unknown: it may still be carried out, so that what is read for a while may be from before it.
   */
  doubt({ credential }: Caller): void {
    this.#doubted.set(credential.fingerprint, performance.now() + limits.doubt);
  }

  /** Whether what is read now may be kept. */
  trusts({ credential }: Caller): boolean {
    return (this.#doubted.get(credential.fingerprint) ?? 0) <= performance.now();
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
    let isSettled = false;
    try {
      const reply = await next(call);
      isSettled = reply.status < 500;
      return reply;
    } finally {
      if (!isSettled) generations.doubt(call.caller);
      generations.advance(call.caller);
      written(call);
    }
  };
