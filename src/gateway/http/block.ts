import { limits } from '../limits.ts';
import type { Reply } from './call.ts';
import type { Sent } from './endpoint.ts';
import { limiterOf, retryAfterOf } from './refusal.ts';

/**
 * What 429 answers forbid, and until when. A longer block stands. When it is over one call goes first, and the others only once
 * that was answered otherwise: together they would all be refused again.
 */
export class Block {
  #until = 0;
  #clearAt = 0;
  #origin: 'MATON' | 'SENTRY' | undefined;
  /** The call that goes first after a block, null while none has gone; undefined once the block has proved to be over. */
  #first: Sent | null | undefined;

  /** Takes in a 429. */
  extend(reply: Reply, now: number): void {
    const wait = retryAfterOf(reply) * 1_000;
    this.#until = Math.max(this.#until, now + Math.min(wait, limits.longestBlock));
    this.#clearAt = Math.max(this.left(now) > 0 ? this.#clearAt : 0, now + wait);
    this.#origin = limiterOf(reply);
    this.#first = null;
  }

  /** Whether a call may start: not while it is blocked, nor while another finds out whether it still is. */
  isOpen(now: number): boolean {
    return this.left(now) === 0 && !this.#first;
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
