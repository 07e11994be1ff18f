import { limits } from '../limits.ts';
import type { Block } from './block.ts';
import type { Call } from './call.ts';
import { CodedError, type Origin } from './coded-error.ts';
import type { Endpoint } from './endpoint.ts';
import type { SharedWindow } from './shared-window.ts';
import type { SlidingWindow } from './sliding-window.ts';

/** A call that waits for its turn, and where it goes. */
export type Awaited = { readonly call: Call; readonly endpoint: Endpoint };

/** What all calls of a credential share. */
type Shared = { readonly window: SlidingWindow | SharedWindow; readonly block: Block };

/** The refusal of a call that the budget has no turn for within `milliseconds`. */
export const rateLimited = (milliseconds: number, origin?: Origin): CodedError => {
  const seconds = Math.max(0.1, Math.ceil(milliseconds / 100) / 10);
  return new CodedError('RATE_LIMITED', `The call budget of the account is used up: try again in ${seconds} s.`, {
    retryAfter: seconds,
    ...(origin && { origin }),
  });
};

const refusalOf = ({ call, endpoint }: Awaited, wait: number, { block }: Shared, now: number): CodedError | null => {
  const { deadline } = call.operation;
  const longest = endpoint.block.left(now) > block.left(now) ? endpoint.block : block;
  const blocked = longest.left(now);
  if (blocked > limits.inlineWait || (blocked > 0 && now + blocked >= deadline)) {
    return rateLimited(longest.clearIn(now), longest.origin);
  }
  return wait > 0 && now + wait + limits.quickestAnswer > deadline ? rateLimited(wait) : null;
};

/** Whether any call could wait in vain if it came last: a quick look before the long one. */
export const mayBeHopeless = (waiting: ReadonlySet<Awaited>, { window, block }: Shared, now: number): boolean => {
  if (block.left(now) > 0) return true;
  const wait = window.opensIn(waiting.size - 1, now);
  const waits = new Map<Endpoint, number>();
  for (const { call, endpoint } of waiting) {
    const there = waits.get(endpoint) ?? Math.max(wait, endpoint.opensIn(waiting.size - 1, now));
    waits.set(endpoint, there);
    if (now + there + limits.quickestAnswer >= call.operation.deadline || endpoint.block.left(now) > limits.inlineWait)
      return true;
  }
  return false;
};

/**
 * The calls that would wait in vain, with their refusals: those whose turn would come too late to be answered by their deadline,
 * and those that a 429 forbids for longer than a call waits. `inOrder` are the waiting calls in the order of their turns. What is
 * in flight is taken to end in time, so that nothing is refused that might have had its turn.
 */
export const hopeless = <T extends Awaited>(inOrder: Iterable<T>, shared: Shared, now: number): [T, CodedError][] => {
  const refused: [T, CodedError][] = [];
  const aheadAt = new Map<Endpoint, number>();
  let ahead = 0;
  for (const waiting of inOrder) {
    const { endpoint } = waiting;
    const aheadThere = aheadAt.get(endpoint) ?? 0;
    const there = endpoint.opensIn(aheadThere, now);
    // A call that its endpoint holds back lets those behind it go first.
    const wait = Math.max(there, shared.window.opensIn(there > 0 ? 0 : ahead, now));
    const refusal = refusalOf(waiting, wait, shared, now);
    if (refusal) {
      refused.push([waiting, refusal]);
      continue;
    }
    aheadAt.set(endpoint, aheadThere + 1);
    if (there === 0) ahead += 1;
  }
  return refused;
};
