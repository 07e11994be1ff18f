import { setMaxListeners } from 'node:events';
import { type Operation, operationOver } from './operation.ts';

/**
 * Work done once for several operations. It is on the bill of the one that opened it, is due when the last of them is, and is
 * called off when the last of them has left.
 */
export class Sharing {
  readonly #over = new AbortController();
  readonly #waiting = new Set<{ readonly operation: Operation }>();
  /** The operation as calls made for all of them see it. */
  readonly operation: Operation;

  constructor(opener: Operation, parts: Partial<Pick<Operation, 'cost' | 'bypass' | 'admit' | 'span'>> = {}) {
    const deadline = () => Math.max(opener.deadline, ...[...this.#waiting].map(({ operation }) => operation.deadline));
    const clients = () => {
      const all = [opener, ...[...this.#waiting].map(({ operation }) => operation)];
      return [...new Set(all.flatMap((operation) => operation.clients?.() ?? [operation.client]))];
    };
    setMaxListeners(0, this.#over.signal);
    this.operation = {
      ...opener,
      ...parts,
      get deadline() {
        return deadline();
      },
      signal: this.#over.signal,
      clients,
    };
  }

  /** Whether nobody waits for it any more. */
  get abandoned(): boolean {
    return this.#over.signal.aborted;
  }

  /** Waits for the work, as long as `operation` lasts. @throws CodedError when that is over before. */
  wait<T>(operation: Operation, work: Promise<T>): Promise<T> {
    const waiter = { operation };
    this.#waiting.add(waiter);
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(waiter);
        if (this.#waiting.size === 0) this.#over.abort(operation.signal.reason);
        reject(operationOver(operation));
      };
      const settle = () => {
        this.#waiting.delete(waiter);
        operation.signal.removeEventListener('abort', leave);
      };
      if (operation.signal.aborted) {
        work.catch(() => {});
        return leave();
      }
      operation.signal.addEventListener('abort', leave, { once: true });
      work.finally(settle).then(resolve, reject);
    });
  }
}
