/** Who waits for a place in flight. */
type Waiting = { advance(): void };

/** Places in flight that all budgets of the process share. Who waits for one is called in turn. */
export class Places {
  #free: number;
  readonly #waiting = new Set<Waiting>();

  constructor(places: number) {
    this.#free = places;
  }

  get free(): number {
    return this.#free;
  }

  take(): void {
    this.#free -= 1;
  }

  /** Gives a place back. */
  leave(): void {
    this.#free += 1;
    for (const waiting of [...this.#waiting]) {
      if (this.#free <= 0) return;
      this.#waiting.delete(waiting);
      waiting.advance();
    }
  }

  /** Has `waiting` called once when a place is free. */
  await(waiting: Waiting): void {
    this.#waiting.add(waiting);
  }
}
