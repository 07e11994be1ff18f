import { readdirSync, readFileSync } from 'node:fs';

const folder = 'src/gateway';

/** Every path the gateway may call, as its sources write them: templates with placeholders, and Maton's own. */
const templates: readonly string[] = readdirSync(folder)
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => [...readFileSync(`${folder}/${file}`, 'utf8').matchAll(/['"`](\/[a-z][\w{}/.-]*)['"`]/g)])
  .map(([, template = '']) => template);

const patterns = templates.map(
  (template) => new RegExp(`^${template.replaceAll('.', '\\.').replace(/\{\w+\}/g, '([^/?#]+)')}(?:\\?|$)`),
);

/** What of the calls made is no call of a template, or steps out of its placeholder; empty is good. */
export const strayCalls = (calls: readonly { readonly path: string }[]): string[] =>
  calls
    .map(({ path }) => path)
    .filter((path) => {
      const match = patterns.map((pattern) => pattern.exec(path)).find((found) => found !== null);
      if (!match) return true;
      const segments = match.slice(1).map(decodeURIComponent);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be in a path, encoded or not.
      return segments.some((segment) => /^\.{0,2}$|[/\\\u0000-\u001f]/.test(segment));
    });

/** How many templates were found, so that a test can see that the sources were understood. */
export const templateCount = templates.length;
