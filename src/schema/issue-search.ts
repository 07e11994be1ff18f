import { badInput } from '../gateway/http/coded-error.ts';
import type { IssueFilter } from '../gateway/issues.ts';
import { environmentName, searchWindow, someOf } from './arguments.ts';
import { filtersBeside, isEventId, refuseBesideEventId } from './event-id-query.ts';
import { type IssueTermArguments, issueTerms } from './issue-terms.ts';
import { searchOf, shortEnough } from './search-terms.ts';

const statusWords = new Map([
  ['UNRESOLVED', 'unresolved'],
  ['RESOLVED', 'resolved'],
  ['IGNORED', 'ignored'],
]);

const sorts = new Map([
  ['DATE', 'date'],
  ['NEW', 'new'],
  ['FREQ', 'freq'],
  ['USER', 'user'],
  ['TRENDS', 'trends'],
  ['RECOMMENDED', 'recommended'],
  ['INBOX', 'inbox'],
]);

/** What an issue list was asked for, as GraphQL coerced it. */
export type IssueArguments = IssueTermArguments & {
  readonly status?: readonly string[] | null | undefined;
  readonly environment?: readonly string[] | null | undefined;
  readonly projects?: readonly string[] | null | undefined;
  readonly period?: string | null | undefined;
  readonly start?: string | null | undefined;
  readonly end?: string | null | undefined;
  readonly query?: string | null | undefined;
  readonly sort?: string | null | undefined;
};

/** The terms of a search, quoted parts kept together. */
const termsOf = (query: string): string[] => query.match(/(?:[^\s"]|"(?:\\.|[^"\\])*"?)+/g) ?? [];

const statusTerm =
  /^!?(?:status:|is:(?:unresolved|resolved|ignored|archived|new|ongoing|escalating|regressed|archived_until_escalating|archived_until_condition_met|archived_forever)$)/i;

const namesStatus = (query: string): boolean => termsOf(query).some((term) => statusTerm.test(term));

/** One term for some of the three statuses. `is:[a,b]` is a 400, so two of them are the third's negation; all three are no term. */
const statusSearch = (statuses: readonly string[]): string => {
  const wanted = new Set(statuses);
  if (wanted.size === 0) throw badInput('"status" is an empty list: name at least one status, or give null for any.');
  for (const status of wanted) {
    if (!statusWords.has(status)) {
      throw badInput(`Sentry cannot search for the status ${status}: use UNRESOLVED, RESOLVED or IGNORED.`);
    }
  }
  const [first = ''] = wanted;
  if (wanted.size === 1) return `is:${statusWords.get(first)}`;
  const missing = [...statusWords].find(([status]) => !wanted.has(status));
  return missing ? `!is:${missing[1]}` : '';
};

/** Short ids as Sentry prints them: the project's slug in capitals, a hyphen, base 32. */
export const isShortId = (query: string): boolean => /^[A-Z0-9_]+(?:-[A-Z0-9_]+)*-[0-9A-Z]+$/.test(query);

const isInboxSearch = (search: string): boolean =>
  [...termsOf(search)].sort().join(' ') === 'is:for_review is:unresolved';

/**
 * Translates the arguments of an issue list, `projects` being read already, into Sentry's search. `now` is the operation's, `fixed`
 * are terms that the list has of itself, such as the release it hangs on.
 * @throws CodedError `BAD_USER_INPUT` for what Sentry would refuse or silently misread: a status both in `status` and in
 * `query`, other filters beside a lone event id (it would ignore them), empty lists, windows beyond 90 days.
 */
export const issueFilter = (
  args: IssueArguments,
  isGiven: (name: string) => boolean,
  now: number,
  fixed: readonly string[] = [],
): IssueFilter => {
  const query = shortEnough(args.query ?? '').trim();
  const window = searchWindow(args, now);
  const projects = args.projects ?? null;
  const environments = someOf('environment', args.environment, environmentName);
  const sort = sorts.get(args.sort ?? 'DATE') ?? 'date';
  const terms = issueTerms(args);
  const others = filtersBeside(args).filter(isGiven);
  if (isEventId(query)) {
    if (fixed.length > 0) {
      throw badInput(
        'A "query" that is an event id is a lookup, which cannot be limited to a release: look the issue up by itself.',
      );
    }
    refuseBesideEventId(others);
    return { query, projects: null, environments: null, ...window, sort, shortId: null };
  }
  const named = namesStatus(query);
  if (named && isGiven('status') && args.status) {
    throw badInput('"query" names a status itself: leave out "status", or the term in "query".');
  }
  const status = named || !args.status ? '' : statusSearch(args.status);
  const search = searchOf([status, ...fixed, ...terms], query);
  if (sort === 'inbox' && !isInboxSearch(search)) {
    throw badInput('The order INBOX needs unresolved issues and `query: "is:for_review"`, and no other term.');
  }
  const isLone = others.length === 0 && fixed.length === 0;
  return { query: search, projects, environments, ...window, sort, shortId: isLone && isShortId(query) ? query : null };
};
