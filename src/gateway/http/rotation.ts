import { limits } from '../limits.ts';

/** Whose turn it is: clients take turns, who was served longest ago first, and the calls of one go in order of arrival. */
export class Rotation {
  readonly #served = new Map<string, number>();
  #turns = 0;

  /** A client has had its turn. */
  served(client: string): void {
    this.#turns += 1;
    this.#served.delete(client);
    this.#served.set(client, this.#turns);
    // Whoever was served before a thousand others comes first anyway.
    for (const oldest of this.#served.keys()) {
      if (this.#served.size <= limits.servedClients) return;
      this.#served.delete(oldest);
    }
  }

  /** The call whose turn is next among those that are ready, with the client whose turn it takes. */
  next<T>(
    calls: Iterable<T>,
    clientsOf: (call: T) => readonly string[],
    isReady: (call: T) => boolean,
  ): readonly [T, string] | undefined {
    let next: readonly [T, string] | undefined;
    let first = Number.POSITIVE_INFINITY;
    for (const call of calls) {
      for (const client of clientsOf(call)) {
        const turn = this.#turnOf(client);
        if (turn >= first || !isReady(call)) continue;
        next = [call, client];
        first = turn;
      }
    }
    return next;
  }

  /**
   * Calls in the order of their turns, each with the client whose turn it takes. `calls` come in order of arrival; one of
   * several clients takes the first turn that any of them has.
   */
  *order<T extends object>(
    calls: Iterable<T>,
    clientsOf: (call: T) => readonly string[],
  ): Generator<readonly [T, string]> {
    const lines = new Map<string, T[]>();
    for (const call of calls) {
      for (const client of clientsOf(call)) {
        const line = lines.get(client);
        if (line) line.push(call);
        else lines.set(client, [call]);
      }
    }
    const clients = [...lines.keys()].sort((a, b) => this.#turnOf(a) - this.#turnOf(b));
    const gone = new Set<T>();
    const rounds = clients.map((client) => [client, lines.get(client) ?? []] as const);
    for (let left = true; left; ) {
      left = false;
      for (const [client, line] of rounds) {
        let call = line.shift();
        while (call && gone.has(call)) call = line.shift();
        if (!call) continue;
        left = true;
        gone.add(call);
        yield [call, client];
      }
    }
  }
  #turnOf(client: string): number {
    return this.#served.get(client) ?? 0;
  }
}
