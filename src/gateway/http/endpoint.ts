import { createHash } from 'node:crypto';
import { limits } from '../limits.ts';
import { Block } from './block.ts';
import type { Call, Reply } from './call.ts';
import { type LimitHeaders, limitHeadersOf } from './limit-headers.ts';
import { SlidingWindow, type WindowRule } from './sliding-window.ts';

type EndpointRule = WindowRule & { readonly atOnce?: number };

const perSecond = (calls: number): EndpointRule => ({ calls, window: 1_000 });

/** What Sentry allows a user on its tighter endpoints (`rate_limits` of their classes). */
const rules: ReadonlyMap<string, EndpointRule> = new Map([
  ['GET issue', perSecond(5)],
  ['PUT issue', perSecond(5)],
  ['DELETE issue', { calls: 5, window: 5_000 }],
  ['GET issue.event', perSecond(15)],
  ['GET project.event', perSecond(5)],
  ['GET project.events', { calls: 60, window: 60_000, atOnce: 1 }],
]);

/** The latest headers of an endpoint, and when they came, as a number of `Date`. */
export type Observed = { readonly family: string; readonly headers: LimitHeaders; readonly at: number };

/** A call that went out: when, and as which one of its endpoint. */
export type Sent = { readonly at: number; readonly number: number };

/** Calls in flight that a limit of Sentry's leaves to us: some places are other people's. */
const shareOf = (concurrentLimit: number): number => Math.max(1, concurrentLimit - limits.concurrencyMargin);

/**
 * Families that Sentry may count by themselves, for their classes have `rate_limits` of their own; whether the issue list's still
 * has depends on the build. All others share one bucket a method, which Sentry calls "default".
 */
const apart: ReadonlySet<string> = new Set([
  'issue',
  'issue.event',
  'project.event',
  'project.events',
  'organization.issues',
  'organization.events',
  'organization.releases',
  'organization.members',
]);

/** The family that Sentry counts a call under. An issue's two paths lead to one endpoint; Maton counts its own planes. */
const bucketOf = ({ family, plane }: Call): string => {
  const name = family === 'issue.bare' ? 'issue' : family;
  return apart.has(name) || plane === 'control' ? name : 'default';
};

/** What Sentry counts as one: calls of one bucket and method through one account. */
const endpointOf = (call: Call): string => `${call.method} ${bucketOf(call)}`;

/** An endpoint and the account it is asked through, as one text. */
export const endpointText = (call: Call): string => `${endpointOf(call)} ${call.caller.account ?? ''}`;

/** Sentry's limits on one endpoint through one account: the documented ones, and what its answers say. */
export class Endpoint {
  readonly account: string | null;
  readonly #text: string;
  readonly block = new Block('SENTRY');
  readonly #family: string;
  readonly #rule: EndpointRule | undefined;
  readonly #window: SlidingWindow | undefined;
  #active = 0;
  #started = 0;
  /**
   * Sentry's window as the latest call's answer tells: its name, which call that was, its end by our clock, the calls left in it.
   */
  #told = { reset: 0, number: 0, until: 0, left: 0 };
  #observed: Observed | null = null;

  constructor(call: Call) {
    this.account = call.caller.account;
    this.#text = endpointText(call);
    this.#family = bucketOf(call);
    this.#rule = rules.get(endpointOf(call));
    this.#window = this.#rule && new SlidingWindow(this.#rule);
  }

  /** Names it to other replicas; holds no account. */
  get digest(): string {
    return createHash('sha256').update(this.#text).digest('hex').slice(0, 32);
  }

  get observed(): Observed | null {
    return this.#observed;
  }

  /** Calls in flight that the credential may have in all because of it; one with limits of its own holds back itself alone. */
  get atOnceForAll(): number {
    const limit = this.#observed?.headers.concurrentLimit ?? null;
    return this.#rule || limit === null ? limits.inFlightPerCredential : shareOf(limit);
  }

  /** Whether nothing is under way, counted or forbidden. */
  isIdle(now: number): boolean {
    const counted = Math.max(this.#window?.resetsIn(now) ?? 0, this.block.left(now), this.#told.until - now);
    return this.#active === 0 && counted <= 0;
  }

  /** Whether a call may start now. */
  isOpen(now: number): boolean {
    return this.room(now) > 0;
  }

  /** Calls that may start now. */
  room(now: number): number {
    const limit = this.#observed?.headers.concurrentLimit ?? null;
    return Math.min(
      this.block.room(now),
      (this.#rule?.atOnce ?? Number.POSITIVE_INFINITY) - this.#active,
      limit === null ? Number.POSITIVE_INFINITY : shareOf(limit) - this.#active,
      this.#told.until > now ? this.#told.left : Number.POSITIVE_INFINITY,
      this.#window?.free(now) ?? Number.POSITIVE_INFINITY,
    );
  }

  /**
   * Milliseconds until a call could start that lets `ahead` others of this endpoint go first; places in flight are not foreseen.
   */
  opensIn(ahead: number, now: number): number {
    const told = ahead < this.#told.left ? 0 : Math.max(0, this.#told.until - now);
    return Math.max(told, this.block.left(now), this.#window?.opensIn(ahead, now) ?? 0);
  }

  /** A call goes out. Gives what its answer is learnt with. */
  start(now: number): Sent {
    this.#window?.start(now);
    this.#active += 1;
    this.#started += 1;
    this.#told.left -= 1;
    return { at: now, number: this.#started };
  }

  end(): void {
    this.#active -= 1;
  }

  /** Takes in what an answer says about the limits. Gives whether it said anything. */
  learn(reply: Reply, sent: Sent, now: number): boolean {
    const headers = limitHeadersOf(reply);
    if (!headers) return false;
    this.#observed = { family: this.#family, headers, at: Date.now() };
    const { reset, resetsIn, remaining } = headers;
    if (reset === null || resetsIn === null || remaining === null) return true;
    const isSame = reset === this.#told.reset;
    const isOld = isSame ? sent.number < this.#told.number : reset < this.#told.reset && now < this.#told.until;
    if (isOld) return true;
    // `Date` has whole seconds: of several readings the earliest end is the truest, and none is later than a whole window.
    const until = Math.min(now + resetsIn, this.#rule ? sent.at + this.#rule.window : Number.POSITIVE_INFINITY);
    this.#told = {
      reset,
      number: sent.number,
      until: isSame ? Math.min(until, this.#told.until) : until,
      left: remaining - (this.#started - sent.number),
    };
    return true;
  }
}
