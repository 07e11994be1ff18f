import { limits } from '../limits.ts';
import type { Origin } from './coded-error.ts';
import type { Sent } from './endpoint.ts';

/**
 * What 429 answers forbid, and until when. A longer block stands. When it is over one call goes first, and the others only once
 * that was answered otherwise: together they would all be refused again.
 */
export class Block {
  #until = 0;
  #clearAt = 0;
  /** The call that goes first after a block, null while none has gone; undefined once the block has proved to be over. */
  #first: Sent | null | undefined;
  /** Whose limiter refused. */
  readonly origin: Origin;

  constructor(origin: Origin) {
    this.origin = origin;
  }

  /** Calls that may start: none while it is blocked or one finds out whether it still is, then one, then all. */
  room(now: number): number {
    if (this.left(now) > 0 || this.#first) return 0;
    return this.#first === null ? 1 : Number.POSITIVE_INFINITY;
  }

  /** A call goes out. */
  start(sent: Sent): void {
    if (this.#first === null) this.#first = sent;
  }

  /** A call was answered, and not with this limiter's 429. */
  pass(sent: Sent): void {
    if (this.#first === sent) this.#first = undefined;
  }

  /** A call is over; where it found nothing out, another goes first. */
  end(sent: Sent): void {
    if (this.#first === sent) this.#first = null;
  }

  /** A 429 asks to wait so many milliseconds, of which at most `quiet` are kept. */
  extend(wait: number, now: number, quiet: number = limits.longestBlock): void {
    this.#until = Math.max(this.#until, now + Math.min(wait, quiet));
    this.#clearAt = Math.max(this.left(now) > 0 ? this.#clearAt : 0, now + wait);
    // What another replica tells of a block that is over here finds nothing out.
    if (quiet > 0) this.#first = null;
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
