import type { Call, Caller, Query, Reply } from './http/call.ts';
import { badInput, badResponse, CodedError, outcomeUnknown } from './http/coded-error.ts';
import type { Gateway } from './http/index.ts';
import { type Links, parseLinkHeader } from './http/link-header.ts';
import { fillPath, type Segments } from './http/path.ts';
import { isQueryTimeout, jsonOf, refusal } from './http/refusal.ts';
import { refused } from './http/refused.ts';
import { limits } from './limits.ts';
import { admittedFor, type Operation } from './operation.ts';
import { isOutOfReach, notThere } from './reach.ts';

/** A read before it is a call. */
export type Read = {
  readonly family: string;
  readonly template: string;
  readonly segments: Segments;
  readonly query?: Query;
  /** Response path without list indexes, for admission. */
  readonly level: string;
  readonly plane?: 'data' | 'control';
};

/** A write before it is a call. */
export type Write = {
  readonly family: string;
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly template: string;
  readonly segments: Segments;
  readonly query?: Query;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly plane?: 'data' | 'control';
};

/** What a successful write brought; `json` is undefined where the answer had none. */
export type Written = { readonly status: number; readonly json: unknown };

/** What a successful read brought. */
export type Answer = {
  readonly json: unknown;
  readonly links: Links;
  /** `X-Hits`, where sent. */
  readonly hits: number | null;
};

const isSuccess = (reply: Reply): boolean => reply.status >= 200 && reply.status < 300;

/** Told whether the linked account that calls travel through answers at all. */
export type Door = { prove(): void; disprove(): void };

/** The upstream as one caller sees it within one operation: admits, sends, counts, and turns refusals into errors. */
export class Api {
  readonly gateway: Gateway;
  readonly caller: Caller;
  readonly operation: Operation;
  readonly #door: Door | null;

  constructor(gateway: Gateway, caller: Caller, operation: Operation, door: Door | null = null) {
    this.gateway = gateway;
    this.caller = caller;
    this.operation = operation;
    this.#door = door;
  }

  /** How many writes its credential has made: what was read in an earlier generation may be stale. */
  get generation(): number {
    return this.gateway.generations.of(this.caller);
  }

  /** Whether what is read now may be kept: not while it is unknown what a write has done. */
  get trusted(): boolean {
    return this.gateway.generations.trusts(this.caller);
  }

  /** The same upstream for the same caller, on the bill of another operation. */
  paidBy(operation: Operation): Api {
    return new Api(this.gateway, this.caller, operation, this.#door);
  }

  /** The same, for work that was admitted for so many calls. */
  admittedFor(calls: number): Api {
    const { operation } = this;
    // The deadline of a shared operation is a getter of its class, which a spread leaves behind.
    return this.paidBy({ ...operation, deadline: operation.deadline, admit: admittedFor(operation, calls) });
  }

  /** Takes in an error that a call made for several operations came to. */
  heard(error: unknown): void {
    if (error instanceof CodedError && error.code === 'LINKED_ACCOUNT_NOT_FOUND') this.#door?.disprove();
  }

  /**
   * Sends a write, at most once. Admission does not stand before it: a mutation whose writes are over the ceiling never starts.
   * @throws Refused for what Sentry refuses of it, nothing having changed; CodedError for everything else, with the outcome
   * `UNKNOWN` where it may have been carried out.
   */
  async write({ family, method, template, segments, query = [], body, plane = 'data' }: Write): Promise<Written> {
    const { operation, caller } = this;
    const path = fillPath(template, segments);
    const { level } = operation;
    const call = { family, method, plane, template, path, query, body, level, attempt: 0, caller, operation };
    return this.#follow(call, (reply) => {
      if (isSuccess(reply)) return { status: reply.status, json: jsonOf(reply) };
      const error = refusal(call, reply);
      const isUnknown = reply.status >= 500 || isQueryTimeout(reply);
      throw refused(call, reply) ?? (isUnknown ? outcomeUnknown(error) : error);
    });
  }

  /**
   * Sends a GET.
   * @throws CodedError for every answer outside 2xx, for an answer without JSON, and for what cannot be sent.
   */
  async get(read: Read): Promise<Answer> {
    const { family, template, level, query = [], plane = 'data' } = read;
    const path = fillPath(template, read.segments);
    if (!query.every(([, value]) => value.isWellFormed())) {
      throw badInput('An argument holds half of a UTF-16 surrogate pair, which is no character: leave it out.');
    }
    if (
      query.reduce((length, [name, value]) => length + name.length + encodeURIComponent(value).length + 2, 0) >
      limits.queryBytes
    ) {
      throw badInput(
        `The arguments come to an address of more than ${limits.queryBytes} bytes, which no server reads: shorten them.`,
      );
    }
    const { operation, caller } = this;
    const admitted = operation.admit(level);
    if (admitted) await admitted;
    const call = { family, method: 'GET' as const, plane, template, path, query, level, attempt: 0, caller, operation };
    return this.#follow(call, (reply) => {
      if (!isSuccess(reply)) throw refusal(call, reply);
      if (!reply.body || !('json' in reply.body))
        throw badResponse('The upstream answered with something that is no JSON.');
      const hits = Number(reply.headers.get('x-hits') ?? Number.NaN);
      return {
        json: reply.body.json,
        links: parseLinkHeader(reply.headers.get('link')),
        hits: Number.isSafeInteger(hits) && hits >= 0 ? hits : null,
      };
    });
  }

  /**
   * Sends a call and reads its reply; tells the linked account and the log what came of it. A path that lies in an organization
   * out of the client's reach is not sent: its answer is that of one that is not there.
   */
  async #follow<T>(call: Call, read: (reply: Reply) => T): Promise<T> {
    if (isOutOfReach(call)) return read(notThere);
    try {
      const reply = await this.gateway.send(call);
      if (isSuccess(reply) && call.plane === 'data') this.#door?.prove();
      return read(reply);
    } catch (error) {
      if (error instanceof CodedError) {
        this.heard(error);
        this.gateway.onFailure?.(call, error);
      }
      throw error;
    }
  }
}
