import { limits } from '../gateway/limits.ts';
import { type Found, partText, type Tell } from './batch.ts';

/**
 * Rows that have come while others of their batch are still missing. For a moment they wait, so that whatever follows from rows
 * of one batch leaves in one batch as well; after that nobody waits for a key of somebody else.
 */
export class EarlyRows {
  readonly #found: Found = new Map();
  readonly #waiting = new Map<string, (found: Found) => void>();
  readonly #timer = setTimeout(() => this.#open(), limits.batchPatience);
  #isOpen = false;

  readonly tell: Tell = (name, row) => {
    this.#found.set(name, row);
    if (this.#isOpen) this.#waiting.get(name)?.(this.#found);
  };

  /** What has come, once a key's part is there and has waited. It may never be: wait for the whole batch beside. */
  holding(text: string, part: string): Promise<Found> {
    return new Promise((resolve) => {
      for (const name of [text, partText(text, part)]) {
        const others = this.#waiting.get(name);
        this.#waiting.set(name, (found) => {
          others?.(found);
          resolve(found);
        });
      }
    });
  }

  /** The whole batch is there. */
  end(): void {
    clearTimeout(this.#timer);
  }

  #open(): void {
    this.#isOpen = true;
    for (const name of this.#found.keys()) this.#waiting.get(name)?.(this.#found);
  }
}
