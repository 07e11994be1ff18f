import { LRUCache } from 'lru-cache';
import type { Api } from '../gateway/api.ts';
import type { Gateway } from '../gateway/http/index.ts';
import { limits } from '../gateway/limits.ts';
import { reaches, reachText } from '../gateway/reach.ts';
import type { Row } from '../gateway/read.ts';

/** How long a row of a type answers later lookups, in seconds. Other types are not kept: they are not looked up by key. */
const seconds: Readonly<Record<string, number>> = {
  Organization: 300,
  Project: 120,
  Team: 300,
  User: 300,
  Member: 300,
  Release: 60,
  Issue: 5,
};

type Kept = { readonly row: Row; readonly at: number };

/** A row that was met before, and its age in milliseconds. */
export type Found = { readonly row: Row; readonly age: number };

const lifetimeOf = (typeName: string): number => (seconds[typeName] ?? 0) * 1_000;

/** Whether a row says all that another says. */
const says = (row: Row, other: Row): boolean => Object.keys(other).every((name) => Object.hasOwn(row, name));

/** An issue's detail holds up to 100 activities: memory is better spent on rows. */
const isLarge = (row: Row): boolean => Object.hasOwn(row, 'activity');

/** The organization of a key's text: keys of all types that are kept begin with it. */
const organizationIn = (key: string): string => key.split('/', 1)[0] ?? '';

const keptBy = new WeakMap<Gateway, LRUCache<string, readonly Kept[]>>();

/**
 * Rows that earlier operations of the same caller met in lists and answers, by key; never those of another caller or of one whose
 * client reaches others, nor from before a write. A row holds nothing that depends on the arguments of its list.
 */
export class KeptRows {
  readonly #api: Api;
  readonly #generation: number;

  constructor(api: Api) {
    this.#api = api;
    this.#generation = api.generation;
  }

  /** Keeps what a row says, unless something was written since the operation began. */
  keep(typeName: string, key: string, row: Row): void {
    if (!this.#api.gateway.cache || lifetimeOf(typeName) === 0) return;
    if (this.#generation !== this.#api.generation || !this.#api.trusted || isLarge(row)) return;
    const kept = this.#rows;
    const text = this.#text(typeName, key);
    const others = (kept.get(text) ?? [])
      .filter(({ row: other }) => !says(row, other))
      .slice(0, limits.keptRowsOfOne - 1);
    // As old as the oldest answer of its operation: it may be from there.
    const at = performance.now() - this.#api.operation.cost.oldest;
    kept.set(text, [{ row, at }, ...others], { ttl: lifetimeOf(typeName) });
  }

  /** The newest fresh row that says something of what is wanted. */
  find(typeName: string, key: string, answers: (row: Row) => boolean): Found | undefined {
    const lifetime = lifetimeOf(typeName);
    if (!reaches(this.#api.caller, organizationIn(key))) return undefined;
    if (!this.#api.gateway.cache || lifetime === 0 || this.#api.operation.bypass) return undefined;
    const now = performance.now();
    const found = this.#rows.get(this.#text(typeName, key))?.find(({ row, at }) => now - at < lifetime && answers(row));
    return found && { row: found.row, age: now - found.at };
  }

  get #rows(): LRUCache<string, readonly Kept[]> {
    const { gateway } = this.#api;
    const kept = keptBy.get(gateway) ?? new LRUCache({ max: limits.cacheEntries });
    keptBy.set(gateway, kept);
    return kept;
  }

  #text(typeName: string, key: string): string {
    return `${reachText(this.#api.caller)} ${this.#api.generation} ${typeName} ${key}`;
  }
}
