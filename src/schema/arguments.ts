import { badInput } from '../gateway/http/coded-error.ts';
import { shown } from '../gateway/http/identifiers.ts';
import { limits } from '../gateway/limits.ts';

/**
 * Checks a list argument, each value by `check`; null where it was left out.
 * @throws CodedError `BAD_USER_INPUT` for an empty list, which Sentry would read as no filter at all, and for one too long.
 */
export const someOf = (
  name: string,
  values: readonly string[] | null | undefined,
  check: (value: string) => string,
): string[] | null => {
  if (values === null || values === undefined) return null;
  if (values.length === 0) {
    throw badInput(
      `"${name}" is an empty list, which Sentry would read as no filter: leave it out, or name at least one.`,
    );
  }
  if (values.length > limits.listArgument) {
    throw badInput(`"${name}" holds ${values.length} values: give at most ${limits.listArgument}.`);
  }
  return values.map(check);
};

/** Name of an environment: at most 64 characters, no slashes and line breaks. */
export const environmentName = (name: string): string => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what Sentry forbids in names of environments.
  if (name.trim() === '' || name.length > 64 || /[\u0000-\u001f\u007f/]/.test(name)) {
    throw badInput(
      `${shown(name)} is not the name of an environment: 1 to 64 characters without slashes and line breaks.`,
    );
  }
  return name;
};

const dayMilliseconds = 86_400_000;
const retentionDays = 90;
const unitMilliseconds = new Map([
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', dayMilliseconds],
  ['w', 7 * dayMilliseconds],
]);

/** Which part of time a search looks at; all null is Sentry's default, 90 days. */
export type Window = { readonly period: string | null; readonly start: string | null; readonly end: string | null };

type WindowArguments = {
  readonly period?: string | null | undefined;
  readonly start?: string | null | undefined;
  readonly end?: string | null | undefined;
};

/**
 * Checks the window of a search; `now` is the operation's.
 * @throws CodedError `BAD_USER_INPUT` where `period` stands beside `start` and `end` (Sentry would drop the dates), where half a
 * pair is missing, where it runs backwards, and where it reaches beyond the 90 days in which Sentry's searches find anything.
 */
export const searchWindow = ({ period = null, start = null, end = null }: WindowArguments, now: number): Window => {
  if (period !== null && (start !== null || end !== null)) {
    throw badInput('Give either "period" or "start" and "end": Sentry would ignore the dates.');
  }
  if (period !== null) {
    const length = Number(period.slice(0, -1)) * (unitMilliseconds.get(period.slice(-1)) ?? Number.NaN);
    if (!(length <= retentionDays * dayMilliseconds)) {
      throw badInput(`"period" may reach back at most ${retentionDays} days: Sentry's searches find nothing older.`);
    }
  }
  if ((start === null) !== (end === null)) throw badInput('"start" and "end" belong together: give both.');
  if (start !== null && end !== null) {
    if (Date.parse(start) >= Date.parse(end)) throw badInput('"start" must be before "end".');
    if (Date.parse(start) < now - (retentionDays + 1) * dayMilliseconds) {
      throw badInput(`"start" may lie at most ${retentionDays} days back: Sentry's searches find nothing older.`);
    }
  }
  return { period, start, end };
};
