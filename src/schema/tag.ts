import { integer, optional, type Row, required, rows, text, time } from '../gateway/read.ts';
import { builder } from './builder.ts';
import { part } from './member.ts';

const TagValue = builder.objectRef<Row>('TagValue').implement({
  description: 'A value of a tag.',
  fields: (t) => ({
    value: t.string({ description: 'Value, null or empty for events without one.', ...part('value', text) }),
    name: t.string({ description: 'Display name.', ...part('name', text) }),
    count: t.field({ type: 'Count', description: 'Number of events.', ...part('count', integer) }),
    firstSeen: t.field({
      type: 'DateTime',
      description: 'First event with it.',
      ...part('firstSeen', time),
    }),
    lastSeen: t.field({
      type: 'DateTime',
      description: 'Last event with it.',
      ...part('lastSeen', time),
    }),
  }),
});

export const Tag = builder.objectRef<Row>('Tag').implement({
  description: 'A tag of an issue with its commonest values.',
  fields: (t) => ({
    key: t.string({
      nullable: false,
      description: 'Key, such as `browser`.',
      resolve: (tag) => required(tag, 'key', text),
    }),
    name: t.string({ description: 'Display name.', ...part('name', text) }),
    totalValues: t.field({
      type: 'Count',
      description: 'Number of events with this tag.',
      ...part('totalValues', integer),
    }),
    uniqueValues: t.field({
      type: 'Count',
      description: 'Number of different values.',
      ...part('uniqueValues', integer),
    }),
    topValues: t.field({
      type: [TagValue],
      description:
        'Commonest values, most frequent first, at most `valueLimit`; builds of Sentry that give tags one by one give at most 9.',
      resolve: (tag) => optional(tag, 'topValues', rows),
    }),
  }),
});
