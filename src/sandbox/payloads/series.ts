import { DAY, HOUR, MINUTE, type Window } from '../time.ts';

/** Pairs of epoch seconds and a count. */
export type Series = [number, number][];

/** The numbers of equal steps up to now; the stored moments stand for `total`. */
export function series(times: readonly number[], total: number, now: number, period: string, window?: Window): Series {
  const [step, length] = stepsOf(period, window);
  const last = (window === undefined || period !== 'auto' ? now : window.end) - (now % step);
  const counts = new Array<number>(length).fill(0);
  for (const time of times) {
    const index = length - 1 - Math.floor((last + step - 1 - time) / step);
    const count = counts[index];
    if (count !== undefined) counts[index] = count + 1;
  }
  const scale = times.length === 0 ? 0 : Math.max(1, total / times.length);
  return counts.map((count, index) => [
    Math.floor((last - (length - 1 - index) * step) / 1000),
    Math.round(count * scale),
  ]);
}

function stepsOf(period: string, window: Window | undefined): [number, number] {
  switch (period) {
    case '1h':
      return [MINUTE, 60];
    case '24h':
      return [HOUR, 24];
    case '7d':
      return [DAY, 7];
    case '30d':
      return [DAY, 30];
    case '90d':
      return [DAY, 90];
    case 'auto': {
      const span = window === undefined ? 14 * DAY : window.end - window.start;
      const step = Math.max(60_000, Math.ceil(span / 30 / 60_000) * 60_000);
      return [step, 30];
    }
    default:
      return [DAY, 14];
  }
}
