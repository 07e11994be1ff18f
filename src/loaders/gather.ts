import type { Api } from '../gateway/api.ts';
import { Cost, type Saving } from '../gateway/cost.ts';
import { callerText } from '../gateway/http/call.ts';
import { CodedError } from '../gateway/http/coded-error.ts';
import type { Gateway } from '../gateway/http/index.ts';
import { type Key, keyText } from '../gateway/keys.ts';
import { limits } from '../gateway/limits.ts';
import type { Operation } from '../gateway/operation.ts';
import type { Row } from '../gateway/read.ts';
import { Sharing } from '../gateway/sharing.ts';
import { asError, type Batch, type Found, type Load, partText, type Wanted } from './batch.ts';

/** Decides how to bring what is wanted in the fewest calls, for whatever operation pays them. */
export type BatchFor<K> = (api: Api) => Batch<K>;

/** The calls of one batch, put on the bill of the operation that opened it as they are made. */
class Bill extends Cost {
  readonly #payer: Cost;

  constructor(payer: Cost) {
    super();
    this.#payer = payer;
  }

  override called(family: string): void {
    super.called(family);
    this.#payer.called(family);
  }

  override retried(): void {
    super.retried();
    this.#payer.retried();
  }

  override saved(how: Saving, count?: number): void {
    this.#payer.saved(how, count);
  }

  override waits(): () => void {
    return this.#payer.waits();
  }

  override aged(milliseconds: number): void {
    this.#payer.aged(milliseconds);
  }
}

type Ask<K> = {
  readonly api: Api;
  readonly key: K;
  readonly text: string;
  readonly part: string;
  readonly level: string;
  readonly resolve: (row: Promise<Row>) => void;
};

/**
 * Keys of one kind that one caller asks for, by whatever operation. The first leaves after one turn of the loop; while a batch is
 * under way further ones gather, and leave together when it is done or after `limits.gather`, whichever comes first.
 */
class Gathering<K extends Key> {
  readonly #batchFor: BatchFor<K>;
  #asks: Ask<K>[] = [];
  #underWay = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(batchFor: BatchFor<K>) {
    this.#batchFor = batchFor;
  }

  get idle(): boolean {
    return this.#asks.length === 0 && this.#underWay === 0;
  }

  ask(api: Api, key: K, part: string, level: string): Promise<Row> {
    return new Promise((resolve) => {
      this.#asks.push({ api, key, text: keyText(key), part, level, resolve });
      if (this.#asks.length > 1) return;
      if (this.#underWay === 0) setImmediate(() => this.#leave());
      else this.#timer = setTimeout(() => this.#leave(), limits.gather);
    });
  }

  #leave(): void {
    clearTimeout(this.#timer);
    const asks = this.#asks;
    this.#asks = [];
    // An operation that has left takes its unsent keys with it.
    const alive = asks.filter(({ api }) => !api.operation.signal.aborted);
    const opener = (alive[0] ?? asks[0])?.api;
    if (!opener) return;
    const bill = new Bill(opener.operation.cost);
    const bypass = alive.some(({ api }) => api.operation.bypass);
    const sharing = new Sharing(opener.operation, { cost: bill, bypass, admit: () => {} });
    const found = this.#read(opener.paidBy(sharing.operation), bill, alive);
    for (const ask of asks) {
      const row = found.then((rows) => {
        const answer = rows.get(partText(ask.text, ask.part)) ?? rows.get(ask.text);
        if (answer instanceof Error) ask.api.heard(answer);
        if (!answer) throw new CodedError('NOT_FOUND', 'It does not exist.');
        if (answer instanceof Error) throw answer;
        return answer;
      });
      ask.resolve(sharing.wait(ask.api.operation, row));
    }
  }

  async #read(api: Api, bill: Bill, asks: readonly Ask<K>[]): Promise<Found> {
    const wanted = new Map<string, { key: K; text: string; parts: Set<string> }>();
    const keysOf = new Map<Operation, Set<string>>();
    for (const { api: asking, key, text, part } of asks) {
      const item = wanted.get(text) ?? { key, text, parts: new Set<string>() };
      wanted.set(text, item);
      item.parts.add(part);
      keysOf.set(asking.operation, (keysOf.get(asking.operation) ?? new Set()).add(text));
    }
    this.#underWay += 1;
    try {
      const items: readonly Wanted<K>[] = [...wanted.values()];
      const found = await this.#batchFor(api)(items, asks[0]?.level ?? '');
      const { calls } = bill.report();
      const [payer] = keysOf.keys();
      for (const [operation, keys] of keysOf) {
        const paid = operation === payer ? calls : 0;
        operation.cost.saved('batch', Math.max(0, keys.size - paid));
      }
      return found;
    } catch (error) {
      return new Map([...wanted.keys()].map((text) => [text, asError(error)]));
    } finally {
      this.#underWay -= 1;
      if (this.#underWay === 0 && this.#asks.length > 0) this.#leave();
    }
  }
}

/** Loads keys of a kind in batches that all operations of one caller share; never across callers. */
export const gathered = <K extends Key>(batchFor: BatchFor<K>): ((api: Api) => Load<K>) => {
  const byGateway = new WeakMap<Gateway, Map<string, Gathering<K>>>();
  return (api) => async (key, part, level) => {
    const gatherings = byGateway.get(api.gateway) ?? new Map<string, Gathering<K>>();
    byGateway.set(api.gateway, gatherings);
    const caller = callerText(api.caller);
    const gathering = gatherings.get(caller) ?? new Gathering(batchFor);
    gatherings.set(caller, gathering);
    try {
      return await gathering.ask(api, key, part, level);
    } finally {
      if (gathering.idle) gatherings.delete(caller);
    }
  };
};
