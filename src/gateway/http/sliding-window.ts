/** How many calls may start in any window of so many milliseconds. */
export type WindowRule = { readonly calls: number; readonly window: number };

/**
 * Counts starts in a sliding window, so that no window of that length ever holds more than `calls` of them: a bucket that
 * refills while its burst is spent would let twice as many into one second. Times are those of `performance.now`.
 */
export class SlidingWindow {
  readonly #rule: WindowRule;
  readonly #starts: number[] = [];

  constructor(rule: WindowRule) {
    this.#rule = rule;
  }

  /** Calls that could start now. */
  free(now: number): number {
    for (
      let [oldest] = this.#starts;
      oldest !== undefined && oldest <= now - this.#rule.window;
      [oldest] = this.#starts
    ) {
      this.#starts.shift();
    }
    return this.#rule.calls - this.#starts.length;
  }

  start(now: number): void {
    this.#starts.push(now);
  }

  /** Milliseconds until a call could start that lets `ahead` others go first. */
  opensIn(ahead: number, now: number): number {
    const behind = ahead - this.free(now);
    if (behind < 0) return 0;
    const { calls, window } = this.#rule;
    const start = this.#starts[behind % calls] ?? now;
    return start + window * (1 + Math.floor(behind / calls)) - now;
  }

  /** Milliseconds until nothing is counted any more. */
  resetsIn(now: number): number {
    this.free(now);
    const newest = this.#starts.at(-1);
    return newest === undefined ? 0 : newest + this.#rule.window - now;
  }
}
