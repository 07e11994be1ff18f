import type { Call } from './http/call.ts';
import type { CodedError, ErrorCode } from './http/coded-error.ts';

/** How an attempt ended: the status of its answer, or the code of why there was none. */
export type AttemptEnd = number | ErrorCode;

/** Whether calls go out: all, none, or one now and then to see whether the upstream is back. */
export type BreakerState = 'closed' | 'half-open' | 'open';

/**
 * Who is told of what happens on the way out, for metrics and the log; the gateway and the loaders know nothing of either.
 * Times are milliseconds.
 */
export type Hooks = {
  /** A call ended in an error, after its last attempt. */
  readonly onFailure?: (call: Call, error: CodedError) => void;
  /** An attempt went out and ended. */
  readonly onAttempt?: (call: Call, end: AttemptEnd, duration: number) => void;
  /** The limiter let an attempt out. */
  readonly onWait?: (call: Call, duration: number) => void;
  /** The limiter refused an attempt. */
  readonly onTurnedAway?: (call: Call, error: CodedError) => void;
  /** Keys of a kind, such as `Team`, left in one batch. */
  readonly onBatch?: (kind: string, keys: number) => void;
  readonly onBreaker?: (state: BreakerState) => void;
};
