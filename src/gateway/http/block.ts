import { limits } from '../limits.ts';

/** Whose limiter refused. */
export type BlockOrigin = 'MATON' | 'SENTRY';

/** What 429 answers forbid, and until when. A longer block stands. */
export class Block {
  #until = 0;
  #clearAt = 0;
  readonly origin: BlockOrigin;

  constructor(origin: BlockOrigin) {
    this.origin = origin;
  }

  /** A 429 asks to wait so many milliseconds, of which at most `quiet` are kept. */
  extend(wait: number, now: number, quiet: number = limits.longestBlock): void {
    this.#until = Math.max(this.#until, now + Math.min(wait, quiet));
    this.#clearAt = Math.max(this.left(now) > 0 ? this.#clearAt : 0, now + wait);
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
