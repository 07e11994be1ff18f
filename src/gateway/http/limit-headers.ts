import { limits } from '../limits.ts';
import type { Reply } from './call.ts';

/** What Sentry's limiter says in the headers of an answer; null is what it did not say. */
export type LimitHeaders = {
  readonly limit: number | null;
  readonly remaining: number | null;
  /** The end of the window by Sentry's clock: a name for the window, nothing to wait for. */
  readonly reset: number | null;
  /** Milliseconds until that end, measured against the answer's own `Date`, a minute at most. */
  readonly resetsIn: number | null;
  readonly concurrentLimit: number | null;
  readonly concurrentRemaining: number | null;
};

const prefix = 'x-sentry-rate-limit-';

/** Reads the limiter's headers; null where an answer has none. */
export const limitHeadersOf = ({ headers }: Reply): LimitHeaders | null => {
  const read = (name: string, digits = 9): number | null => {
    const text = headers.get(`${prefix}${name}`) ?? '';
    return /^\d+$/.test(text) && text.length <= digits ? Number(text) : null;
  };
  const reset = read('reset', 12);
  const date = Date.parse(headers.get('date') ?? '');
  const found = {
    limit: read('limit'),
    remaining: read('remaining'),
    reset,
    resetsIn:
      reset === null || Number.isNaN(date) ? null : Math.min(limits.longestBlock, Math.max(0, reset * 1_000 - date)),
    concurrentLimit: read('concurrentlimit'),
    concurrentRemaining: read('concurrentremaining'),
  };
  return Object.values(found).every((value) => value === null) ? null : found;
};
