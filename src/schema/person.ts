import { CodedError } from '../gateway/http/coded-error.ts';

/** Keys of tags and searches that name a person: Sentry's `user` with all its members, and what applications set beside it. */
const personKey = String.raw`(?:sentry:)?(?:user(?:[._][\w.-]*)?|username|e-?mail|ip(?:[._-]?addr(?:ess)?)?|remote[._-]addr)`;

const isKey = new RegExp(`^${personKey}$`, 'i');

/** Whether values under this key of a tag name a person. */
export const namesPerson = (key: string): boolean => isKey.test(key);

/**
 * Places of a search where such a key decides what is found: before a colon, however bracketed (`tags[user]:`), after `has:`, and
 * as one of several in brackets or parentheses. None of them can take longer than the text is long.
 */
const uses = [
  new RegExp(String.raw`(?<![\w.-])${personKey} ?(?:, ?\w{1,20} ?)?[\]) ]{0,8}:`, 'i'),
  new RegExp(String.raw`\bhas ?: ?[[( ]{0,8}${personKey}(?![\w.-])`, 'i'),
  new RegExp(String.raw`[,([] ?${personKey} ?[,)\]]`, 'i'),
];

/** Whether a search asks after a person. What quotes is read as a blank, so that no key is hidden from us but not from Sentry. */
const asksAfterPerson = (query: string): boolean => {
  const text = query.replace(/["'\\\s]+/g, ' ');
  return uses.some((use) => use.test(text));
};

/**
 * Lets through a search in Sentry's syntax that asks after nobody.
 * @throws CodedError `FORBIDDEN` where it does and the client may not see persons.
 */
export const impersonal = <Q extends string | null | undefined>(
  query: Q,
  { viewer }: { readonly viewer: { readonly scopes: readonly string[] } },
): Q => {
  if (!query || viewer.scopes.includes('SENSITIVE') || !asksAfterPerson(query)) return query;
  throw new CodedError(
    'FORBIDDEN',
    'This search asks after a person (`user`, `user.*`, `ip`): that needs the SENSITIVE scope.',
  );
};
