/**
 * Sentry's word as a value of one of our enums: upper case with underscores. A word we do not know is `UNKNOWN`, never a
 * failure; the sibling field `...Raw` shows it.
 */
export const known = <const V extends string>(word: string, values: readonly V[]): V | 'UNKNOWN' => {
  const upper = word.toUpperCase();
  return values.find((value) => value === upper) ?? 'UNKNOWN';
};
