/** Milliseconds in the spans that the data is laid out in. */
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The form in which Sentry writes times inside payload parts that are passed through as they are. */
export function isoTime(time: number): string {
  return new Date(time).toISOString();
}
