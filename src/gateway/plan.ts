/** A field of an operation that gives objects or makes calls, as the budget sees it. */
export type Planned = {
  /** Response path without list indexes. */
  readonly level: string;
  /** Place in the document, ancestors first. */
  readonly order: number;
  /** The field that gives the objects it is asked of; null for a root field. */
  readonly parent: Planned | null;
  /** Type of the objects it is asked of. */
  readonly on: string;
  /** Most objects that it gives each time it is asked. */
  readonly size: number;
  /** Most calls that it makes each time it is asked, nothing shared. */
  readonly calls: number;
  /** What to ask instead where it is too costly. */
  readonly instead: string | null;
};

/** What an operation may cost in first attempts, before any call is made. */
export type Plan = {
  /** Every list empty, every batch shared, nothing cached. */
  readonly least: number;
  /** Every list full, nothing shared. */
  readonly most: number;
  /** Whether `most` holds: it does not where a list of the selection has no known size. */
  readonly bounded: boolean;
  /** Levels that may cost most, dearest first. */
  readonly dearest: readonly { readonly field: string; readonly calls: number }[];
  /** Calls that nobody asks admission for: the writes, which `least` counts. */
  readonly writes: number;
  readonly fields: readonly Planned[];
};

/** A plan of nothing. */
export const nothingPlanned: Plan = { least: 0, most: 0, bounded: true, dearest: [], writes: 0, fields: [] };
