import { readFileSync, statSync } from 'node:fs';

const pollEvery = 1_000;

/** A failure in one line; of the system's own the code alone, since their sentences name paths. */
export const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message.replace(/\s+/g, ' ');
};

/** Reads JSON. @throws Error that quotes nothing of the text. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('it is no JSON');
  }
};

/**
 * What a file says, read again when the file has changed: looked at when somebody asks, at most once a second. A file that
 * cannot be read any more leaves what was known as it was, and is told of once.
 */
export class WatchedFile<T> {
  readonly #path: string;
  readonly #parse: (text: string) => T;
  readonly #onBroken: (reason: string) => void;
  #value: T;
  #stamp: string;
  #lookedAt = performance.now();

  /** @throws whatever reading or parsing throws: at the start the file must be right. */
  constructor(path: string, parse: (text: string) => T, onBroken: (reason: string) => void) {
    this.#path = path;
    this.#parse = parse;
    this.#onBroken = onBroken;
    this.#stamp = this.#stampNow();
    this.#value = parse(readFileSync(path, 'utf8'));
  }

  get current(): T {
    if (performance.now() - this.#lookedAt >= pollEvery) this.#look();
    return this.#value;
  }

  #look(): void {
    this.#lookedAt = performance.now();
    const stamp = this.#stampNow();
    if (stamp === this.#stamp) return;
    this.#stamp = stamp;
    try {
      this.#value = this.#parse(readFileSync(this.#path, 'utf8'));
    } catch (error) {
      this.#onBroken(reasonOf(error));
    }
  }

  #stampNow(): string {
    const stat = statSync(this.#path, { throwIfNoEntry: false });
    return stat ? `${stat.ino} ${stat.mtimeMs} ${stat.size}` : 'missing';
  }
}
