import { json, type Row, text } from '../../gateway/read.ts';
import { builder } from '../builder.ts';
import { Level, toLevel } from '../level.ts';
import { part } from '../member.ts';
import { sensitive } from '../sensitive.ts';
import { entryValues } from './entries.ts';
import { moment } from './moment.ts';

/** Breadcrumbs of an event, oldest first as Sentry stores them; null where it has none. */
export const breadcrumbsOf = (entries: readonly Row[]): Row[] | null => entryValues(entries, 'breadcrumbs');

export const Breadcrumb = builder.objectRef<Row>('Breadcrumb').implement({
  description: 'Something that happened before the event.',
  fields: (t) => ({
    timestamp: t.field({ type: 'DateTime', description: 'When.', ...part('timestamp', moment) }),
    type: t.string({ description: 'Kind, such as `http` or `navigation`.', ...part('type', text) }),
    category: t.string({ description: 'Category, such as `xhr`.', ...part('category', text) }),
    level: t.field({ type: Level, description: 'Severity.', ...part('level', (word) => toLevel(text(word))) }),
    levelRaw: t.string({ description: "Severity in Sentry's own word.", ...part('level', text) }),
    message: t.string({ description: 'Message.', ...part('message', text) }),
    data: t.field({
      type: 'JSON',
      description: 'Further data; needs the SENSITIVE scope.',
      ...sensitive(part('data', json)),
    }),
  }),
});
