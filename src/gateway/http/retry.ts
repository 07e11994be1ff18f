import { limits } from '../limits.ts';
import { waitWithin } from '../operation.ts';
import type { Layer, Reply } from './call.ts';
import { CodedError } from './coded-error.ts';
import { Recent } from './recent.ts';
import { isQueryTimeout, originOf, retryAfterOf } from './refusal.ts';
import { neverConnected } from './transport.ts';

/** Lets retries be at most a share of recent calls, so that a failing upstream is not hit harder for failing. One per process. */
export class RetryBudget {
  readonly #calls = new Recent(limits.retryBudget.window);
  readonly #retries = new Recent(limits.retryBudget.window);
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  called(): void {
    this.#calls.add(this.#now());
  }

  /** Takes one retry out of the budget; false when none is left. */
  take(): boolean {
    const now = this.#now();
    const allowed = limits.retryBudget.burst + limits.retryBudget.share * this.#calls.count(now);
    if (this.#retries.count(now) >= allowed) return false;
    this.#retries.add(now);
    return true;
  }
}

type Outcome = { reply: Reply } | { error: unknown };

const waitAsked = (reply: Reply): number => retryAfterOf(reply) * 1_000;

/** How often what came back may be tried again: 0 for what a repetition cannot change. */
const retriesFor = (outcome: Outcome): number => {
  if ('error' in outcome) {
    const { error } = outcome;
    // What the breaker refuses says itself when to come back.
    if (!(error instanceof CodedError) || error.retryAfter !== undefined) return 0;
    return error.code === 'UPSTREAM_UNAVAILABLE' || error.code === 'UPSTREAM_TIMEOUT' ? limits.retries : 0;
  }
  const { reply } = outcome;
  // A read is answered with JSON: anything else was cut on its way, or is the page of a proxy that is in trouble.
  if (reply.status === 200 && !(reply.body && 'json' in reply.body)) return limits.retries;
  if (reply.status === 500) return originOf(reply) === 'MATON' ? 1 : limits.retries;
  if (reply.status >= 502 && reply.status <= 504) return limits.retries;
  if (reply.status === 429) return waitAsked(reply) <= limits.inlineWait ? limits.retries : 0;
  return isQueryTimeout(reply) ? 1 : 0;
};

/** A write goes out once; only one for which no connection came about was never sent, and may be tried once more. */
const retriesOfWrite = (outcome: Outcome): number =>
  'error' in outcome && outcome.error instanceof CodedError && neverConnected(outcome.error.cause) ? 1 : 0;

/** How long to wait before the next attempt: what a 429 asks, else anywhere below a bound that doubles with each attempt. */
const pause = (outcome: Outcome, attempt: number): number =>
  'reply' in outcome && outcome.reply.status === 429
    ? waitAsked(outcome.reply)
    : Math.random() * Math.min(limits.retryBackoff.longest, limits.retryBackoff.first * 2 ** attempt);

const settle = async (send: Promise<Reply>): Promise<Outcome> => {
  try {
    return { reply: await send };
  } catch (error) {
    return { error };
  }
};

/** Sends reads again after failures that a repetition may mend, within the operation's deadline and the budget. */
export const retry =
  (budget: RetryBudget): Layer =>
  (next) =>
  async (call) => {
    budget.called();
    const { operation } = call;
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await settle(next({ ...call, attempt }));
      const again = attempt < (call.method === 'GET' ? retriesFor(outcome) : retriesOfWrite(outcome));
      const milliseconds = again ? pause(outcome, attempt) : 0;
      const inTime = performance.now() + milliseconds < operation.deadline && !operation.signal.aborted;
      if (!again || !inTime || !budget.take()) {
        if ('error' in outcome) throw outcome.error;
        return outcome.reply;
      }
      await waitWithin(operation, milliseconds);
    }
  };
