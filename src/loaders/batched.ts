import DataLoader from 'dataloader';
import { type Key, keyText } from '../gateway/keys.ts';
import type { Operation } from '../gateway/operation.ts';
import type { Row } from '../gateway/read.ts';
import { type Batch, foundFor, type Loading } from './batch.ts';
import { type CallsFor, type Item, KeyBundle, wantedOf } from './bundle.ts';
import { EarlyRows } from './early-rows.ts';

type Ask<K> = Item<K> & { readonly level: string };

/** Gathers what is asked in one turn of the loop, whatever the key and part, and hands it to `batch` at once. */
export const batched = <K extends Key>(operation: Operation, callsFor: CallsFor<K>, batch: Batch<K>): Loading<K> => {
  let bundle = new KeyBundle(callsFor);
  const loader = new DataLoader<Ask<K>, Promise<Row>>(
    async (asks) => {
      bundle = new KeyBundle(callsFor);
      const early = new EarlyRows();
      const found = batch(wantedOf(asks), asks[0]?.level ?? '', early.tell).finally(() => early.end());
      return asks.map(async ({ text, part }) => {
        const row = foundFor(await Promise.race([found, early.holding(text, part)]), text, part);
        if (row instanceof Error) throw row;
        return row;
      });
    },
    { cache: false },
  );
  const itemOf = (key: K, part: string): Item<K> => ({ key, text: keyText(key), part });
  return {
    admit: (key, part, level) => operation.admit(level, { bundle: () => bundle, item: itemOf(key, part) }),
    load: async (key, part, level) => loader.load({ ...itemOf(key, part), level }),
  };
};
