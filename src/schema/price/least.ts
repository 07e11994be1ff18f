import type { Arguments } from '../field-cost.ts';
import { isNodeId } from '../node-id.ts';

/**
 * Which object something is asked of, as far as the document tells: the values that lead to it. Veiled, it may be the same
 * object as any other.
 */
export type Identity = { readonly account: string; readonly values: readonly string[]; readonly isVeiled: boolean };

/** The object of the request itself. */
export const ownIdentity: Identity = { account: '', values: [], isVeiled: false };

/** The values inside an argument. */
const valuesIn = (value: unknown): string[] => {
  if (value === null || value === undefined) return [];
  return typeof value === 'object' ? Object.values(value).flatMap(valuesIn) : [String(value)];
};

/** Goes on by the arguments of a field. */
export const within = (
  identity: Identity,
  args: Arguments,
  { isVeiled = false, account = identity.account } = {},
): Identity => {
  const values = valuesIn(args);
  // What a node id names others may name by slug or number.
  return {
    account,
    values: [...identity.values, ...values],
    isVeiled: identity.isVeiled || isVeiled || values.some(isNodeId),
  };
};

const nameOf = ({ account, values }: Identity): string => JSON.stringify([account, ...new Set([...values].sort())]);

type Group = { readonly names: Set<string>; isVeiled: boolean };

/** The calls that an operation must make, each counted once however often it is asked: equal reads under way are one call. */
export class Least {
  #sum = 0;
  readonly #groups = new Map<string, Group>();
  readonly #batches = new Set<string>();

  /** Calls that are shared with none. */
  add(calls: number): void {
    this.#sum += calls;
  }

  /** A call of one kind. */
  call(kind: string, identity: Identity): void {
    const group = this.#groups.get(kind) ?? { names: new Set(), isVeiled: false };
    this.#groups.set(kind, group);
    if (identity.isVeiled) group.isVeiled = true;
    else group.names.add(nameOf(identity));
  }

  /** A key of one kind, which may travel in a batch with any other. */
  key(kind: string): void {
    this.#batches.add(kind);
  }

  /** Takes over what another has counted. */
  join(other: Least): void {
    this.#sum += other.#sum;
    for (const kind of other.#batches) this.#batches.add(kind);
    for (const [kind, { names, isVeiled }] of other.#groups) {
      const group = this.#groups.get(kind) ?? { names: new Set(), isVeiled: false };
      this.#groups.set(kind, group);
      for (const name of names) group.names.add(name);
      group.isVeiled ||= isVeiled;
    }
  }

  get total(): number {
    const own = [...this.#groups.values()].map(({ names, isVeiled }) => Math.max(names.size, isVeiled ? 1 : 0));
    // A call for one object alone may bring what others of its kind are batched for.
    const batches = [...this.#batches].filter((kind) => !this.#groups.has(kind)).length;
    return own.reduce((sum, count) => sum + count, this.#sum + batches);
  }
}
