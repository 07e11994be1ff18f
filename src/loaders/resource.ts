import { badResponse, CodedError, isNotFound } from '../gateway/http/coded-error.ts';
import { type Key, keyText } from '../gateway/keys.ts';
import type { Payload } from '../gateway/payload.ts';
import type { Row } from '../gateway/read.ts';
import type { Loading } from './batch.ts';
import type { Loaders } from './index.ts';

/** A response path as GraphQL execution builds it: linked, innermost first. */
export type ResponsePath = { readonly prev: ResponsePath | undefined; readonly key: string | number };

/** The keys of a path, outermost first, as GraphQL answers write it. */
export const pathKeys = (path: ResponsePath | undefined): (string | number)[] => {
  const keys: (string | number)[] = [];
  for (let at = path; at; at = at.prev) keys.unshift(at.key);
  return keys;
};

/** A value now or later. Leaf resolvers stay synchronous where it is known. */
export type Eventually<T> = T | Promise<T>;

/** The level of a path: the path without list indexes, `organization.projects.nodes.name`. */
export const levelOf = (path: ResponsePath | undefined): string =>
  pathKeys(path)
    .filter((key) => typeof key === 'string')
    .join('.');

/** What all resources of one kind share. */
export type Kind<K, F> = Loading<K> & {
  /** Its name in the graph. */
  readonly typeName: string;
  /** How errors name it, such as `Project "web" of organization "acme"`. */
  describe(key: K): string;
  readonly payload: Payload<F>;
  /** Whether payloads go on naming it after it is gone: what is not known of it then is null, and no error. */
  readonly outlived?: boolean;
  /** The error where it is not there, if not the plain `NOT_FOUND`. */
  notFound?(key: K): CodedError;
  /** The part whose loading proves at the least cost that the thing is there. */
  readonly proof: string;
  /** Members by which it may be looked up, that of its node id first: each stands in the last place of a key. */
  readonly names?: readonly (keyof F & string)[];
  readonly loaders: Loaders;
};

/** Anything a lookup can stand on: something that may turn out not to exist. */
export type Provable = {
  readonly proved: boolean;
  readonly disproved: boolean;
  prove(): void;
  findMissing(level: string): Promise<Provable | null>;
  notFound(): CodedError;
};

type Known = { readonly row: Row; readonly stub: boolean };

/**
 * A key, what is known of it so far, and how to learn the rest. Answers from what it knows at once; otherwise loads the part
 * that holds the member, once per operation. Absent means not known, null known to be null.
 */
export class Resource<K extends Key, F> implements Provable {
  readonly key: K;
  #parent: Provable | null;
  readonly #kind: Kind<K, F>;
  readonly #text: string;
  readonly #known: Known[] = [];
  /** Made when needed: most resources are rows that bring all that is asked. */
  #loads: Map<string, Promise<void>> | undefined;
  #proved = false;
  #disproved = false;
  #expected: Set<string> | undefined;
  #counted: ResponsePath | undefined;

  constructor(kind: Kind<K, F>, key: K, parent: Provable | null, text = keyText(key)) {
    this.#kind = kind;
    this.key = key;
    this.#text = text;
    this.#parent = parent;
  }

  /** Name of its type in the graph. */
  get typeName(): string {
    return this.#kind.typeName;
  }

  /** The keys by which it is known, that of its node id first as soon as it is known. */
  get keys(): [Key, ...Key[]] {
    const place = Object.keys(this.key).at(-1) ?? '';
    const known = (this.#kind.names ?? []).flatMap((name) => this.known(name) ?? []);
    const [first, ...others] = known.map((name) => ({ ...this.key, [place]: String(name) }));
    return first ? [first, ...others, this.key] : [this.key];
  }

  /** Learns its other names, with one call unless they are known. */
  async learnNames(level: string): Promise<void> {
    const unknown = this.#kind.names?.find((name) => this.known(name) === undefined);
    if (unknown !== undefined) await this.load(this.#kind.payload.partOf[unknown], level);
  }

  /** Names the lookup whose existence this one's key presumes, if none is named yet. */
  standsOn(parent: Provable): void {
    this.#parent ??= parent;
  }

  /** The loaders it was met through: its caller and account. */
  get loaders(): Loaders {
    return this.#kind.loaders;
  }

  /** Whether an answer of the upstream has shown that it is there. */
  get proved(): boolean {
    return this.#proved;
  }

  /** Whether it was looked for and found missing; lookups of it become null when the result is finished. */
  get disproved(): boolean {
    return this.#disproved && !this.#proved;
  }

  /**
   * Takes in what a payload says of it. A stub is a nested object: what it answers would have been a call, and rows know better.
   */
  learn(row: Row, { stub = false } = {}): void {
    if (stub) {
      this.#known.push({ row, stub });
    } else {
      this.#known.unshift({ row, stub });
      this.loaders.kept.keep(this.typeName, this.#text, row);
    }
    this.prove();
  }

  /** Takes up a row that an earlier operation met, if one gives an answer. */
  #recall(answers: (row: Row) => boolean, path: ResponsePath | null): boolean {
    const found = this.loaders.kept.find(this.typeName, this.#text, answers);
    if (!found) return false;
    this.#known.unshift({ row: found.row, stub: false });
    this.loaders.api.operation.cost.aged(found.age);
    if (path) this.#count('cache', path);
    this.prove();
    return true;
  }

  /** Parts that a payload has brought whole, such as the answer of a write: they are not loaded again. */
  settle(parts: readonly string[]): void {
    this.#loads ??= new Map();
    for (const part of parts) this.#loads.set(part, Promise.resolve());
  }

  /** Takes over what another resource of the same thing has learnt. */
  adopt(other: Resource<K, F>): void {
    this.#known.push(...other.#known);
    this.prove();
  }

  /** It is there, and so is what its key presumes. */
  prove(): void {
    if (this.#proved) return;
    this.#proved = true;
    this.#parent?.prove();
  }

  /** It proved missing by another way than a load of its own. */
  disprove(): void {
    this.#disproved = !this.#proved;
  }

  /** What is known of a member without asking: undefined where nothing is. */
  known<N extends keyof F & string>(name: N): F[N] | null | undefined {
    const found = this.#find(name);
    return found && this.#read(found, name);
  }

  /** Whether a payload has brought anything of a part. */
  knowsAny(part: string): boolean {
    return Object.entries<string>(this.#kind.payload.partOf).some(([name, of]) => of === part && this.#find(name));
  }

  /** A member, loaded if need be; null where Sentry says null or, after the deepest load, nothing. */
  get<N extends keyof F & string>(name: N, path: ResponsePath): Eventually<F[N] | null> {
    const found = this.#find(name);
    if (found === undefined) {
      const part = this.#kind.payload.partOf[name];
      const isKept = !this.#loads?.has(part) && this.#recall((row) => Object.hasOwn(row, name), path);
      if (isKept) return this.known(name) ?? null;
      return this.load(part, path).then(() => this.known(name) ?? null);
    }
    if (found.stub) this.#count('stub', path);
    return this.#read(found, name);
  }

  /** As `get`, for members that every payload of the kind has. @throws CodedError `UPSTREAM_BAD_RESPONSE` where it is null. */
  need<N extends keyof F & string>(name: N, path: ResponsePath): Eventually<F[N]> {
    const value = this.get(name, path);
    return value instanceof Promise ? value.then((late) => this.#present(name, late)) : this.#present(name, value);
  }

  /** Names parts that will be asked once others have arrived, so that the first load brings them as well. */
  expect(parts: readonly string[]): void {
    if (parts.length > 0) this.#expected = new Set([...(this.#expected ?? []), ...parts]);
  }

  /**
   * Loads a part of the payload, once, for a field or, where no field of this object asks, at a level. Where it is not there,
   * finds out what exactly is missing. Nobody waits for what another level is to be admitted for: each asks for itself.
   */
  load(part: string, at: ResponsePath | string): Promise<void> {
    if (this.#loads?.has(part)) return this.#loadOnce(part, at);
    const admitted = this.#kind.admit(this.key, part, typeof at === 'string' ? at : levelOf(at));
    const load = admitted ? admitted.then(() => this.#loadOnce(part, at)) : this.#loadOnce(part, at);
    const expected = this.#expected ?? [];
    this.#expected = undefined;
    for (const other of expected) {
      // Whoever asks for the part later is told of its failure.
      if (!this.#loads?.has(other)) this.load(other, at).catch(() => {});
    }
    return load;
  }

  #loadOnce(part: string, at: ResponsePath | string): Promise<void> {
    const path = typeof at === 'string' ? null : at;
    this.#loads ??= new Map();
    const running = this.#loads.get(part);
    if (running) {
      if (path) this.#count('loader', path);
      return running;
    }
    this.#counted = path?.prev;
    const level = typeof at === 'string' ? at : levelOf(at);
    const load = this.#kind.load(this.key, part, level).then(
      (row) => this.learn(row),
      async (error: unknown) => {
        if (!isNotFound(error)) throw error;
        if (this.#proved && this.#kind.outlived) return;
        this.#disproved = !this.#proved;
        const outer = this.#disproved ? await this.#parent?.findMissing(level) : null;
        throw (outer ?? this).notFound();
      },
    );
    this.#loads.set(part, load);
    return load;
  }

  /**
   * Follows a call that goes through this resource: its success proves it, a "not found" is charged to the resource or to one
   * of its parents if they prove to be missing, and passed on if they are there.
   */
  async through<T>(level: string, call: Promise<T>): Promise<T> {
    try {
      const result = await call;
      this.prove();
      return result;
    } catch (error) {
      const missing = isNotFound(error) ? await this.findMissing(level) : null;
      throw missing ? missing.notFound() : error;
    }
  }

  /** Checks innermost first, one call each, and gives the outermost that is missing; null when this one is there. */
  async findMissing(level: string): Promise<Provable | null> {
    if (this.#proved || this.#recall(() => true, null)) return null;
    try {
      await this.load(this.#kind.proof, level);
      return null;
    } catch (error) {
      if (!isNotFound(error)) throw error;
      return (await this.#parent?.findMissing(level)) ?? this;
    }
  }

  /** Makes sure that it is there, with one call unless that is known. @throws CodedError `NOT_FOUND` */
  async check(level: string): Promise<void> {
    const missing = await this.findMissing(level);
    if (missing) throw missing.notFound();
  }

  /** How errors name it, such as `Project "web" of organization "acme"`. */
  describe(): string {
    return this.#kind.describe(this.key);
  }

  /** The error where it is not there. */
  notFound(): CodedError {
    const message = `${this.describe()} does not exist or is not visible to the linked account.`;
    return this.#kind.notFound?.(this.key) ?? new CodedError('NOT_FOUND', message);
  }

  #present<T>(name: string, value: T | null): T {
    if (value === null) throw badResponse(`Sentry left out "${name}" of ${this.describe()}.`);
    return value;
  }

  #find(name: string): Known | undefined {
    for (const known of this.#known) if (Object.hasOwn(known.row, name)) return known;
    return undefined;
  }

  #read<N extends keyof F & string>({ row }: Known, name: N): F[N] | null {
    const value = row[name];
    return value === null ? null : this.#kind.payload.readers[name](value);
  }

  /** One saving for each object of the answer, however many of its fields used it. */
  #count(how: 'stub' | 'loader' | 'cache', path: ResponsePath): void {
    if (path.prev === this.#counted) return;
    this.#counted = path.prev;
    this.loaders.api.operation.cost.saved(how);
  }
}
