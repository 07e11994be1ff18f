import type { Reply } from './reply.ts';
import { json } from './reply.ts';

/** A fixed window of an endpoint, and how many calls it takes at once. */
export type EndpointLimit = { limit: number; windowMs: number; concurrent?: number };

/** So many calls a second, with Sentry's usual concurrency. */
export function perSecond(limit: number): EndpointLimit {
  return { limit, windowMs: 1000, concurrent: 25 };
}

/** Everything without a limit of its own shares this one. */
export const defaultLimit: EndpointLimit = { limit: 40, windowMs: 1000, concurrent: 25 };

type Usage = { windowStart: number; used: number; inFlight: number };

/** A call at the limiter: refused or let in; `release` when it is answered. */
export type Pass = {
  refusal: Reply | null;
  headers: Record<string, string>;
  /** How long the answer must take at least. */
  holdMs: number;
  release(): void;
};

/** Where one call at a time is allowed, an answer takes so long that a second one can meet it. */
const soleCallMs = 25;

/**
 * Sentry's limiter: fixed windows per user and bucket, with its headers on every answer. While it is off every
 * window looks fresh and nothing is refused.
 */
export function createSentryLimiter(isEnforced: boolean): (user: string, bucket: string, limit: EndpointLimit) => Pass {
  const usages = new Map<string, Usage>();
  return (user, bucket, limit) => {
    const now = Date.now();
    const windowStart = now - (now % limit.windowMs);
    const reset = Math.ceil((windowStart + limit.windowMs) / 1000);
    if (!isEnforced) return { refusal: null, headers: limitHeaders(limit, 1, 1, reset), holdMs: 0, release: () => {} };
    const usage = usages.get(`${user} ${bucket}`) ?? { windowStart, used: 0, inFlight: 0 };
    usages.set(`${user} ${bucket}`, usage);
    if (usage.windowStart !== windowStart) Object.assign(usage, { windowStart, used: 0 });
    usage.used++;
    usage.inFlight++;
    const headers = limitHeaders(limit, usage.used, usage.inFlight, reset);
    const release = (): void => {
      usage.inFlight--;
    };
    if (limit.concurrent !== undefined && usage.inFlight > limit.concurrent) {
      return { refusal: limitReply(concurrencyText(limit.concurrent), headers), headers, holdMs: 0, release };
    }
    const refusal = usage.used > limit.limit ? limitReply(frequencyText(limit), headers) : null;
    return { refusal, headers, holdMs: refusal === null && limit.concurrent === 1 ? soleCallMs : 0, release };
  };
}

function limitHeaders(limit: EndpointLimit, used: number, inFlight: number, reset: number): Record<string, string> {
  const headers: Record<string, string> = {
    'x-sentry-rate-limit-remaining': String(Math.max(0, limit.limit - used)),
    'x-sentry-rate-limit-limit': String(limit.limit),
    'x-sentry-rate-limit-reset': String(reset),
  };
  if (limit.concurrent !== undefined) {
    headers['x-sentry-rate-limit-concurrentremaining'] = String(Math.max(0, limit.concurrent - inFlight));
    headers['x-sentry-rate-limit-concurrentlimit'] = String(limit.concurrent);
  }
  return headers;
}

function frequencyText({ limit, windowMs }: EndpointLimit): string {
  const window = windowMs / 1000;
  return `You are attempting to use this endpoint too frequently. Limit is ${limit} requests in ${window} seconds`;
}

function concurrencyText(limit: number): string {
  return `You are attempting to go above the allowed concurrency for this endpoint. Concurrency limit is ${limit}`;
}

/** Sentry labels this JSON as HTML. */
function limitReply(detail: string, headers: Record<string, string>): Reply {
  return json({ detail }, 429, { 'content-type': 'text/html; charset=utf-8', ...headers });
}

/** A used-up window, as an answer. */
export function sentryLimitReply(limit: EndpointLimit): Reply {
  const reset = Math.ceil((Date.now() + limit.windowMs) / 1000);
  return limitReply(frequencyText(limit), limitHeaders(limit, limit.limit, 1, reset));
}

/** Maton's limiter: so many calls a second per key, given back evenly. Says whether the next call may pass. */
export function createMatonLimiter(perSecond: number | null): (key: string) => boolean {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (key) => {
    if (perSecond === null) return true;
    const now = performance.now();
    // One call above the rate, so that two clocks that drift by a millisecond do not disagree.
    const capacity = perSecond + 1;
    const bucket = buckets.get(key) ?? { tokens: capacity, at: now };
    const tokens = Math.min(capacity, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
    buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    return tokens >= 1;
  };
}
