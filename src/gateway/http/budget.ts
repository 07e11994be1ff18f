import { operationOver } from '../operation.ts';
import { Allowance } from './allowance.ts';
import type { Call, Reply, Send } from './call.ts';
import type { CodedError } from './coded-error.ts';
import type { Endpoint, Observed } from './endpoint.ts';
import { type Awaited, hopeless, mayBeHopeless, rateLimited } from './look-ahead.ts';
import type { Places } from './places.ts';
import { Rotation } from './rotation.ts';
import type { SharedBudget } from './shared-window.ts';

type Waiting = Awaited & { start(): void; refuse(error: CodedError): void };

/** What is left of a budget; times are milliseconds from now. */
export type BudgetState = {
  readonly limit: number;
  readonly remaining: number;
  readonly resetsIn: number;
  readonly waiting: number;
  /** Sentry's limits on the endpoints of one account. */
  readonly endpoints: readonly Observed[];
};

const clientsOf = ({ call: { operation } }: Waiting): readonly string[] => operation.clients?.() ?? [operation.client];

/** The calls of one credential: which goes out next, which wait for their turn, and which need not wait for it. */
export class Budget {
  readonly #limit: number;
  readonly #allowance: Allowance;
  readonly #rotation = new Rotation();
  readonly #waiting = new Set<Waiting>();
  #timer: NodeJS.Timeout | undefined;
  #isReserving = false;

  constructor(callsPerSecond: number, places: Places, shared?: SharedBudget) {
    this.#limit = callsPerSecond;
    this.#allowance = new Allowance(callsPerSecond, places, shared);
  }

  /** Whether nothing runs, waits, is counted or is forbidden. */
  get isIdle(): boolean {
    return this.#waiting.size === 0 && this.#allowance.isIdle(performance.now());
  }

  /** What is left of it, with the endpoints of one account. */
  state(account: string | null): BudgetState {
    const now = performance.now();
    const { window, block, endpoints } = this.#allowance;
    return {
      limit: this.#limit,
      remaining: block.left(now) > 0 ? 0 : window.free(now),
      resetsIn: this.#allowance.resetsIn(now),
      waiting: this.#waiting.size,
      endpoints: endpoints.observed(account),
    };
  }

  /**
   * Sends a call when its turn has come.
   * @throws CodedError `RATE_LIMITED` as soon as it is clear that the turn would come after the operation's deadline.
   */
  send(call: Call, next: Send): Promise<Reply> {
    const { operation } = call;
    const since = performance.now();
    if (operation.signal.aborted || since >= operation.deadline) return Promise.reject(operationOver(operation));
    const endpoint = this.#allowance.endpoints.of(call, since);
    return new Promise((resolve, reject) => {
      const proceed = operation.cost.waits();
      const leave = (): void => {
        this.#waiting.delete(waiting);
        operation.signal.removeEventListener('abort', over);
        proceed();
      };
      const waiting: Waiting = {
        call,
        endpoint,
        start: () => {
          leave();
          resolve(this.#run({ ...call, waited: performance.now() - since }, endpoint, next));
        },
        refuse: (error) => {
          leave();
          reject(error);
        },
      };
      const over = (): void => waiting.refuse(this.#expired(waiting));
      this.#waiting.add(waiting);
      this.advance();
      if (!this.#waiting.has(waiting)) return;
      operation.signal.addEventListener('abort', over, { once: true });
      this.#refuseHopeless();
    });
  }

  /** Lets go whoever may, and looks again when a window or a block opens that something waits for. */
  advance(): void {
    const now = performance.now();
    if (this.#allowance.isShared) void this.#reserve(now);
    else this.#letGo(now);
    clearTimeout(this.#timer);
    const wait = this.#nextIn(now);
    if (wait < Number.POSITIVE_INFINITY) this.#timer = setTimeout(() => this.advance(), Math.max(1, wait));
  }

  /** Starts those of which places are reserved among all replicas. Whose turn it is shows when they are. */
  async #reserve(since: number): Promise<void> {
    if (this.#isReserving || this.#waiting.size === 0 || !this.#allowance.hasRoom(since, this)) return;
    const ready = this.#allowance.ready(this.#waiting, since);
    if (ready === 0) return;
    this.#isReserving = true;
    const reserved = await this.#allowance.reserve(ready);
    this.#isReserving = false;
    const left = this.#letGo(performance.now(), reserved?.places);
    reserved?.settle(left);
    this.advance();
    this.#refuseHopeless();
  }

  /** Starts the calls that may start, `most` at most, in the order of their turns. Gives how many they were. */
  #letGo(now: number, most = Number.POSITIVE_INFINITY): number {
    let left = 0;
    while (left < most && this.#waiting.size > 0 && this.#allowance.hasRoom(now, this)) {
      const next = this.#rotation.next(this.#waiting, clientsOf, ({ call, endpoint }) =>
        this.#allowance.takes(call, endpoint, now),
      );
      if (!next) break;
      this.#rotation.served(next[1]);
      next[0].start();
      left += 1;
    }
    return left;
  }

  async #run(call: Call, endpoint: Endpoint, next: Send): Promise<Reply> {
    const sent = this.#allowance.begin(call, endpoint);
    try {
      const reply = await next(call);
      if (this.#allowance.learn(endpoint, reply, sent)) this.#refuseHopeless();
      return reply;
    } finally {
      this.#allowance.end(call, endpoint, sent);
      this.advance();
    }
  }

  #refuseHopeless(): void {
    const now = performance.now();
    if (!mayBeHopeless(this.#waiting, this.#allowance, now)) return;
    const inOrder = [...this.#rotation.order(this.#waiting, clientsOf)].map(([waiting]) => waiting);
    for (const [waiting, error] of hopeless(inOrder, this.#allowance, now)) waiting.refuse(error);
  }

  /** The error of a call whose operation ended before its turn: of the budget, if that was what it waited for. */
  #expired({ call, endpoint }: Waiting): CodedError {
    const now = performance.now();
    const wait = Math.max(this.#allowance.opensIn(now), endpoint.opensIn(0, now));
    if ((wait === 0 && !this.#isReserving) || call.operation.signal.reason !== 'deadline')
      return operationOver(call.operation);
    return rateLimited(Math.max(wait, this.#allowance.window.opensIn(this.#waiting.size - 1, now)));
  }

  /** Milliseconds until something opens that is waited for; Infinity where nothing but places in flight is missing. */
  #nextIn(now: number): number {
    if (this.#waiting.size === 0) return Number.POSITIVE_INFINITY;
    const shared = this.#allowance.opensIn(now);
    if (shared > 0) return shared;
    const endpoints = new Set([...this.#waiting].map(({ endpoint }) => endpoint));
    return Math.min(...[...endpoints].map((endpoint) => endpoint.opensIn(0, now) || Number.POSITIVE_INFINITY));
  }
}
