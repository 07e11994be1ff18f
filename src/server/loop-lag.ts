import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { limits } from '../gateway/limits.ts';

/** Watches how long the event loop is held up. */
export class LoopLag {
  readonly #histogram: IntervalHistogram = monitorEventLoopDelay({ resolution: 20 });
  #timer: NodeJS.Timeout | undefined;
  #slowSeconds = 0;

  /** Whether the loop was held up for too long in each of the last seconds. */
  get lagging(): boolean {
    return this.#slowSeconds >= limits.loopLag.seconds;
  }

  /** Told the longest delay of each second, in milliseconds. */
  note(longest: number): void {
    this.#slowSeconds = longest > limits.loopLag.delay ? this.#slowSeconds + 1 : 0;
  }

  start(): void {
    this.#histogram.enable();
    this.#timer = setInterval(() => {
      this.note(this.#histogram.max / 1e6);
      this.#histogram.reset();
    }, 1_000).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#histogram.disable();
  }
}
