import type { SharedBlock, SharedBudget } from '../../src/gateway/http/shared-window.ts';
import { limits } from '../../src/gateway/limits.ts';

/** What Redis knows of one credential, kept here; each word to it and from it takes a while. */
export class StandIn {
  /** Whether it answers. */
  isThere = true;
  /** Places taken so far, given back or not. */
  reserved = 0;
  readonly #calls: number;
  readonly #blocks = new Map<string, { until: number; clearAt: number }>();
  readonly #waiting = new Map<object, number>();
  #starts: number[] = [];

  constructor(calls: number) {
    this.#calls = calls;
  }

  /** Places that are taken now. */
  get taken(): number {
    return this.#starts.filter((start) => start > performance.now() - limits.sharedWindow).length;
  }

  /** As one more replica sees it, to which each word takes `lag` milliseconds. */
  replica(lag: () => number = () => 1): SharedBudget {
    const replica = {};
    const pass = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, lag()));
    return {
      reserve: async (calls, ready) => {
        if (!this.isThere) return null;
        await pass();
        const { settle, ...reserved } = this.#reserve(replica, calls, ready);
        await pass();
        return { ...reserved, settle: (left) => void pass().then(() => settle(left)) };
      },
      block: ({ endpoint, left, clearIn }) =>
        void pass().then(() => {
          const now = performance.now();
          this.#blocks.set(endpoint, { until: now + left, clearAt: now + clearIn });
        }),
    };
  }

  #reserve(replica: object, calls: number, ready: number) {
    const now = performance.now();
    const blocks: SharedBlock[] = [...this.#blocks]
      .map(([endpoint, { until, clearAt }]) => ({ endpoint, left: until - now, clearIn: clearAt - now }))
      .filter(({ left }) => left > 0);
    this.#starts = this.#starts.filter((start) => start > now - limits.sharedWindow);
    const ages = this.#starts.map((start) => now - start);
    const isBlocked = blocks.some(({ endpoint }) => endpoint === '');
    const places = isBlocked ? 0 : Math.max(0, Math.min(calls, this.#calls - ages.length));
    this.#date(places, now);
    this.#waiting.delete(replica);
    for (const [other, at] of this.#waiting) if (at <= now - 2 * limits.sharedWindow) this.#waiting.delete(other);
    const contenders = this.#waiting.size;
    if (ready > places) this.#waiting.set(replica, now);
    this.reserved += places;
    const settle = (left: number) => {
      for (let place = 0; place < places; place += 1) this.#starts.splice(this.#starts.indexOf(now), 1);
      this.#date(left, performance.now());
    };
    return { places, contenders, ages, blocks, settle };
  }

  #date(places: number, at: number): void {
    this.#starts.push(...Array.from({ length: places }, () => at));
  }
}
