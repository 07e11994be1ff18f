import type { Api } from '../gateway/api.ts';
import { Cost, type Saving } from '../gateway/cost.ts';
import type { Gateway } from '../gateway/http/index.ts';
import { type Key, keyText } from '../gateway/keys.ts';
import { limits } from '../gateway/limits.ts';
import { admittedFor, type Operation, operationOver } from '../gateway/operation.ts';
import { reachText } from '../gateway/reach.ts';
import type { Row } from '../gateway/read.ts';
import { Sharing } from '../gateway/sharing.ts';
import { asError, type Batch, type Found, foundFor, type Loading, type Tell } from './batch.ts';
import { type CallsFor, type Item, KeyBundle, wantedOf } from './bundle.ts';
import { EarlyRows } from './early-rows.ts';

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

  override saved(how: Saving, count = 1): void {
    super.saved(how, count);
    this.#payer.saved(how, count);
  }

  /** Calls that were made, or answered otherwise and counted as that. */
  get spent(): number {
    const { calls, saved } = this.report();
    return calls + saved.cache + saved.flight;
  }

  override waits(): () => void {
    return this.#payer.waits();
  }

  override aged(milliseconds: number): void {
    this.#payer.aged(milliseconds);
  }
}

type Ask<K> = Item<K> & {
  readonly api: Api;
  readonly level: string;
  readonly resolve: (row: Promise<Row>) => void;
};

/**
 * Keys of one kind that one caller asks for, by whatever operation. The first leaves after one turn of the loop; while a batch is
 * under way further ones gather, and leave together when it is done or after `limits.gather`, whichever comes first.
 */
class Gathering<K extends Key> {
  readonly #kind: string;
  readonly #batchFor: BatchFor<K>;
  readonly #callsFor: CallsFor<K>;
  readonly #whenIdle: () => void;
  /** The keys that leave next. */
  #bundle: KeyBundle<K>;
  #asks: Ask<K>[] = [];
  /** Keys that wait to be admitted. */
  #held = 0;
  #underWay = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(kind: string, batchFor: BatchFor<K>, callsFor: CallsFor<K>, whenIdle: () => void) {
    this.#kind = kind;
    this.#batchFor = batchFor;
    this.#callsFor = callsFor;
    this.#whenIdle = whenIdle;
    this.#bundle = new KeyBundle(callsFor);
  }

  /** Admits a key's part, which joins the keys that leave next as soon as it is. */
  admit({ operation }: Api, item: Item<K>, level: string): Promise<void> | undefined {
    const admitted = operation.admit(level, { bundle: () => this.#bundle, item });
    return admitted && this.#hold(admitted);
  }

  async #hold(admitted: Promise<void>): Promise<void> {
    this.#held += 1;
    try {
      await admitted;
    } finally {
      this.#held -= 1;
      // Whoever was admitted asks in this turn of the loop.
      setImmediate(() => this.#settled());
    }
  }

  /** Brings an admitted key's part. */
  load(api: Api, item: Item<K>, level: string): Promise<Row> {
    return new Promise((resolve) => {
      this.#asks.push({ ...item, api, level, resolve });
      if (this.#asks.length > 1) return;
      if (this.#underWay === 0) setImmediate(() => this.#leave());
      else this.#timer = setTimeout(() => this.#leave(), limits.gather);
    });
  }

  #leave(): void {
    clearTimeout(this.#timer);
    const asks = this.#asks;
    this.#asks = [];
    this.#bundle = new KeyBundle(this.#callsFor);
    // An operation that has left takes its unsent keys with it.
    const alive = asks.filter(({ api }) => !api.operation.signal.aborted);
    for (const { api, resolve } of asks) {
      if (api.operation.signal.aborted) resolve(Promise.reject(operationOver(api.operation)));
    }
    const [opener] = alive;
    if (!opener) {
      this.#settled();
      return;
    }
    const bill = new Bill(opener.api.operation.cost);
    const bypass = alive.some(({ api }) => api.operation.bypass);
    const keys = new Set(alive.map(({ text }) => text)).size;
    const span = opener.api.operation.span?.child(`batch ${this.#kind}`, { 'sentry_graph.batch.keys': keys });
    const sharing = new Sharing(opener.api.operation, {
      cost: bill,
      bypass,
      admit: admittedFor(opener.api.operation, this.#callsFor(wantedOf(alive))),
      ...(span && { span }),
    });
    opener.api.gateway.onBatch?.(this.#kind, keys);
    this.#underWay += 1;
    // The call goes out once all wait for it: until then it would be due when its opener is.
    const early = new EarlyRows();
    const found = Promise.resolve()
      .then(() => this.#read(opener.api.paidBy(sharing.operation), bill, alive, early.tell))
      .finally(() => {
        early.end();
        span?.end();
      });
    for (const ask of alive) {
      const holding = Promise.race([found, early.holding(ask.text, ask.part)]);
      ask.resolve(sharing.wait(ask.api.operation, this.#answer(ask, holding)));
    }
  }

  async #answer({ api, text, part }: Ask<K>, found: Promise<Found>): Promise<Row> {
    const answer = foundFor(await found, text, part);
    if (answer instanceof Error) {
      api.heard(answer);
      throw answer;
    }
    return answer;
  }

  async #read(api: Api, bill: Bill, asks: readonly Ask<K>[], tell: Tell): Promise<Found> {
    const keysOf = new Map<Operation, Set<string>>();
    for (const { api: asking, text } of asks) {
      keysOf.set(asking.operation, (keysOf.get(asking.operation) ?? new Set()).add(text));
    }
    try {
      const found = await this.#batchFor(api)(wantedOf(asks), asks[0]?.level ?? '', tell);
      const [payer] = keysOf.keys();
      for (const [operation, keys] of keysOf) {
        operation.cost.saved('batch', Math.max(0, keys.size - (operation === payer ? bill.spent : 0)));
      }
      return found;
    } catch (error) {
      return new Map(asks.map(({ text }) => [text, asError(error)]));
    } finally {
      this.#underWay -= 1;
      if (this.#underWay === 0 && this.#asks.length > 0) this.#leave();
      this.#settled();
    }
  }

  #settled(): void {
    if (this.#asks.length === 0 && this.#underWay === 0 && this.#held === 0) this.#whenIdle();
  }
}

/** What gathers together: the keys of a caller and of what its client may reach, unless the bench leaves that out. */
const scopeOf = ({ gateway: { without }, caller, operation }: Api, text: string): string => {
  if (without?.has('batch')) return `${reachText(caller)} ${operation.id} ${text}`;
  return without?.has('gather') ? `${reachText(caller)} ${operation.id}` : reachText(caller);
};

/**
 * Loads keys of a kind, such as `Team`, in batches that all operations of one caller share; never across callers or what their
 * clients may reach. `callsFor` is how many calls a batch takes.
 */
export const gathered = <K extends Key>(
  kind: string,
  batchFor: BatchFor<K>,
  callsFor: CallsFor<K>,
): ((api: Api) => Loading<K>) => {
  const byGateway = new WeakMap<Gateway, Map<string, Gathering<K>>>();
  const gatheringFor = (api: Api, text: string): Gathering<K> => {
    const gatherings = byGateway.get(api.gateway) ?? new Map<string, Gathering<K>>();
    byGateway.set(api.gateway, gatherings);
    const scope = scopeOf(api, text);
    const known = gatherings.get(scope);
    if (known) return known;
    const gathering = new Gathering(kind, batchFor, callsFor, () => {
      if (gatherings.get(scope) === gathering) gatherings.delete(scope);
    });
    gatherings.set(scope, gathering);
    return gathering;
  };
  const itemOf = (key: K, part: string): Item<K> => ({ key, text: keyText(key), part });
  return (api) => ({
    admit: (key, part, level) => {
      const item = itemOf(key, part);
      return gatheringFor(api, item.text).admit(api, item, level);
    },
    load: (key, part, level) => {
      const item = itemOf(key, part);
      return gatheringFor(api, item.text).load(api, item, level);
    },
  });
};
