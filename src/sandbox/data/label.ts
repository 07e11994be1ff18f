/** Marks a human-visible text, so that one sees which world it comes from. Without a label texts stay as they are. */
export type Mark = (text: string) => string;

/** The mark of a label: ` (label)` behind every text. */
export function markWith(label: string | undefined): Mark {
  return label === undefined ? (text) => text : (text) => (text === '' ? text : `${text} (${label})`);
}

/** Marks a text that may be missing. */
export function markOrNull(mark: Mark, text: string | null): string | null {
  return text === null ? null : mark(text);
}

const textKeys = new Set(['title', 'message', 'value', 'culprit', 'issueTitle', 'subtitle', 'formatted', 'text']);

/** Marks the texts inside plain data; which they are is told by their keys. The data itself is left alone. */
export function markTexts<T>(data: T, mark: Mark): T;
export function markTexts(data: unknown, mark: Mark): unknown {
  if (Array.isArray(data)) return data.map((item) => markTexts(item, mark));
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      typeof value === 'string' && textKeys.has(key) ? mark(value) : markTexts(value, mark),
    ]),
  );
}
