import { limits } from '../gateway/limits.ts';
import type { builder } from './builder.ts';

/** What makes the arguments of a field, whatever its type. */
export type Args = Parameters<Parameters<typeof builder.queryField>[1]>[0]['arg'];

/** Arguments of a connection that pages forwards only. */
export const forwards = (arg: Args) => ({
  first: arg.int({
    required: false,
    defaultValue: limits.defaultPageSize,
    description: 'Page size, 1 to 100.',
  }),
  after: arg.string({ required: false, description: 'Cursor to continue after; belongs to these arguments.' }),
});

/** Arguments of a connection that pages both ways. A default of `first` in the SDL would make `last` alone read as "both given". */
export const bothWays = (arg: Args) => ({
  first: arg.int({
    required: false,
    description: 'Page size forwards, 1 to 100; 25 when neither this nor `last` is given.',
  }),
  after: arg.string({ required: false, description: 'Cursor to continue after; belongs to these arguments.' }),
  last: arg.int({ required: false, description: 'Page size backwards, 1 to 100; needs `before`.' }),
  before: arg.string({ required: false, description: 'Cursor to stop before; needs `last`.' }),
});
