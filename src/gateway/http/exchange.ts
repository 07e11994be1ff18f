import type { Dispatcher } from 'undici';

/** An answer as it came over the wire. */
export type Received = { readonly status: number; readonly headers: Map<string, string>; readonly bytes: Buffer };

/** A request that has been sent, or waits for a connection. */
export type Exchange = {
  readonly received: Promise<Received>;
  /** Ends it now, whether it is under way or not. */
  abort(reason: Error): void;
};

type Headers = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2];

const flatten = (headers: Headers): Map<string, string> => {
  const flat = new Map<string, string>();
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) flat.set(name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value);
  }
  return flat;
};

/** Collects an answer in memory: a third of the work of a stream, which nobody here needs. */
class Collecting implements Dispatcher.DispatchHandler, Exchange {
  readonly received: Promise<Received>;
  readonly #tooLarge: () => Error;
  readonly #chunks: Buffer[] = [];
  #left: number;
  #status = 0;
  #headers = new Map<string, string>();
  #controller: Dispatcher.DispatchController | undefined;
  #aborted: Error | undefined;
  #resolve: (received: Received) => void = () => {};
  #reject: (error: Error) => void = () => {};

  constructor(most: number, tooLarge: () => Error) {
    this.#left = most;
    this.#tooLarge = tooLarge;
    this.received = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  abort(reason: Error): void {
    if (this.#aborted) return;
    this.#aborted = reason;
    this.#reject(reason);
    this.#controller?.abort(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#aborted) controller.abort(this.#aborted);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = flatten(headers);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#left -= chunk.length;
    if (this.#left < 0) this.abort(this.#tooLarge());
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const [first = Buffer.alloc(0)] = this.#chunks;
    const bytes = this.#chunks.length > 1 ? Buffer.concat(this.#chunks) : first;
    this.#resolve({ status: this.#status, headers: this.#headers, bytes });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#reject(error);
  }
}

/** Sends a request, and collects an answer of at most `most` bytes. */
export const exchange = (
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  most: number,
  tooLarge: () => Error,
): Exchange => {
  const collecting = new Collecting(most, tooLarge);
  dispatcher.dispatch(request, collecting);
  return collecting;
};
