import { setMaxListeners } from 'node:events';
import type { TraceLine } from './http/trace.ts';
import { type Operation, operationOver } from './operation.ts';

/** What work done for several has of its own. */
type Parts = Partial<Pick<Operation, 'cost' | 'bypass' | 'admit' | 'span'>>;

type Waiting = ReadonlySet<{ readonly operation: Operation }>;

/**
 * An operation that lasts as long as those that wait for it. A class, because V8 gives every object that is made with a getter
 * of its own a hidden class of its own, which keeps all that the getter sees until the next full collection.
 */
class SharedOperation implements Operation {
  readonly id: string;
  readonly client: string;
  readonly now: number;
  readonly bypass: boolean;
  readonly signal: AbortSignal;
  readonly cost: Operation['cost'];
  readonly admit: Operation['admit'];
  readonly warn: Operation['warn'];
  readonly level?: string;
  readonly trace?: TraceLine[];
  readonly span: Operation['span'];
  readonly #opener: Operation;
  readonly #waiting: Waiting;

  constructor(opener: Operation, parts: Parts, signal: AbortSignal, waiting: Waiting) {
    this.id = opener.id;
    this.client = opener.client;
    this.now = opener.now;
    this.bypass = parts.bypass ?? opener.bypass ?? false;
    this.signal = signal;
    this.cost = parts.cost ?? opener.cost;
    this.admit = parts.admit ?? opener.admit;
    this.warn = opener.warn;
    this.span = parts.span ?? opener.span;
    if (opener.level !== undefined) this.level = opener.level;
    if (opener.trace) this.trace = opener.trace;
    this.#opener = opener;
    this.#waiting = waiting;
  }

  get deadline(): number {
    return Math.max(this.#opener.deadline, ...[...this.#waiting].map(({ operation }) => operation.deadline));
  }

  readonly clients = (): readonly string[] => {
    const all = [this.#opener, ...[...this.#waiting].map(({ operation }) => operation)];
    return [...new Set(all.flatMap((operation) => operation.clients?.() ?? [operation.client]))];
  };
}

/**
 * Work done once for several operations. It is on the bill of the one that opened it, is due when the last of them is, and is
 * called off when the last of them has left.
 */
export class Sharing {
  readonly #over = new AbortController();
  readonly #waiting = new Set<{ readonly operation: Operation }>();
  /** The operation as calls made for all of them see it. */
  readonly operation: Operation;

  constructor(opener: Operation, parts: Parts = {}) {
    setMaxListeners(0, this.#over.signal);
    this.operation = new SharedOperation(opener, parts, this.#over.signal, this.#waiting);
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
