import { badInput } from '../gateway/http/coded-error.ts';
import type { Arguments } from './field-cost.ts';
import { given } from './given.ts';

/** Whether a query is a lone event id, which Sentry looks up. */
export const isEventId = (query: string): boolean => /^[0-9a-f]{32}$/i.test(query.trim().replaceAll('-', ''));

/** Arguments that go with a lookup. */
const besideLookup = new Set(['query', 'sort', 'first', 'after', 'last', 'before']);

/** Names of the filters that a list was given beside its `query`. */
export const filtersBeside = (args: Arguments): string[] =>
  Object.keys(given(args)).filter((name) => !besideLookup.has(name));

/**
 * Sentry answers a query of a lone event id by itself, whatever else is asked.
 * @throws CodedError `BAD_USER_INPUT` where something else is asked.
 */
export const refuseBesideEventId = (others: readonly string[]): void => {
  if (others.length === 0) return;
  const names = others.map((name) => `"${name}"`).join(', ');
  throw badInput(`A "query" that is an event id is a lookup, for which Sentry ignores ${names}: leave it out.`);
};
