import type { Cost } from './cost.ts';

/** Something left out on purpose or cut short: no error, told beside the data. */
export type Warning = { code: string; message: string; path: readonly (string | number)[] };

/** One GraphQL operation as the layers below the schema see it: its clock, its budget and its purse. */
export type Operation = {
  /** Request id; also sent to clients and written to the log. */
  readonly id: string;
  /** Who asks, as turns, cost and log lines name it. */
  readonly client: string;
  /** `performance.now()` at which the answer is due. */
  readonly deadline: number;
  /** Aborted at the deadline or when the client leaves; a call whose operation is aborted is refused. */
  readonly signal: AbortSignal;
  readonly cost: Cost;
  /**
   * Asked before every call. `level` is the response path without list indexes; `share` the batched call it may travel in.
   * @throws CodedError when the call is not within the operation's budget.
   */
  admit(level: string, share?: string): void;
  /** Leaves a note for `extensions.warnings`. */
  warn(warning: Warning): void;
};
