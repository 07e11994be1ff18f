/** How calls were avoided: answered by a nested stub, by a load made earlier in the operation, or by sharing a batched call. */
export type Saving = 'stub' | 'loader' | 'batch';

/** What an operation has cost so far, as `extensions.cost` shows it. */
export type CostReport = {
  calls: number;
  saved: Record<Saving, number>;
  retries: number;
  /** First attempts by endpoint family. */
  families: Record<string, number>;
};

/** Counts the upstream calls of one operation. Written by loaders and gateway only. */
export class Cost {
  #calls = 0;
  #retries = 0;
  readonly #saved: Record<Saving, number> = { stub: 0, loader: 0, batch: 0 };
  readonly #families = new Map<string, number>();

  /** A call's first attempt is being sent. */
  called(family: string): void {
    this.#calls += 1;
    this.#families.set(family, (this.#families.get(family) ?? 0) + 1);
  }

  /** A call is being sent again. */
  retried(): void {
    this.#retries += 1;
  }

  /** `count` calls were not needed. */
  saved(how: Saving, count = 1): void {
    this.#saved[how] += count;
  }

  report(): CostReport {
    return {
      calls: this.#calls,
      saved: { ...this.#saved },
      retries: this.#retries,
      families: Object.fromEntries([...this.#families].sort(([a], [b]) => a.localeCompare(b))),
    };
  }
}
