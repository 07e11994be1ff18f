import type { Ask, Bundle } from './operation.ts';

/** An ask with the keys that leave next as of now. */
export const fixed = (ask: Ask): Ask => {
  if ('calls' in ask) return ask;
  const { item } = ask;
  const bundle = ask.bundle();
  return { item, bundle: () => bundle };
};

/** Counts calls; those that keys share are counted once. */
export class Ledger {
  readonly #counted = new WeakMap<Bundle, readonly unknown[]>();

  /** What asks add to the calls that were counted. */
  costOf(asks: readonly Ask[]): number {
    let cost = 0;
    for (const ask of asks) if ('calls' in ask) cost += ask.calls;
    for (const [bundle, items] of this.#bundlesOf(asks)) {
      const counted = this.#counted.get(bundle) ?? [];
      cost += bundle.calls([...counted, ...items]) - bundle.calls(counted);
    }
    return cost;
  }

  /** Counts asks, and tells what they added. */
  count(asks: readonly Ask[]): number {
    const cost = this.costOf(asks);
    for (const [bundle, items] of this.#bundlesOf(asks)) {
      this.#counted.set(bundle, [...(this.#counted.get(bundle) ?? []), ...items]);
    }
    return cost;
  }

  #bundlesOf(asks: readonly Ask[]): Map<Bundle, unknown[]> {
    const bundles = new Map<Bundle, unknown[]>();
    for (const ask of asks) {
      if ('calls' in ask) continue;
      const bundle = ask.bundle();
      const items = bundles.get(bundle);
      if (items) items.push(ask.item);
      else bundles.set(bundle, [ask.item]);
    }
    return bundles;
  }
}
