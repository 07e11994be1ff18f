import { isRow, member } from '../../gateway/read.ts';
import { builder } from '../builder.ts';

/** A tag of an event. */
export type Tag = { readonly key: string; readonly value: string | null };

const tagOf = (key: unknown, value: unknown): Tag[] => {
  if (typeof key !== 'string') return [];
  const shown = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  return [{ key, value: typeof shown === 'string' ? shown : null }];
};

/** Tags as `{"key", "value"}` or as `[key, value]`; what is neither is left out. */
export const tagsOf = (tags: readonly unknown[]): Tag[] =>
  tags.flatMap((tag) => {
    if (Array.isArray(tag)) return tagOf(tag[0], tag[1]);
    return isRow(tag) ? tagOf(member(tag, 'key'), member(tag, 'value')) : [];
  });

export const EventTag = builder.objectRef<Tag>('EventTag').implement({
  description: 'A tag of an event.',
  fields: (t) => ({
    key: t.exposeString('key', { nullable: false, description: 'Key.' }),
    value: t.exposeString('value', { description: 'Value.' }),
  }),
});
