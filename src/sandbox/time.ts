export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Sentry's form of a moment: no fraction on a full second, else six digits. */
export function iso(time: number): string {
  const text = new Date(time).toISOString();
  return time % SECOND === 0 ? text.replace('.000Z', 'Z') : text.replace('Z', '000Z');
}

/** The same, or null. */
export function isoOrNull(time: number | null): string | null {
  return time === null ? null : iso(time);
}

/** Six digits always, as Maton writes them. */
export function isoMicroseconds(time: number): string {
  return new Date(time).toISOString().replace('Z', '000Z');
}

const units = new Map([
  ['s', SECOND],
  ['m', MINUTE],
  ['h', HOUR],
  ['d', DAY],
  ['w', 7 * DAY],
]);

/** A duration such as `24h` in milliseconds, or null where it is none. */
export function parseDuration(text: string): number | null {
  const [, count, unit] = /^(\d+)([smhdw]?)$/.exec(text) ?? [];
  if (count === undefined) return null;
  return Number(count) * (units.get(unit || 's') ?? SECOND);
}

/** A moment in ISO 8601; without a zone it is UTC. Null where it is none. */
export function parseMoment(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/.test(text)) return null;
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text.slice(10)) ? text : text.length === 10 ? text : `${text}Z`;
  const time = Date.parse(zoned.replace(' ', 'T'));
  return Number.isNaN(time) ? null : time;
}

/** A span of time, both ends included. */
export type Window = { start: number; end: number };

/** Whether a moment lies inside. */
export function within(time: number, window: Window): boolean {
  return time >= window.start && time <= window.end;
}

/** Waits; nothing happens on 0. */
export async function pause(milliseconds: number): Promise<void> {
  if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
