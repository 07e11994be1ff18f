import DataLoader from 'dataloader';
import { CodedError } from '../gateway/http/coded-error.ts';
import { type Key, keyText } from '../gateway/keys.ts';
import type { Operation } from '../gateway/operation.ts';
import type { Row } from '../gateway/read.ts';
import { type Batch, type Loading, partText } from './batch.ts';
import { type CallsFor, type Item, KeyBundle, wantedOf } from './bundle.ts';

type Ask<K> = Item<K> & { readonly level: string };

/** Gathers what is asked in one turn of the loop, whatever the key and part, and hands it to `batch` at once. */
export const batched = <K extends Key>(operation: Operation, callsFor: CallsFor<K>, batch: Batch<K>): Loading<K> => {
  let bundle = new KeyBundle(callsFor);
  const loader = new DataLoader<Ask<K>, Row>(
    async (asks) => {
      bundle = new KeyBundle(callsFor);
      const found = await batch(wantedOf(asks), asks[0]?.level ?? '');
      return asks.map(
        ({ text, part }) =>
          found.get(partText(text, part)) ?? found.get(text) ?? new CodedError('NOT_FOUND', 'It does not exist.'),
      );
    },
    { cache: false },
  );
  const itemOf = (key: K, part: string): Item<K> => ({ key, text: keyText(key), part });
  return {
    admit: (key, part, level) => operation.admit(level, { bundle: () => bundle, item: itemOf(key, part) }),
    load: (key, part, level) => loader.load({ ...itemOf(key, part), level }),
  };
};
