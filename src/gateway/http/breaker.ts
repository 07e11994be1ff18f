import type { Hooks } from '../hooks.ts';
import { limits } from '../limits.ts';
import type { Call, Layer, Reply } from './call.ts';
import { CodedError } from './coded-error.ts';
import { Recent } from './recent.ts';
import { originOf } from './refusal.ts';

/** Leave to send a call: while the breaker is open, one to find out whether the upstream is back. */
type Leave = 'call' | 'probe';

/** Counts what comes of the calls to one upstream, and lets few through while most of them fail. */
class Breaker {
  readonly #calls = new Recent(limits.breaker.window);
  readonly #failures = new Recent(limits.breaker.window);
  /** When the next probe may go; null while the breaker is closed. */
  #probeAt: number | null = null;

  get isOpen(): boolean {
    return this.#probeAt !== null;
  }

  /** Lets a call through. @throws CodedError `UPSTREAM_UNAVAILABLE` while the breaker is open and no probe is due. */
  enter(now: number): Leave {
    if (this.#probeAt === null) return 'call';
    if (now < this.#probeAt) {
      const seconds = Math.max(0.1, Math.ceil((this.#probeAt - now) / 100) / 10);
      throw new CodedError('UPSTREAM_UNAVAILABLE', `The upstream is out of order: try again in ${seconds} s.`, {
        retryAfter: seconds,
      });
    }
    this.#scheduleProbe(now);
    return 'probe';
  }

  /** Takes in whether a call that was let through has failed. */
  note(leave: Leave, hasFailed: boolean, now: number): void {
    if (this.#probeAt !== null) {
      if (leave === 'probe' && !hasFailed) this.#close();
      return;
    }
    this.#calls.add(now);
    if (!hasFailed) return;
    this.#failures.add(now);
    const calls = this.#calls.count(now);
    const { calls: least, share } = limits.breaker;
    if (calls >= least && this.#failures.count(now) >= share * calls) this.#scheduleProbe(now);
  }

  #close(): void {
    this.#probeAt = null;
    this.#calls.clear();
    this.#failures.clear();
  }

  #scheduleProbe(now: number): void {
    const { soonest, latest } = limits.breaker.probe;
    this.#probeAt = now + soonest + Math.random() * (latest - soonest);
  }
}

/** Whether a reply says that the upstream itself is in trouble; a 500 that Maton or Sentry worded may be one dead account's. */
const isTrouble = (reply: Reply): boolean =>
  reply.status >= 500 && !(reply.status === 500 && originOf(reply) !== undefined);

/** Whether an error is a failure of the upstream, and not of the call's own operation. */
const isFailure = (error: unknown, { operation }: Call): boolean =>
  error instanceof CodedError &&
  (error.code === 'UPSTREAM_UNAVAILABLE' || error.code === 'UPSTREAM_TIMEOUT') &&
  !operation.signal.aborted &&
  performance.now() < operation.deadline;

/**
 * Refuses calls at once while an upstream fails, and probes it every other second. Refusals, rate limits and operations that
 * are over tell nothing about the upstream.
 */
export const breaker = ({ onBreaker }: Hooks = {}): Layer => {
  const breakers = { data: new Breaker(), control: new Breaker() };
  return (next) => async (call) => {
    const upstream = breakers[call.plane];
    const wasOpen = upstream.isOpen;
    const leave = upstream.enter(performance.now());
    if (leave === 'probe') onBreaker?.('half-open');
    try {
      const reply = await next(call);
      upstream.note(leave, isTrouble(reply), performance.now());
      return reply;
    } catch (error) {
      if (isFailure(error, call)) upstream.note(leave, true, performance.now());
      throw error;
    } finally {
      if (wasOpen || upstream.isOpen) onBreaker?.(upstream.isOpen ? 'open' : 'closed');
    }
  };
};
