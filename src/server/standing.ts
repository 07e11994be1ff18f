import type { ServerResponse } from 'node:http';
import { limits } from '../gateway/limits.ts';
import { Bodies } from './bodies.ts';
import { LoopLag } from './loop-lag.ts';

/** What is under way in the process, and whether it wants more of it. */
export class Standing {
  readonly lag = new LoopLag();
  readonly bodies = new Bodies();
  readonly #answering = new Set<ServerResponse>();
  #operations = 0;
  #draining = false;

  /** Whether the service should be sent requests. */
  get ready(): boolean {
    return !this.#draining && !this.lag.lagging;
  }

  /** Follows a response until it is sent or its client has left; once the service is on its way out, it ends its connection. */
  follow(response: ServerResponse): void {
    this.#answering.add(response);
    response.once('close', () => this.#answering.delete(response));
    if (this.#draining) response.setHeader('connection', 'close');
  }

  /** Counts an operation in until its response is closed, if it is not yet; false where there are as many as may be. */
  enter(response: ServerResponse): boolean {
    if (this.#operations >= limits.activeOperations) return false;
    if (response.closed) return true;
    this.#operations += 1;
    response.once('close', () => {
      this.#operations -= 1;
    });
    return true;
  }

  /** From now on the service is not ready, and every answer ends its connection. */
  drain(): void {
    this.#draining = true;
    for (const response of this.#answering) {
      if (!response.headersSent) response.setHeader('connection', 'close');
    }
  }
}
