import { limits } from '../limits.ts';
import { SlidingWindow } from './sliding-window.ts';

/** What a 429 forbids at an endpoint, by its digest, or to the whole credential where that is empty. */
export type SharedBlock = {
  readonly endpoint: string;
  /** Milliseconds for which nothing may go out, and until the upstream is clear. */
  readonly left: number;
  readonly clearIn: number;
};

/** Places taken for calls that leave now, and what is known of all replicas. Times are milliseconds. */
export type Reserved = {
  readonly places: number;
  /** How long ago calls left before these, the oldest first. */
  readonly ages: readonly number[];
  /** Other replicas that have calls waiting for the rate. */
  readonly contenders: number;
  readonly blocks: readonly SharedBlock[];
  /** So many calls have left: gives back the other places. */
  settle(left: number): void;
};

/** The budget of one credential that several replicas share. */
export type SharedBudget = {
  /** Takes up to `calls` places; `ready` calls would leave if they could. Null where the others cannot be asked. */
  reserve(calls: number, ready: number): Promise<Reserved | null>;
  /** Tells the others of a 429. */
  block(block: SharedBlock): void;
};

/** The rate of a credential as one of several replicas sees it: its own starts, and those of all as last told. */
export class SharedWindow {
  readonly budget: SharedBudget;
  readonly #calls: number;
  #own: SlidingWindow;
  #all: SlidingWindow;

  constructor(calls: number, budget: SharedBudget) {
    this.budget = budget;
    this.#calls = calls;
    this.#own = new SlidingWindow({ calls, window: 1_000 });
    this.#all = new SlidingWindow({ calls, window: limits.sharedWindow });
  }

  /**
   * Takes places for calls that are ready, and takes in what is known of all replicas: while others have calls waiting, this one
   * keeps to its share. Null where it is left to itself.
   */
  async reserve(ready: number): Promise<Reserved | null> {
    const reserved = await this.budget.reserve(Math.min(ready, this.free(performance.now())), ready);
    this.#own = this.#own.allowing(Math.ceil(this.#calls / (1 + (reserved?.contenders ?? 0))));
    if (!reserved) return null;
    const now = performance.now();
    const starts = reserved.ages.map((age) => now - age);
    this.#all = new SlidingWindow({ calls: this.#calls, window: limits.sharedWindow }, starts);
    return reserved;
  }

  free(now: number): number {
    return Math.min(this.#own.free(now), this.#all.free(now));
  }

  start(now: number): void {
    this.#own.start(now);
    this.#all.start(now);
  }

  opensIn(ahead: number, now: number): number {
    return Math.max(this.#own.opensIn(ahead, now), this.#all.opensIn(ahead, now));
  }

  resetsIn(now: number): number {
    return Math.max(this.#own.resetsIn(now), this.#all.resetsIn(now));
  }
}
