import { setMaxListeners } from 'node:events';
import { Cost } from '../gateway/cost.ts';
import type { Operation, OperationEnd, Warning } from '../gateway/operation.ts';

/** An operation with what was noted while it ran. */
export type RunningOperation = { readonly operation: Operation; readonly warnings: readonly Warning[]; end(): void };

/** Starts the clock of one operation: it is over after `timeout` milliseconds, or when `left` aborts because the client has gone. */
export const startOperation = (id: string, client: string, timeout: number, left: AbortSignal): RunningOperation => {
  const deadline = performance.now() + timeout;
  const warnings: Warning[] = [];
  const over = new AbortController();
  const abort = (why: OperationEnd) => over.abort(why);
  const leave = () => abort('left');
  // Each call under way listens; Node warns of a leak from the eleventh on.
  setMaxListeners(0, over.signal);
  const timer = setTimeout(abort, timeout, 'deadline');
  if (left.aborted) leave();
  left.addEventListener('abort', leave, { once: true });
  return {
    operation: {
      id,
      client,
      deadline,
      signal: over.signal,
      cost: new Cost(),
      admit: () => {},
      warn: (warning) => warnings.push(warning),
    },
    warnings,
    end: () => {
      clearTimeout(timer);
      left.removeEventListener('abort', leave);
    },
  };
};
