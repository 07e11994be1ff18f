import { setTimeout as delay } from 'node:timers/promises';
import { limits } from '../limits.ts';
import type { Call, Layer, Reply } from './call.ts';
import { CodedError } from './coded-error.ts';
import { isQueryTimeout, originOf } from './refusal.ts';
import { operationOver } from './transport.ts';

/** Lets retries be at most a share of recent calls, so that a failing upstream is not hit harder for failing. One per process. */
export class RetryBudget {
  #calls: number[] = [];
  #retries: number[] = [];
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  called(): void {
    this.#calls.push(this.#now());
  }

  /** Takes one retry out of the budget; false when none is left. */
  take(): boolean {
    const since = this.#now() - limits.retryBudget.window;
    this.#calls = this.#calls.filter((at) => at > since);
    this.#retries = this.#retries.filter((at) => at > since);
    const allowed = limits.retryBudget.burst + limits.retryBudget.share * this.#calls.length;
    if (this.#retries.length >= allowed) return false;
    this.#retries.push(this.#now());
    return true;
  }
}

type Outcome = { reply: Reply } | { error: unknown };

/** How often what came back may be tried again: 0 for what a repetition cannot change. */
const retriesFor = (outcome: Outcome): number => {
  if ('error' in outcome) {
    const { error } = outcome;
    const again =
      error instanceof CodedError && (error.code === 'UPSTREAM_UNAVAILABLE' || error.code === 'UPSTREAM_TIMEOUT');
    return again ? limits.retries : 0;
  }
  const { reply } = outcome;
  // A read is answered with JSON or it was cut on its way; HTML with status 200 is somebody else's page.
  if (reply.status === 200 && !(reply.body && 'json' in reply.body)) return limits.retries;
  if (reply.status === 500) return originOf(reply) === 'MATON' ? 1 : limits.retries;
  if (reply.status >= 502 && reply.status <= 504) return limits.retries;
  if (reply.status === 429) return limits.retries;
  return isQueryTimeout(reply) ? 1 : 0;
};

/** Full jitter: anywhere below a bound that doubles with each attempt. */
const pause = (attempt: number): number =>
  Math.random() * Math.min(limits.retryBackoff.longest, limits.retryBackoff.first * 2 ** attempt);

const settle = async (send: Promise<Reply>): Promise<Outcome> => {
  try {
    return { reply: await send };
  } catch (error) {
    return { error };
  }
};

const wait = async (call: Call, milliseconds: number): Promise<void> => {
  try {
    await delay(milliseconds, undefined, { signal: call.operation.signal });
  } catch {
    throw operationOver(call);
  }
};

/** Sends reads again after failures that a repetition may mend, within the operation's deadline and the budget. Writes pass once. */
export const retry =
  (budget: RetryBudget): Layer =>
  (next) =>
  async (call) => {
    budget.called();
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await settle(next(call));
      const again = call.method === 'GET' && attempt < retriesFor(outcome);
      // After a 429 the limiter holds the next attempt back for as long as the answer asked.
      const milliseconds = 'reply' in outcome && outcome.reply.status === 429 ? 0 : pause(attempt);
      const inTime = performance.now() + milliseconds < call.operation.deadline && !call.operation.signal.aborted;
      if (!again || !inTime || !budget.take()) {
        if ('error' in outcome) throw outcome.error;
        return outcome.reply;
      }
      await wait(call, milliseconds);
      call.operation.cost.retried();
    }
  };
