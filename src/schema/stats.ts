import { builder } from './builder.ts';

/** A point of a series. */
export type Point = { readonly time: string; readonly count: number };

export const StatsPoint = builder.objectRef<Point>('StatsPoint').implement({
  description: 'One point of a series.',
  fields: (t) => ({
    time: t.field({
      type: 'DateTime',
      nullable: false,
      description: 'Start of the interval.',
      resolve: ({ time }) => time,
    }),
    count: t.field({
      type: 'Count',
      nullable: false,
      description: 'Number of events in it.',
      resolve: ({ count }) => count,
    }),
  }),
});
