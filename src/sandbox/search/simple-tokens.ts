/** The words of a simple list query by key; free text under `query`. */
export type SimpleTokens = Map<string, string[]>;

/**
 * Splits the `query` of projects, teams, members and organizations: blanks outside quotes part it, values of one key
 * collect, quotes are stripped, brackets mean nothing.
 */
export function simpleTokens(query: string): SimpleTokens {
  const tokens: SimpleTokens = new Map();
  for (const [word] of query.matchAll(/(?:[^\s"]+|"[^"]*"?)+/g)) {
    const colon = word.indexOf(':');
    const isFree = colon <= 0 || word.startsWith('"');
    const key = isFree ? 'query' : word.slice(0, colon);
    const value = (isFree ? word : word.slice(colon + 1)).replaceAll('"', '');
    const values = tokens.get(key);
    if (values === undefined) tokens.set(key, [value]);
    else values.push(value);
  }
  return tokens;
}

/** Whether all of the texts contain what the free words, joined, look for, case aside. */
export function containsAny(texts: readonly string[], words: readonly string[]): boolean {
  const wanted = words.join(' ').toLowerCase();
  return texts.some((text) => text.toLowerCase().includes(wanted));
}
