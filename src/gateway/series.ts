import { list, number, time } from './read.ts';

/** Points of a series: `[[epoch seconds, count], ...]`. */
export const series = list((value): { time: string; count: number } => {
  const [seconds, count] = Array.isArray(value) ? value : [];
  return { time: time(seconds), count: number(count) };
});
