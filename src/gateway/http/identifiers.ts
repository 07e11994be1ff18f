import { badInput } from './coded-error.ts';

const matching =
  (pattern: RegExp, what: string, expected: string) =>
  (value: string): string => {
    if (!pattern.test(value)) throw badInput(`${shown(value)} is not ${what}: ${expected}.`);
    return value;
  };

/** A value as an error sentence may repeat it: short and without control characters. */
export const shown = (value: string): string => {
  const clean = value.slice(0, 61).replace(/[\p{C}]/gu, '?');
  return JSON.stringify(clean.length > 60 ? `${clean.slice(0, 57)}...` : clean);
};

const releaseVersion =
  (longest: number) =>
  (value: string): string => {
    const reserved = value.trim() === '' || /^(\.|\.\.|latest)$/i.test(value);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what Sentry forbids in versions.
    if (reserved || [...value].length > longest || /[\u0000-\u001f\u007f/\\]/.test(value) || !value.isWellFormed()) {
      throw badInput(
        `${shown(value)} is not a release version: 1 to ${longest} characters without slashes, backslashes and line breaks, and not ".", ".." or "latest".`,
      );
    }
    return value;
  };

/** Sentry's ingestion lets through letters, digits and `_.:-`; keys stored before it did so may hold more. */
const tagKey = (value: string): string => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these have no place in a key.
  const strange = /[\u0000-\u001f\u007f/\\]/.test(value) || !value.isWellFormed();
  if (value.trim() === '' || value.length > 200 || strange || /^\.{1,2}$/.test(value)) {
    throw badInput(
      `${shown(value)} is not the key of a tag: 1 to 200 characters without slashes, backslashes and line breaks.`,
    );
  }
  return value;
};

const eventId = (value: string): string => {
  const id = value.replaceAll('-', '').toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(id)) throw badInput(`${shown(value)} is not an event id: 32 hexadecimal digits.`);
  return id;
};

/**
 * Every kind of value that may stand in a path, an id or a cursor: takes the outside text, gives the text to send.
 * Patterns as in Sentry's `ORG_SLUG_PATTERN` and `MIXED_SLUG_PATTERN`; each throws `BAD_USER_INPUT`.
 */
export const identifiers = {
  organization: matching(
    /^(?![0-9]+$)[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,48}[a-zA-Z0-9])?$/,
    'the slug of an organization',
    'letters, digits and inner hyphens, at most 50, not digits alone',
  ),
  project: matching(
    /^[a-z0-9_-]{1,100}$/,
    'the slug or numeric id of a project',
    'lower-case letters, digits, "_" and "-", at most 100',
  ),
  projectSlug: matching(
    /^(?![0-9]+$)[a-z0-9_-]{1,100}$/,
    'the slug of a project',
    'lower-case letters, digits, "_" and "-", at most 100, not digits alone',
  ),
  team: matching(
    /^[a-z0-9_-]{1,50}$/,
    'the slug or numeric id of a team',
    'lower-case letters, digits, "_" and "-", at most 50',
  ),
  teamSlug: matching(
    /^(?![0-9]+$)[a-z0-9_-]{1,50}$/,
    'the slug of a team',
    'lower-case letters, digits, "_" and "-", at most 50, not digits alone',
  ),
  number: matching(/^[0-9]{1,20}$/, 'a numeric id', 'decimal digits'),
  issue: matching(
    /^(?:[0-9]{1,20}|[A-Za-z0-9_-]{1,100}-[0-9A-Za-z]{1,13})$/,
    'an issue id',
    'a numeric id or a short id such as CHECKOUT-3F',
  ),
  event: eventId,
  eventOrWord: (value: string): string => (/^(latest|oldest|recommended)$/.test(value) ? value : eventId(value)),
  version: releaseVersion(250),
  /** Of a release that is created; Sentry holds longer ones too. */
  newVersion: releaseVersion(200),
  tagKey,
  account: matching(/^[A-Za-z0-9_-]{1,128}$/, "a linked account's id", 'letters, digits, "_" and "-", at most 128'),
  /** Sentry's cursors are `value:offset:is_prev`, the value a float as Python writes it for score sorts (`1e-05:0:0`). */
  cursor: matching(
    /^-?\d{1,20}(?:\.\d{1,20})?(?:e[+-]?\d{1,3})?:-?\d{1,10}:[01]$/,
    'a cursor',
    'take it from a page of the same list',
  ),
} as const;

/** Kind of a path segment. */
export type IdentifierKind = keyof typeof identifiers;

/** Whether a value is an identifier of a kind. */
export const isIdentifier = (kind: IdentifierKind, value: string): boolean => {
  try {
    identifiers[kind](value);
    return true;
  } catch {
    return false;
  }
};

/** Whether `value` is a numeric id rather than a slug or short id; Sentry decides the same way. */
export const isNumeric = (value: string): boolean => /^[0-9]+$/.test(value);
