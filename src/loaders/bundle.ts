import type { Bundle } from '../gateway/operation.ts';
import { groupsOf, runsOf, type Wanted } from './batch.ts';

/** A part of a key's payload. */
export type Item<K> = { readonly key: K; readonly text: string; readonly part: string };

/** Keys with all their parts. */
export const wantedOf = <K>(items: readonly Item<K>[]): Wanted<K>[] => {
  const wanted = new Map<string, { key: K; text: string; parts: Set<string> }>();
  for (const { key, text, part } of items) {
    const entry = wanted.get(text) ?? { key, text, parts: new Set() };
    wanted.set(text, entry);
    entry.parts.add(part);
  }
  return [...wanted.values()];
};

/** How many calls a batch takes to bring what is wanted, if nothing is refused or left out. */
export type CallsFor<K> = (wanted: readonly Wanted<K>[]) => number;

/** The keys of a batch that has not left yet, as admission reckons them. */
export class KeyBundle<K> implements Bundle {
  readonly #callsFor: CallsFor<K>;

  constructor(callsFor: CallsFor<K>) {
    this.#callsFor = callsFor;
  }

  /** How many calls bring them all. */
  calls(items: readonly Item<K>[]): number {
    return this.#callsFor(wantedOf(items));
  }
}

/** The calls that `readKeys` makes. */
export const readingCalls = <K>(wanted: readonly Wanted<K>[], alone: (item: Wanted<K>) => boolean): number => {
  const singles = wanted.filter(alone).length;
  return singles + runsOf(wanted.filter((item) => !alone(item))).length;
};

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/** The calls of all groups of keys together. */
export const groupCalls = <K>(groupOf: (key: K) => string, callsFor: CallsFor<K>): CallsFor<K> => {
  return (wanted) => sum([...groupsOf(wanted, groupOf).values()].map(callsFor));
};

/** The calls of all shares of some keys together. */
export const shareCalls = <K>(sharesOf: (wanted: readonly Wanted<K>[]) => Wanted<K>[][], callsFor: CallsFor<K>) => {
  return (wanted: readonly Wanted<K>[]): number => sum(sharesOf(wanted).map(callsFor));
};
