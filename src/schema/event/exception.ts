import { flag, type Row, row, text } from '../../gateway/read.ts';
import { builder } from '../builder.ts';
import { part } from '../member.ts';
import { sensitive } from '../sensitive.ts';
import { entryValues } from './entries.ts';
import { Stacktrace } from './stacktrace.ts';

/** The exception chain as Sentry stores it, innermost cause first; null where the event has none. */
export const exceptionsOf = (entries: readonly Row[]): Row[] | null => entryValues(entries, 'exception');

const Mechanism = builder.objectRef<Row>('Mechanism').implement({
  description: 'How an exception was caught.',
  fields: (t) => ({
    type: t.string({ description: 'Kind, such as `generic` or `onerror`.', ...part('type', text) }),
    handled: t.boolean({
      description: 'Whether the application handled it; null if unknown.',
      ...part('handled', flag),
    }),
    description: t.string({ description: 'Description.', ...part('description', text) }),
    raw: t.field({
      type: 'JSON',
      nullable: false,
      description: 'Everything, as Sentry gave it; needs the SENSITIVE scope and is empty without.',
      ...sensitive({ resolve: (mechanism: Row): unknown => mechanism }),
    }),
  }),
});

export const Exception = builder.objectRef<Row>('Exception').implement({
  description: 'One exception of a chain.',
  fields: (t) => ({
    type: t.string({ description: 'Type, such as `TypeError`.', ...part('type', text) }),
    value: t.string({ description: 'Message.', ...part('value', text) }),
    module: t.string({ description: 'Module it is defined in.', ...part('module', text) }),
    threadId: t.string({ description: 'Thread it was raised in.', ...part('threadId', text) }),
    mechanism: t.field({ type: Mechanism, description: 'How it was caught.', ...part('mechanism', row) }),
    stacktrace: t.field({
      type: Stacktrace,
      description: 'Stack trace, after symbolication.',
      ...part('stacktrace', row),
    }),
    rawStacktrace: t.field({
      type: Stacktrace,
      description: 'Stack trace before symbolication, where it differs.',
      ...part('rawStacktrace', row),
    }),
  }),
});
