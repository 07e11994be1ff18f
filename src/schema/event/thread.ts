import { flag, type Row, row, text } from '../../gateway/read.ts';
import { builder } from '../builder.ts';
import { part } from '../member.ts';
import { entryValues } from './entries.ts';
import { Stacktrace } from './stacktrace.ts';

/** Threads of an event; null where it has none. */
export const threadsOf = (entries: readonly Row[]): Row[] | null => entryValues(entries, 'threads');

export const Thread = builder.objectRef<Row>('Thread').implement({
  description: 'A thread.',
  fields: (t) => ({
    threadId: t.string({ description: 'Id given by the platform.', ...part('id', text) }),
    name: t.string({ description: 'Name.', ...part('name', text) }),
    crashed: t.boolean({ description: 'Whether it crashed.', ...part('crashed', flag) }),
    current: t.boolean({ description: 'Whether it was running.', ...part('current', flag) }),
    state: t.string({ description: "State in the platform's word.", ...part('state', text) }),
    stacktrace: t.field({
      type: Stacktrace,
      description: 'Stack trace, after symbolication.',
      ...part('stacktrace', row),
    }),
    rawStacktrace: t.field({
      type: Stacktrace,
      description: 'Stack trace before symbolication.',
      ...part('rawStacktrace', row),
    }),
  }),
});
