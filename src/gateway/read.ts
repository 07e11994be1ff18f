import { badResponse } from './http/coded-error.ts';

/** A JSON object as the upstream sent it. Members are reached with `member`, which sees own ones alone. */
export type Row = Readonly<Record<string, unknown>>;

/** Takes one JSON value that is neither null nor absent; throws `UPSTREAM_BAD_RESPONSE` where it has another shape. */
export type Reader<T> = (value: unknown) => T;

const wrong = (expected: string) => badResponse(`Sentry answered with something else than ${expected}.`);

/** Whether a value is a JSON object, and no list. */
export const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Own member of a row: undefined where the key is absent, null where Sentry says null. */
export const member = (row: Row, name: string): unknown => (Object.hasOwn(row, name) ? row[name] : undefined);

/** A string; Sentry gives some ids and counts as numbers. */
export const text: Reader<string> = (value) => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw wrong('a text');
};

/** A finite number, also where it is written as a string. */
export const number: Reader<number> = (value) => {
  const figure = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof figure === 'number' && Number.isFinite(figure)) return figure;
  throw wrong('a number');
};

/** A whole number, within 32 bits where `Int` shows it; the scalars check that. */
export const integer: Reader<number> = (value) => {
  const figure = number(value);
  if (Number.isSafeInteger(figure)) return figure;
  throw wrong('a whole number');
};

/** True or false. */
export const flag: Reader<boolean> = (value) => {
  if (typeof value === 'boolean') return value;
  throw wrong('true or false');
};

/** A moment: ISO 8601 text as it is, or epoch seconds, which Sentry uses for transactions and occurrences. */
export const time: Reader<string> = (value) => {
  if (typeof value === 'number' && Number.isFinite(value)) {
    const moment = new Date(value * 1_000);
    if (!Number.isNaN(moment.getTime())) return moment.toISOString();
  }
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value))) return value;
  throw wrong('a date');
};

/** An object. */
export const row: Reader<Row> = (value) => {
  if (isRow(value)) return value;
  throw wrong('an object');
};

/** Any JSON, handed through. */
export const json: Reader<unknown> = (value) => value;

/** A list, each item read alike; nulls in it are left out. */
export const list =
  <T>(item: Reader<T>): Reader<T[]> =>
  (value) => {
    if (!Array.isArray(value)) throw wrong('a list');
    return value.filter((entry) => entry !== null && entry !== undefined).map(item);
  };

/** A list of objects; entries that are none are left out, for a stranger in a list must not cost its neighbours. */
export const rows: Reader<Row[]> = (value) => {
  if (!Array.isArray(value)) throw wrong('a list');
  return value.filter(isRow);
};

/** A member that may be null or absent. */
export const optional = <T>(from: Row, name: string, reader: Reader<T>): T | null => {
  const value = member(from, name);
  return value === undefined || value === null ? null : reader(value);
};

/** A member without which the row cannot be used. */
export const required = <T>(from: Row, name: string, reader: Reader<T>): T => {
  const value = member(from, name);
  if (value === undefined || value === null) throw badResponse(`Sentry left out "${name}".`);
  return reader(value);
};
