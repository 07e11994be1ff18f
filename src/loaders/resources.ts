import { type Key, keyText } from '../gateway/keys.ts';
import type { Loaders } from './index.ts';
import { type Kind, type Provable, Resource } from './resource.ts';

/** What makes a kind of resource. */
export type Making<K, F> = Omit<Kind<K, F>, 'loaders'>;

/** The resources of one kind met in one operation through one account: one object for each key, so that all rows meet in it. */
export class Resources<K extends Key, F> {
  protected readonly loaders: Loaders;
  readonly #kind: Kind<K, F>;
  readonly #met = new Map<string, Resource<K, F>>();

  constructor(loaders: Loaders, making: Making<K, F>) {
    this.loaders = loaders;
    this.#kind = { ...making, loaders };
  }

  /** The resource of a key, as far as known. `parent` is what its key presumes to exist. */
  protected resource(key: K, parent: Provable | null): Resource<K, F> {
    const text = keyText(key);
    const met = this.#met.get(text);
    if (met) {
      if (parent) met.standsOn(parent);
      return met;
    }
    const resource = new Resource(this.#kind, key, parent, text);
    this.#met.set(text, resource);
    return resource;
  }
}
