import { limits } from '../limits.ts';

/** A stack in Python's or Node's form: nothing of such a text is for people. */
const stack = /Traceback \(most recent|\bFile "[^"]*", line \d|\n[ \t]*at \S{1,200} ?\(|^\s*at \S+ \(/;

/** Files of the machine that answered, such as `/usr/src/sentry/api/base.py:12`; no path of an API ends so. */
const file =
  /(?:[A-Za-z]:)?(?:[\\/][\w.@ -]{0,100}[\w@-]){1,40}\.\w{1,4}(?::\d+)+|(?:\/[\w.@-]{1,100}){1,40}\.(?:py|[cm]?[jt]s|rb|go|rs|php|java)\b/g;

/**
 * A text of the upstream, fit to stand in a sentence of ours: one short line without credentials (`redact`), addresses, file
 * names, markup and control characters. Empty where it is a stack.
 */
export const quoted = (whole: string, redact: (text: string) => string, longest: number): string => {
  // Cut before the patterns below, whose work grows with the square of a text; after credentials are out, lest half of one stays.
  const text = redact(whole).slice(0, limits.quotedText);
  if (stack.test(text)) return '';
  return text
    .replace(/<\/?[a-z][^>]*>/gi, ' ')
    .replace(/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/gi, '[address]')
    .replace(file, '[file]')
    .slice(0, longest)
    .replace(/[\p{C}<>]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
};
