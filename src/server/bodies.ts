import type { IncomingMessage, ServerResponse } from 'node:http';
import { CodedError } from '../gateway/http/coded-error.ts';
import { limits } from '../gateway/limits.ts';
import { overloaded } from './overloaded.ts';

const tooLarge = (): CodedError =>
  new CodedError(
    'QUERY_TOO_COMPLEX',
    `The body of the request is over ${limits.requestBytes / 2 ** 20} MiB: ask for less at once.`,
  );

const cancelled = (): CodedError => new CodedError('CANCELLED', 'The client left.');

type Coming = { bytes: number; readonly refuse: (error: CodedError) => void };

/** The bodies of requests that the process holds, from their first byte until they are answered. */
export class Bodies {
  readonly #coming = new Set<Coming>();
  #bytes = 0;

  /**
   * Reads the body of a request. Where all bodies together take more than `limits.bodiesBytes`, the largest that is still coming
   * is refused, so that those who send much hold up nobody who sends little.
   * @throws CodedError `QUERY_TOO_COMPLEX`, `OVERLOADED` or `CANCELLED`
   */
  read(request: IncomingMessage, response: ServerResponse): Promise<string> {
    return new Promise((resolve, reject) => {
      // One buffer that doubles: a body may come byte by byte, and each chunk kept takes a hundred more.
      let held = Buffer.alloc(0);
      const letGo = () => {
        this.#bytes -= coming.bytes;
        coming.bytes = 0;
      };
      const refuse = (error: CodedError): void => {
        if (!this.#coming.delete(coming)) return;
        letGo();
        held = Buffer.alloc(0);
        // What else comes is dropped.
        request.off('data', take).resume();
        reject(error);
      };
      const coming: Coming = { bytes: 0, refuse };
      const take = (chunk: Buffer): void => {
        const bytes = coming.bytes + chunk.length;
        if (bytes > held.length) held = Buffer.concat([held], Math.max(bytes, 2 * held.length));
        chunk.copy(held, coming.bytes);
        coming.bytes = bytes;
        this.#bytes += chunk.length;
        if (coming.bytes > limits.requestBytes) refuse(tooLarge());
        while (this.#bytes > limits.bodiesBytes && this.#coming.size > 0) this.#largest()?.refuse(overloaded());
      };
      const leave = (): void => refuse(cancelled());
      this.#coming.add(coming);
      response.once('close', letGo);
      request.on('data', take);
      request.once('end', () => {
        if (this.#coming.delete(coming)) resolve(held.toString('utf8', 0, coming.bytes));
      });
      request.once('error', leave);
      request.once('close', leave);
      if (request.destroyed) leave();
    });
  }

  #largest(): Coming | undefined {
    let largest: Coming | undefined;
    for (const coming of this.#coming) if (coming.bytes >= (largest?.bytes ?? 0)) largest = coming;
    return largest;
  }
}
