import { limits } from '../limits.ts';
import type { Reply } from './call.ts';
import { limiterOf, retryAfterOf } from './refusal.ts';

/** What 429 answers forbid, and until when. A longer block stands. */
export class Block {
  #until = 0;
  #clearAt = 0;
  #origin: 'MATON' | 'SENTRY' | undefined;

  /** Takes in a 429. */
  extend(reply: Reply, now: number): void {
    const wait = retryAfterOf(reply) * 1_000;
    this.#until = Math.max(this.#until, now + Math.min(wait, limits.longestBlock));
    this.#clearAt = Math.max(this.left(now) > 0 ? this.#clearAt : 0, now + wait);
    this.#origin = limiterOf(reply);
  }

  get origin(): 'MATON' | 'SENTRY' | undefined {
    return this.#origin;
  }

  /** Milliseconds for which nothing may go out. */
  left(now: number): number {
    return Math.max(0, this.#until - now);
  }

  /** Milliseconds that the upstream asked to wait, which may be longer than we keep quiet. */
  clearIn(now: number): number {
    return Math.max(0, this.#clearAt - now);
  }
}
