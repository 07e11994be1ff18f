import { setTimeout as delay } from 'node:timers/promises';
import type { Cost } from './cost.ts';
import { CodedError } from './http/coded-error.ts';
import type { TraceLine } from './http/trace.ts';
import type { Span } from './span.ts';

/** Something left out on purpose or cut short: no error, told beside the data. */
export type Warning = { code: string; message: string; path: readonly (string | number)[] };

/** Why an operation is over; the reason its signal aborts with. */
export type OperationEnd = 'deadline' | 'left';

/** Keys that leave together; `calls` tells how many calls some of them take. */
export type Bundle = { calls(items: readonly unknown[]): number };

/** What is asked of the budget: a number of calls to come, or that a key may join those that leave next. */
export type Ask = { readonly calls: number } | { bundle(): Bundle; readonly item: unknown };

/** One GraphQL operation as the layers below the schema see it: its clock, its budget and its purse. */
export type Operation = {
  /** Request id; also sent to clients and written to the log. */
  readonly id: string;
  /** Who asks, as turns, cost and log lines name it. */
  readonly client: string;
  /** The moment that searches count back from, as a number of `Date`: the clock's, or that of a sandbox with one of its own. */
  readonly now: number;
  /** Every client that waits for it, where several share its calls. */
  readonly clients?: () => readonly string[];
  /** Whether its reads may not be answered from what is kept. */
  readonly bypass?: boolean;
  /** Response path of the one root field it stands for, in a mutation. */
  readonly level?: string;
  /** Where its calls are listed, if that was asked for. */
  readonly trace?: TraceLine[];
  /** `performance.now()` at which the answer is due. */
  readonly deadline: number;
  /** Aborted with an `OperationEnd`; a call whose operation is aborted is refused. */
  readonly signal: AbortSignal;
  readonly cost: Cost;
  /** Where somebody traces it. */
  readonly span?: Span | undefined;
  /**
   * Asked before every read: nothing to wait for, or a promise that rejects with `QUERY_TOO_COSTLY` where it is not within the
   * operation's budget. `level` is the response path without list indexes. Calls that were asked ahead are not counted again.
   */
  admit(level: string, ask?: Ask): Promise<void> | undefined;
  /** Leaves a note for `extensions.warnings`. */
  warn(warning: Warning): void;
};

/** Admission for work that was admitted for so many calls: what it comes to beyond them is counted, and not refused. */
export const admittedFor = ({ admit }: Operation, calls: number): Operation['admit'] => {
  let left = calls;
  return (level, ask) => {
    left -= 1;
    return left < 0 ? admit(level, ask) : undefined;
  };
};

/** The error of a call whose operation is over: its client has left or its deadline has passed. */
export const operationOver = ({ signal }: Operation): CodedError =>
  signal.aborted && signal.reason !== ('deadline' satisfies OperationEnd)
    ? new CodedError('CANCELLED', 'The client left before the answer was there.')
    : new CodedError('UPSTREAM_TIMEOUT', 'The upstream did not answer within the deadline of the operation.');

/** Waits. @throws CodedError as soon as the operation is over. */
export const waitWithin = async (operation: Operation, milliseconds: number): Promise<void> => {
  try {
    await delay(milliseconds, undefined, { signal: operation.signal });
  } catch {
    throw operationOver(operation);
  }
};
