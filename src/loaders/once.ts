import type { Api } from '../gateway/api.ts';
import type { Bundle } from '../gateway/operation.ts';

/** What one operation reads once, by name and in one call. What a level waits to be admitted for, another asks for itself. */
export class Once<T> {
  readonly #api: Api;
  readonly #bundle: Bundle = { calls: (names) => new Set(names).size };
  readonly #reads = new Map<string, Promise<T>>();

  constructor(api: Api) {
    this.#api = api;
  }

  /** Whether something of that name was read, or is on its way. */
  has(name: string): boolean {
    return this.#reads.has(name);
  }

  /** `read` is given the upstream as one who was admitted sees it. */
  get(name: string, level: string, read: (api: Api) => Promise<T>): Promise<T> {
    const once = () => {
      const running = this.#reads.get(name);
      if (running) {
        this.#api.operation.cost.saved('loader');
        return running;
      }
      const begun = read(this.#api.admittedFor(1));
      this.#reads.set(name, begun);
      return begun;
    };
    if (this.has(name)) return once();
    return this.#api.operation.admit(level, { bundle: () => this.#bundle, item: name })?.then(once) ?? once();
  }
}
