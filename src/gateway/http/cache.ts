import { LRUCache } from 'lru-cache';
import { Cost } from '../cost.ts';
import { limits } from '../limits.ts';
import type { Operation, OperationEnd } from '../operation.ts';
import { type Call, callerText, organizationIn, type Reply, type Send } from './call.ts';
import type { Generations } from './generations.ts';
import { timeToLive } from './time-to-live.ts';
import { requestTarget } from './transport.ts';

type Kept = {
  readonly reply: Reply;
  readonly at: number;
  /** Milliseconds it is fresh, and may be served stale for as long again. */
  readonly fresh: number;
  readonly credential: string;
  readonly organization: string | null;
};

/** Up to a tenth shorter or longer, so that what was asked together is not asked again together. */
const jittered = (milliseconds: number): number => milliseconds * (0.9 + Math.random() * 0.2);

/** The signal of a call that nobody waits for, aborted as at any deadline. */
const refreshSignal = (): AbortSignal => {
  const over = new AbortController();
  setTimeout(() => over.abort('deadline' satisfies OperationEnd), limits.refresh).unref();
  return over.signal;
};

/** The operation of a call that nobody waits for. */
const detached = ({ trace: _trace, ...operation }: Operation): Operation => ({
  ...operation,
  cost: new Cost(),
  deadline: performance.now() + limits.refresh,
  signal: refreshSignal(),
  clients: () => [operation.client],
});

/** Keeps answers of reads for a moment, by caller. Never failures, never what was read before a write of the same credential. */
export class Cache {
  readonly #kept = new LRUCache<string, Kept>({
    max: limits.cacheEntries,
    maxSize: limits.cacheBytes,
    sizeCalculation: ({ reply }) => (reply.bytes ?? 0) + 1_000,
  });
  readonly #refreshing = new Set<string>();
  readonly #generations: Generations;

  constructor(generations: Generations) {
    this.#generations = generations;
  }

  /** Answers from what is kept, else by `next`. A stale answer is served once more while a new one is fetched. */
  readonly layer =
    (next: Send): Send =>
    async (call) => {
      const lifetime = call.method === 'GET' && call.plane === 'data' ? timeToLive(call.family) : 0;
      if (lifetime === 0) return next(call);
      const text = `${callerText(call.caller)} ${requestTarget(call)}`;
      const kept = call.operation.bypass ? undefined : this.#kept.get(text);
      const age = kept ? performance.now() - kept.at : Number.POSITIVE_INFINITY;
      if (!kept || age > 2 * kept.fresh) return this.#fetch(text, call, lifetime, next);
      if (age > kept.fresh) this.#refresh(text, call, lifetime, next);
      call.operation.cost.saved('cache');
      call.operation.cost.aged(age);
      return kept.reply;
    };

  /** Forgets what a write may have changed: everything of its organization, and what lies in none. */
  drop(call: Call): void {
    const credential = call.caller.credential.fingerprint;
    const organization = organizationIn(call);
    for (const [text, kept] of this.#kept.entries()) {
      const touched = organization === null || kept.organization === null || kept.organization === organization;
      if (kept.credential === credential && touched) this.#kept.delete(text);
    }
  }

  async #fetch(text: string, call: Call, lifetime: number, next: Send): Promise<Reply> {
    const generation = this.#generations.of(call.caller);
    const reply = await next(call);
    const isWhole = reply.status === 200 && reply.body !== undefined && 'json' in reply.body;
    if (isWhole && generation === this.#generations.of(call.caller) && this.#generations.trusts(call.caller)) {
      this.#kept.set(text, {
        reply,
        at: performance.now(),
        fresh: jittered(lifetime),
        credential: call.caller.credential.fingerprint,
        organization: organizationIn(call),
      });
    }
    return reply;
  }

  #refresh(text: string, call: Call, lifetime: number, next: Send): void {
    if (this.#refreshing.has(text)) return;
    this.#refreshing.add(text);
    // A failure leaves the stale answer to run out; the call's own log line tells.
    this.#fetch(text, { ...call, operation: detached(call.operation) }, lifetime, next)
      .catch(() => {})
      .finally(() => this.#refreshing.delete(text));
  }
}
