import type { Cost } from '../cost.ts';
import { limits } from '../limits.ts';
import { Block } from './block.ts';
import type { Call, Reply } from './call.ts';
import type { Endpoint, Sent } from './endpoint.ts';
import { Endpoints } from './endpoints.ts';
import { InFlight } from './in-flight.ts';
import type { Awaited } from './look-ahead.ts';
import type { Places } from './places.ts';
import { limiterOf, retryAfterOf } from './refusal.ts';
import { type Reserved, type SharedBudget, SharedWindow } from './shared-window.ts';
import { SlidingWindow } from './sliding-window.ts';

/** What one credential may send: its rate, its calls in flight, what 429 answers forbid, and Sentry's limits on endpoints. */
export class Allowance {
  readonly window: SlidingWindow | SharedWindow;
  readonly block = new Block('MATON');
  readonly endpoints = new Endpoints();
  readonly #shared: SharedWindow | null;
  readonly #places: Places;
  readonly #inFlight = new InFlight();
  #atOnce: number = limits.inFlightPerCredential;

  constructor(callsPerSecond: number, places: Places, shared?: SharedBudget) {
    this.#shared = shared ? new SharedWindow(callsPerSecond, shared) : null;
    this.window = this.#shared ?? new SlidingWindow({ calls: callsPerSecond, window: 1_000 });
    this.#places = places;
  }

  /** Whether other replicas send within the same budget, so that places have to be reserved. */
  get isShared(): boolean {
    return this.#shared !== null;
  }

  /** Whether nothing is under way, counted or forbidden. */
  isIdle(now: number): boolean {
    return this.#inFlight.total === 0 && this.resetsIn(now) === 0 && this.endpoints.isIdle(now);
  }

  /** Whether the credential may start any call; where the process alone has no place for it, `waiting` is called later. */
  hasRoom(now: number, waiting: Parameters<Places['await']>[0]): boolean {
    if (this.#inFlight.total >= this.#atOnce || this.opensIn(now) > 0 || this.block.room(now) === 0) return false;
    if (this.#places.free > 0) return true;
    this.#places.await(waiting);
    return false;
  }

  /** Whether endpoint and operation have room for a call. */
  takes({ operation }: Call, endpoint: Endpoint, now: number): boolean {
    return endpoint.isOpen(now) && this.#inFlight.of(operation.cost) < limits.inFlightPerOperation;
  }

  /** How many of these calls could start now if the rate allowed. */
  ready(calls: Iterable<Awaited>, now: number): number {
    const places = Math.min(this.#atOnce - this.#inFlight.total, this.#places.free, this.block.room(now));
    const endpoints = new Map<Endpoint, number>();
    const bills = new Map<Cost, number>();
    let ready = 0;
    for (const { call, endpoint } of calls) {
      const bill = call.operation.cost;
      const there = endpoints.get(endpoint) ?? endpoint.room(now);
      const onBill = bills.get(bill) ?? limits.inFlightPerOperation - this.#inFlight.of(bill);
      if (ready >= places) break;
      if (there <= 0 || onBill <= 0) continue;
      endpoints.set(endpoint, there - 1);
      bills.set(bill, onBill - 1);
      ready += 1;
    }
    return ready;
  }

  /** Takes places among all replicas for calls that are ready; null where this one is left to itself. */
  async reserve(ready: number): Promise<Reserved | null> {
    const reserved = (await this.#shared?.reserve(ready)) ?? null;
    for (const { endpoint, left, clearIn } of reserved?.blocks ?? []) {
      const block = endpoint === '' ? this.block : this.endpoints.withDigest(endpoint)?.block;
      block?.extend(clearIn, performance.now(), left);
    }
    return reserved;
  }

  /** A call goes out. Gives what its answer is learnt with. */
  begin({ operation }: Call, endpoint: Endpoint): Sent {
    const now = performance.now();
    this.window.start(now);
    this.#places.take();
    this.#inFlight.begin(operation.cost);
    const sent = endpoint.start(now);
    this.block.start(sent);
    endpoint.block.start(sent);
    return sent;
  }

  /** It has come back, or never will. */
  end({ operation }: Call, endpoint: Endpoint, sent: Sent): void {
    this.#inFlight.end(operation.cost);
    this.block.end(sent);
    endpoint.block.end(sent);
    endpoint.end();
    this.#places.leave();
  }

  /**
   * Takes in limits and refusals: a 429 blocks its endpoint where it is Sentry's, the whole credential where it is Maton's.
   * Gives whether an answer said any.
   */
  learn(endpoint: Endpoint, reply: Reply, sent: Sent): boolean {
    const now = performance.now();
    const told = endpoint.learn(reply, sent, now);
    if (told) this.#atOnce = this.endpoints.atOnce;
    const refusing = reply.status === 429 ? (limiterOf(reply) === 'SENTRY' ? endpoint.block : this.block) : null;
    for (const block of [this.block, endpoint.block]) if (block !== refusing) block.pass(sent);
    if (!refusing) return told;
    refusing.extend(retryAfterOf(reply) * 1_000, now);
    this.#shared?.budget.block({
      endpoint: refusing === endpoint.block ? endpoint.digest : '',
      left: refusing.left(now),
      clearIn: refusing.clearIn(now),
    });
    return true;
  }

  /** Milliseconds until a call could start, places in flight and endpoints aside. */
  opensIn(now: number): number {
    return Math.max(this.window.opensIn(0, now), this.block.left(now));
  }

  /** Milliseconds until all of the rate is there again. */
  resetsIn(now: number): number {
    return Math.max(this.window.resetsIn(now), this.block.left(now));
  }
}
