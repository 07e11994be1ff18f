import { badInput } from '../gateway/http/coded-error.ts';
import { shown } from '../gateway/http/identifiers.ts';
import { limits } from '../gateway/limits.ts';

/**
 * Checks a text that will be searched for; `name` is the argument it came in.
 * @throws CodedError `BAD_USER_INPUT` where it is blank, too long, or holds what Sentry could not read.
 */
export const searchText =
  (name: string) =>
  (value: string): string => {
    if (value.trim() === '') throw badInput(`"${name}" holds an empty text: leave it out, or say what to look for.`);
    if (value.length > limits.searchText) {
      throw badInput(
        `"${name}" holds a text of ${value.length} characters: Sentry can be searched for at most ${limits.searchText}.`,
      );
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: line breaks and tabs are part of messages, these are not.
    if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(value) || !value.isWellFormed()) {
      throw badInput(`"${name}" holds ${shown(value)}, in which Sentry cannot read every character.`);
    }
    return value;
  };

/**
 * A text quoted for Sentry's search (`api/event_search.py`): nothing in it is a wildcard, a key or an end. Alone it is free
 * text, contained in title or message.
 * @throws CodedError `BAD_USER_INPUT` where it ends in a backslash: Sentry takes `\"` for a quote whatever stands before, so
 * that even an escaped one would let the text run on into the next term.
 */
export const quoted = (text: string): string => {
  if (text.endsWith('\\')) {
    throw badInput(`${shown(text)} ends in a backslash, which Sentry's search cannot tell from the text's end.`);
  }
  return `"${text.replace(/["\\*]/g, '\\$&')}"`;
};

/** One term for any of some values. */
export const term = (key: string, values: readonly string[]): string => {
  const [first, ...others] = new Set(values);
  if (first === undefined) throw badInput(`Nothing is given to look for under "${key}".`);
  return others.length === 0 ? `${key}:${quoted(first)}` : `${key}:[${[first, ...others].map(quoted).join(',')}]`;
};

const writable = (name: string, moment: string): string => {
  if (!/^(?!0000)\d{4}-/.test(moment)) throw badInput(`"${name}" lies outside the years 1 to 9999.`);
  return moment;
};

/**
 * The terms for moments at or after one and before another, given by the arguments `${key}After` and `${key}Before`.
 * @throws CodedError `BAD_USER_INPUT` where nothing can lie between the two.
 */
export const between = (key: string, after: string | null | undefined, before: string | null | undefined): string[] => {
  if (after && before && Date.parse(after) >= Date.parse(before)) {
    throw badInput(`"${key}After" must be before "${key}Before".`);
  }
  return [
    ...(after ? [`${key}:>=${writable(`${key}After`, after)}`] : []),
    ...(before ? [`${key}:<${writable(`${key}Before`, before)}`] : []),
  ];
};

const checkBytes = (bytes: number): void => {
  if (bytes <= limits.searchBytes) return;
  throw badInput(
    `This search takes ${bytes} bytes in an address, which may hold ${limits.searchBytes}: look for fewer values at once.`,
  );
};

/** A search, or a part of one, that is not too long already for its characters. @throws CodedError `BAD_USER_INPUT` */
export const shortEnough = (search: string): string => {
  checkBytes(search.length);
  return search;
};

/**
 * The whole search: its terms, all of which must be true. What the caller wrote comes last, so that a quote left open there
 * swallows no term of ours.
 * @throws CodedError `BAD_USER_INPUT` where it grows longer than an address may be.
 */
export const searchOf = (terms: readonly string[], query: string): string => {
  const search = [...terms, query].filter((text) => text !== '').join(' ');
  checkBytes(new URLSearchParams({ query: shortEnough(search) }).toString().length);
  return search;
};
