import { badResponse } from '../../gateway/http/coded-error.ts';
import { isRow, type Reader } from '../../gateway/read.ts';
import { builder } from '../builder.ts';

/** A pair of a request's query, headers or cookies. */
export type Pair = { readonly key: string; readonly value: string | null };

export const KeyValue = builder.objectRef<Pair>('KeyValue').implement({
  description: 'A pair.',
  fields: (t) => ({
    key: t.exposeString('key', { nullable: false, description: 'Key.' }),
    value: t.exposeString('value', { description: 'Value.' }),
  }),
});

const valueText = (value: unknown): string | null => {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** A key with a list of values stands once for each of them. */
const pairsFor = (key: unknown, value: unknown): Pair[] => {
  if (typeof key !== 'string' && typeof key !== 'number') return [];
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.map((one) => ({ key: String(key), value: valueText(one) }));
};

/**
 * Reads pairs: a list of `[key, value]`, which is how Sentry keeps them, an object, or the text they once were. An item of the
 * list that is no pair is left out.
 */
export const pairs =
  (parse: (whole: string) => Pair[]): Reader<Pair[]> =>
  (value) => {
    if (typeof value === 'string') return parse(value);
    if (Array.isArray(value)) return value.flatMap((item) => (Array.isArray(item) ? pairsFor(item[0], item[1]) : []));
    if (isRow(value)) return Object.entries(value).flatMap(([key, one]) => pairsFor(key, one));
    throw badResponse('Sentry answered with something else than pairs.');
  };

/** `a=1&b=2`, decoded. */
export const queryPairs = (whole: string): Pair[] =>
  [...new URLSearchParams(whole)].map(([key, value]) => ({ key, value }));

const split = (whole: string, between: RegExp, within: string): Pair[] =>
  whole
    .split(between)
    .filter((piece) => piece.trim() !== '')
    .map((piece) => {
      const at = piece.indexOf(within);
      if (at < 0) return { key: piece.trim(), value: null };
      return { key: piece.slice(0, at).trim(), value: piece.slice(at + within.length).trim() };
    });

/** `a=1; b=2`. */
export const cookiePairs = (whole: string): Pair[] => split(whole, /;/, '=');

/** A line a header. */
export const headerPairs = (whole: string): Pair[] => split(whole, /\r?\n/, ':');
