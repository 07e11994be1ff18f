/**
 * How calls were avoided: answered by a nested stub, by a load made earlier in the operation, by sharing a batched call, by
 * joining an equal call under way, or by an answer kept from before.
 */
export type Saving = 'stub' | 'loader' | 'batch' | 'flight' | 'cache';

/** What an operation has cost so far, as `extensions.cost` shows it. */
export type CostReport = {
  calls: number;
  saved: Record<Saving, number>;
  retries: number;
  /** First attempts by endpoint family. */
  families: Record<string, number>;
  /** What it had to cost, every list being empty and every batch shared; and could, every list being full and nothing shared. */
  least?: number;
  most?: number;
  /** Age in milliseconds of the oldest answer that came from the cache; absent where none did. */
  oldestMs?: number;
  /** Milliseconds of wall time in which at least one call waited for its turn at the limiter. */
  waitedMs: number;
};

/** Counts the upstream calls of one operation. Written by loaders and gateway only. */
export class Cost {
  #calls = 0;
  #retries = 0;
  #oldest: number | undefined;
  #writes = 0;
  #estimate: { readonly least: number; readonly most: number } | undefined;
  readonly #saved: Record<Saving, number> = { stub: 0, loader: 0, batch: 0, flight: 0, cache: 0 };
  readonly #families = new Map<string, number>();
  #waiting = 0;
  #waitingSince = 0;
  #waited = 0;

  /** What the operation is thought to cost. */
  estimate({ least, most }: { readonly least: number; readonly most: number }): void {
    this.#estimate = { least, most };
  }

  /** Writes among the calls. */
  get writes(): number {
    return this.#writes;
  }

  /** A call's first attempt is being sent. */
  called(family: string, isWrite = false): void {
    this.#calls += 1;
    if (isWrite) this.#writes += 1;
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

  /** Age in milliseconds of the oldest answer that came from what is kept; 0 where none did. */
  get oldest(): number {
    return this.#oldest ?? 0;
  }

  /** An answer was used that is so many milliseconds old. */
  aged(milliseconds: number): void {
    this.#oldest = Math.max(this.#oldest ?? 0, Math.round(milliseconds));
  }

  /** A call begins to wait for its turn; the answer ends it. Calls that wait at the same time count once. */
  waits(): () => void {
    if (this.#waiting === 0) this.#waitingSince = performance.now();
    this.#waiting += 1;
    return () => {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#waited += performance.now() - this.#waitingSince;
    };
  }

  report(): CostReport {
    return {
      calls: this.#calls,
      saved: { ...this.#saved },
      retries: this.#retries,
      families: Object.fromEntries([...this.#families].sort(([a], [b]) => a.localeCompare(b))),
      ...this.#estimate,
      ...(this.#oldest !== undefined && { oldestMs: this.#oldest }),
      waitedMs: Math.round(this.#waited + (this.#waiting > 0 ? performance.now() - this.#waitingSince : 0)),
    };
  }
}
