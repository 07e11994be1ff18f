import { Cost } from '../gateway/cost.ts';
import type { Operation, Warning } from '../gateway/operation.ts';

/** An operation with what was noted while it ran. */
export type RunningOperation = { readonly operation: Operation; readonly warnings: readonly Warning[]; end(): void };

/** Starts the clock of one operation: it is over after `timeout` milliseconds, or when `left` aborts because the client has gone. */
export const startOperation = (id: string, client: string, timeout: number, left: AbortSignal): RunningOperation => {
  const warnings: Warning[] = [];
  const over = new AbortController();
  const abort = () => over.abort();
  const timer = setTimeout(abort, timeout);
  if (left.aborted) abort();
  left.addEventListener('abort', abort, { once: true });
  return {
    operation: {
      id,
      client,
      deadline: performance.now() + timeout,
      signal: over.signal,
      cost: new Cost(),
      admit: () => {},
      warn: (warning) => warnings.push(warning),
    },
    warnings,
    end: () => {
      clearTimeout(timer);
      left.removeEventListener('abort', abort);
    },
  };
};
