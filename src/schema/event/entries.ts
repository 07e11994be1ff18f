import { json, optional, type Row, row, rows } from '../../gateway/read.ts';
import { builder } from '../builder.ts';
import { part } from '../member.ts';
import { label } from './label.ts';

const typeOf = label('type');

export const EventEntry = builder.objectRef<Row>('EventEntry').implement({
  description: 'A raw interface of an event.',
  fields: (t) => ({
    type: t.string({
      nullable: false,
      description: 'Type, such as `exception`, `spans` or `debugmeta`.',
      resolve: typeOf,
    }),
    data: t.field({ type: 'JSON', description: 'Content.', ...part('data', json) }),
  }),
});

/** The entries of the given types, all where none are given. */
export const entriesOf = (entries: readonly Row[], types: readonly string[] | null | undefined): Row[] =>
  entries.filter((entry) => !types || types.includes(typeOf(entry)));

/** Content of the first entry of a type that has any. */
export const entryData = (entries: readonly Row[], type: string): Row | null => {
  for (const entry of entries) {
    const data = typeOf(entry) === type ? optional(entry, 'data', row) : null;
    if (data) return data;
  }
  return null;
};

/** The `values` of an entry such as `exception`: null where there is no such entry. */
export const entryValues = (entries: readonly Row[], type: string): Row[] | null => {
  const data = entryData(entries, type);
  return data && (optional(data, 'values', rows) ?? []);
};
