/** How many calls may start in any window of so many milliseconds. */
export type WindowRule = { readonly calls: number; readonly window: number };

/**
 * Counts starts in a sliding window, so that no window of that length ever holds more than `calls` of them: a bucket that
 * refills while its burst is spent would let twice as many into one second. Times are those of `performance.now`.
 */
export class SlidingWindow {
  readonly #rule: WindowRule;
  readonly #starts: number[];

  /** `starts` are those before its own, in order; others' may be more than it allows. */
  constructor(rule: WindowRule, starts: readonly number[] = []) {
    this.#rule = rule;
    this.#starts = [...starts];
  }

  /** The same starts, counted for another number of calls. */
  allowing(calls: number): SlidingWindow {
    return new SlidingWindow({ ...this.#rule, calls }, this.#starts);
  }

  /** Calls that could start now. */
  free(now: number): number {
    return Math.max(0, this.#rule.calls - this.#counted(now));
  }

  start(now: number): void {
    this.#starts.push(now);
  }

  /** Milliseconds until a call could start that lets `ahead` others go first. */
  opensIn(ahead: number, now: number): number {
    const { calls, window } = this.#rule;
    const counted = this.#counted(now);
    const behind = ahead + counted - calls;
    if (behind < 0) return 0;
    // The calls ahead follow the last `calls` starts round by round; places that are free now are taken now.
    const first = Math.max(0, counted - calls);
    const round = behind < first ? 0 : Math.floor((behind - first) / calls);
    const start = this.#starts[behind - round * calls] ?? now;
    return start + window * (1 + round) - now;
  }

  /** Milliseconds until nothing is counted any more. */
  resetsIn(now: number): number {
    this.#counted(now);
    const newest = this.#starts.at(-1);
    return newest === undefined ? 0 : newest + this.#rule.window - now;
  }

  #counted(now: number): number {
    for (
      let [oldest] = this.#starts;
      oldest !== undefined && oldest <= now - this.#rule.window;
      [oldest] = this.#starts
    ) {
      this.#starts.shift();
    }
    return this.#starts.length;
  }
}
