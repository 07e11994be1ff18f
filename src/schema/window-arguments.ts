import type { Args } from './page-arguments.ts';

/** Arguments for the window of a search of events; `searchWindow` checks them. */
export const windowArguments = (arg: Args) => ({
  period: arg({
    type: 'Period',
    description: 'Window ending now, at most 90 days; not with `start` and `end`. Default 90 days.',
  }),
  start: arg({ type: 'DateTime', description: 'Start of the window; needs `end`.' }),
  end: arg({ type: 'DateTime', description: 'End of the window; needs `start`.' }),
});
