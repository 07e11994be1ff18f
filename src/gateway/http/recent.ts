/** Counts what happened within the last `window` milliseconds, by the second. */
export class Recent {
  readonly #window: number;
  readonly #seconds = new Map<number, number>();

  constructor(window: number) {
    this.#window = window;
  }

  add(now: number): void {
    this.#forget(now);
    const second = Math.floor(now / 1_000);
    this.#seconds.set(second, (this.#seconds.get(second) ?? 0) + 1);
  }

  count(now: number): number {
    this.#forget(now);
    return [...this.#seconds.values()].reduce((sum, count) => sum + count, 0);
  }

  clear(): void {
    this.#seconds.clear();
  }

  #forget(now: number): void {
    const since = (now - this.#window) / 1_000;
    for (const second of this.#seconds.keys()) if (second < since) this.#seconds.delete(second);
  }
}
