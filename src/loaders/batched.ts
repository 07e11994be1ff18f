import DataLoader from 'dataloader';
import { CodedError } from '../gateway/http/coded-error.ts';
import { type Key, keyText } from '../gateway/keys.ts';
import type { Operation } from '../gateway/operation.ts';
import type { Row } from '../gateway/read.ts';
import { type Batch, type Load, partText } from './batch.ts';
import { type CallsFor, type Item, KeyBundle, wantedOf } from './bundle.ts';

type Ask<K> = Item<K> & { readonly level: string };

/** Gathers what is asked in one turn of the loop, whatever the key and part, and hands it to `batch` at once. */
export const batched = <K extends Key>(operation: Operation, callsFor: CallsFor<K>, batch: Batch<K>): Load<K> => {
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
  return async (key, part, level) => {
    const item = { key, text: keyText(key), part };
    const admitted = operation.admit(level, { bundle: () => bundle, item });
    if (admitted) await admitted;
    return loader.load({ ...item, level });
  };
};
