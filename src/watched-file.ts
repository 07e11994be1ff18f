import { readFileSync, statSync } from 'node:fs';
import { limits } from './gateway/limits.ts';

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

const stampOf = (path: string): string => {
  const { ino, mtimeMs, size } = statSync(path);
  return `${ino} ${mtimeMs} ${size}`;
};

/**
 * What a file says, read again when the file has changed: looked at when somebody asks, at most once a second. A file that
 * cannot be read any more leaves what was known as it was, and is told of at once and then each minute for as long as it lasts.
 */
export class WatchedFile<T> {
  readonly #path: string;
  readonly #parse: (text: string) => T;
  readonly #onBroken: (reason: string) => void;
  #value: T;
  #stamp: string;
  /** What is wrong with the text that was read last. */
  #flaw: string | null = null;
  #lookedAt = performance.now();
  #told: { readonly reason: string; readonly at: number } | null = null;

  /** @throws whatever reading or parsing throws: at the start the file must be right. */
  constructor(path: string, parse: (text: string) => T, onBroken: (reason: string) => void) {
    this.#path = path;
    this.#parse = parse;
    this.#onBroken = onBroken;
    this.#stamp = stampOf(path);
    this.#value = parse(readFileSync(path, 'utf8'));
  }

  get current(): T {
    if (performance.now() - this.#lookedAt >= pollEvery) this.#look();
    return this.#value;
  }

  #look(): void {
    const now = performance.now();
    this.#lookedAt = now;
    const reason = this.#refresh();
    if (reason === null) {
      this.#told = null;
    } else if (reason !== this.#told?.reason || now - this.#told.at >= limits.brokenFileReminder) {
      this.#told = { reason, at: now };
      this.#onBroken(reason);
    }
  }

  /** Reads it where it has changed; gives the reason why it does not count, if it does not. */
  #refresh(): string | null {
    try {
      const stamp = stampOf(this.#path);
      if (stamp !== this.#stamp) {
        const text = readFileSync(this.#path, 'utf8');
        this.#stamp = stamp;
        this.#flaw = this.#take(text);
      }
      return this.#flaw;
    } catch (error) {
      return reasonOf(error);
    }
  }

  #take(text: string): string | null {
    try {
      this.#value = this.#parse(text);
      return null;
    } catch (error) {
      return reasonOf(error);
    }
  }
}
