import { DAY, MINUTE, parseDuration, parseMoment } from '../time.ts';
import { searchError, type TermValue } from './tokens.ts';

/** Whether text holds a wildcard: a `*` without a backslash before it. */
function hasWildcard(text: string): boolean {
  return /(?<!\\)(?:\\\\)*\*/.test(text);
}

function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The text meant, without its escapes. */
export function plainText(value: TermValue): string {
  return value.text.replace(/\\([\\*])/g, '$1');
}

/** A test of one text against a value: equal, or matching its wildcards. */
export function textTest(value: TermValue): (text: string) => boolean {
  if (!hasWildcard(value.text)) {
    const wanted = plainText(value);
    return (text) => text === wanted;
  }
  const parts = value.text.match(/\\[\\*]|\*|[^\\*]+|\\/g) ?? [];
  const source = parts.map((part) =>
    part === '*' ? '[\\s\\S]*' : escapeForRegExp(part.length === 2 && part.startsWith('\\') ? part.slice(1) : part),
  );
  const form = new RegExp(`^${source.join('')}$`, 'i');
  return (text) => form.test(text);
}

/** A test that any of several values fits. */
export function anyText(values: readonly TermValue[]): (text: string) => boolean {
  const tests = values.map(textTest);
  return (text) => tests.some((test) => test(text));
}

/** A test whether a text holds a value somewhere, case aside; wildcards allowed. */
export function containsTest(value: TermValue): (text: string) => boolean {
  return textTest({ text: `*${value.text}*`, isQuoted: value.isQuoted });
}

function comparison(operator: string): (a: number, b: number) => boolean {
  switch (operator) {
    case '>':
      return (a, b) => a > b;
    case '>=':
      return (a, b) => a >= b;
    case '<':
      return (a, b) => a < b;
    case '<=':
      return (a, b) => a <= b;
    default:
      return (a, b) => a === b;
  }
}

const scales = new Map([
  ['k', 1e3],
  ['m', 1e6],
  ['b', 1e9],
]);

/** A test of a number against `10`, `>10`, `<=2k`. */
export function numberTest(value: TermValue): (number: number) => boolean {
  const [, operator = '', digits, suffix = ''] = /^(>=|<=|>|<|=)?(-?\d+(?:\.\d+)?)([kmb]?)$/i.exec(value.text) ?? [];
  if (digits === undefined) {
    throw searchError(`Invalid number: ${value.text}. Expected number then optional k, m, or b suffix (e.g. 500k).`);
  }
  const wanted = Number(digits) * (scales.get(suffix.toLowerCase()) ?? 1);
  const compare = comparison(operator);
  return (number) => compare(number, wanted);
}

/** A test of a moment against `-24h` (within), `+7d` (longer ago), `>2026-01-01`, a day, or a moment. */
export function dateTest(value: TermValue, now: number): (time: number) => boolean {
  const [, sign, duration] = /^([+-])(\d+[smhdw])$/.exec(value.text) ?? [];
  const span = duration === undefined ? null : parseDuration(duration);
  if (span !== null) return sign === '-' ? (time) => time >= now - span : (time) => time <= now - span;
  const [, operator = '', text = ''] = /^(>=|<=|>|<|=)?(.*)$/.exec(value.text) ?? [];
  const moment = parseMoment(text);
  if (moment === null) {
    throw searchError(
      `Invalid date: ${value.text}. Expected +/-duration (e.g. +1h) or ISO 8601-like (e.g. ${new Date(now).toISOString().slice(0, 19)}).`,
    );
  }
  if (operator !== '' && operator !== '=') {
    const compare = comparison(operator);
    return (time) => compare(time, moment);
  }
  // A bare day means all of it, a bare moment its five minutes on both sides.
  const [before, after] = text.length === 10 ? [0, DAY] : [5 * MINUTE, 5 * MINUTE];
  return (time) => time >= moment - before && time < moment + after;
}
