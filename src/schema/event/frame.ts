import { flag, integer, json, member, type Row, text } from '../../gateway/read.ts';
import { builder } from '../builder.ts';
import { part } from '../member.ts';
import { sensitive } from '../sensitive.ts';

/** A line of source, as a frame's `context` gives it: `[66, "  }"]`. */
export type SourceLine = { readonly lineNo: number; readonly line: string | null };

const largestInt = 2 ** 31 - 1;

const lineOf = (value: unknown): SourceLine | null => {
  if (!Array.isArray(value)) return null;
  const [at, line]: unknown[] = value;
  const lineNo = typeof at === 'string' && at.trim() !== '' ? Number(at) : at;
  if (typeof lineNo !== 'number' || !Number.isInteger(lineNo) || Math.abs(lineNo) > largestInt) return null;
  return { lineNo, line: typeof line === 'string' ? line : null };
};

/** Source lines of a frame. What is no such line is left out: it must not cost the stack trace. */
export const contextOf = (frame: Row): SourceLine[] => {
  const lines = member(frame, 'context');
  return Array.isArray(lines) ? lines.map(lineOf).filter((line) => line !== null) : [];
};

const ContextLine = builder.objectRef<SourceLine>('ContextLine').implement({
  description: 'A line of source.',
  fields: (t) => ({
    lineNo: t.exposeInt('lineNo', { nullable: false, description: 'Line number.' }),
    line: t.exposeString('line', { description: 'Text, null where it was scrubbed.' }),
  }),
});

export const Frame = builder.objectRef<Row>('Frame').implement({
  description: 'A frame of a stack trace.',
  fields: (t) => ({
    filename: t.string({ description: 'File, relative.', ...part('filename', text) }),
    absPath: t.string({ description: 'File, absolute.', ...part('absPath', text) }),
    module: t.string({ description: 'Module.', ...part('module', text) }),
    package: t.string({ description: 'Package, library or image.', ...part('package', text) }),
    function: t.string({ description: 'Function.', ...part('function', text) }),
    rawFunction: t.string({ description: 'Function before demangling.', ...part('rawFunction', text) }),
    symbol: t.string({ description: 'Symbol.', ...part('symbol', text) }),
    lineNo: t.int({ description: 'Line.', ...part('lineNo', integer) }),
    colNo: t.int({ description: 'Column.', ...part('colNo', integer) }),
    inApp: t.boolean({
      description: "Whether it is the application's own code; null if unknown.",
      ...part('inApp', flag),
    }),
    platform: t.string({
      description: "Platform, where it was given for the frame; elsewhere it is the event's.",
      ...part('platform', text),
    }),
    context: t.field({
      type: [ContextLine],
      nullable: false,
      description: 'Source lines around `lineNo`, empty where Sentry has none.',
      resolve: contextOf,
    }),
    vars: t.field({
      type: 'JSON',
      description: 'Local variables; needs the SENSITIVE scope.',
      ...sensitive(part('vars', json)),
    }),
    trust: t.string({ description: 'How the frame was found, for native crashes.', ...part('trust', text) }),
    instructionAddr: t.string({
      description: 'Instruction address, for native crashes.',
      ...part('instructionAddr', text),
    }),
    sourceLink: t.string({ description: 'Link to the source in the repository.', ...part('sourceLink', text) }),
  }),
});
