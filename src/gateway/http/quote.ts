/** A stack in Python's or Node's form: nothing of such a text is for people. */
const stack = /Traceback \(most recent|\bFile "[^"]*", line \d|\n\s*at \S+ ?\(|^\s*at \S+ \(/;

/** Files of the machine that answered, such as `/usr/src/sentry/api/base.py:12`; no path of an API ends so. */
const file =
  /(?:[A-Za-z]:)?(?:[\\/][\w.@ -]*[\w@-]){1,}\.\w{1,4}(?::\d+)+|(?:\/[\w.@-]+)+\.(?:py|[cm]?[jt]s|rb|go|rs|php|java)\b/g;

/**
 * A text of the upstream, fit to stand in a sentence of ours: one short line without credentials (`redact`), addresses, file
 * names, markup and control characters. Empty where it is a stack.
 */
export const quoted = (text: string, redact: (text: string) => string, longest: number): string => {
  if (stack.test(text)) return '';
  return redact(text)
    .replace(/<\/?[a-z][^>]*>/gi, ' ')
    .replace(/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/gi, '[address]')
    .replace(file, '[file]')
    .slice(0, longest)
    .replace(/[\p{C}<>]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
};
