import { flag, integer, json, list, member, optional, type Row, row, rows } from '../../gateway/read.ts';
import { builder } from '../builder.ts';
import { part } from '../member.ts';
import { entryData, entryValues } from './entries.ts';
import { Frame } from './frame.ts';

/** Frames of a stack trace as Sentry stores them, outermost call first. */
export const framesOf = (stacktrace: Row, inAppOnly: boolean): Row[] => {
  const frames = optional(stacktrace, 'frames', rows) ?? [];
  return inAppOnly ? frames.filter((frame) => member(frame, 'inApp') === true) : frames;
};

const isShown = (stacktrace: Row | null): stacktrace is Row =>
  stacktrace !== null && framesOf(stacktrace, false).length > 0;

/**
 * The stack trace to show first: of the last exception that has one, else of the crashed thread, else of the current one, else
 * the event's own. One without frames counts as none.
 */
export const shownStacktrace = (entries: readonly Row[]): Row | null => {
  const threads = entryValues(entries, 'threads') ?? [];
  const holders = [
    ...(entryValues(entries, 'exception') ?? []).reverse(),
    ...threads.filter((thread) => member(thread, 'crashed') === true),
    ...threads.filter((thread) => member(thread, 'current') === true),
  ];
  for (const holder of holders) {
    const stacktrace = optional(holder, 'stacktrace', row);
    if (isShown(stacktrace)) return stacktrace;
  }
  const own = entryData(entries, 'stacktrace');
  return isShown(own) ? own : null;
};

export const Stacktrace = builder.objectRef<Row>('Stacktrace').implement({
  description: 'A stack trace.',
  fields: (t) => ({
    frames: t.field({
      type: [Frame],
      nullable: false,
      description: 'Frames, outermost call first, as Sentry stores them.',
      args: {
        inAppOnly: t.arg.boolean({ defaultValue: false, description: 'Only frames of the application itself.' }),
      },
      resolve: (stacktrace, { inAppOnly }) => framesOf(stacktrace, inAppOnly === true),
    }),
    framesOmitted: t.intList({
      description: 'First and last index of frames left out.',
      ...part('framesOmitted', list(integer)),
    }),
    hasSystemFrames: t.boolean({
      description: 'Whether some frames are not of the application.',
      ...part('hasSystemFrames', flag),
    }),
    registers: t.field({
      type: 'JSON',
      description: 'CPU registers, for native crashes.',
      ...part('registers', json),
    }),
  }),
});
