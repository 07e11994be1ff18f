import { badInput } from '../gateway/http/coded-error.ts';
import { identifiers } from '../gateway/http/identifiers.ts';
import type { IssueFilter } from '../gateway/issues.ts';
import { environmentName, searchWindow, someOf } from './arguments.ts';

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
export type IssueArguments = {
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

const isEventId = (query: string): boolean => /^[0-9a-f]{32}$/i.test(query);

/** Short ids as Sentry prints them: the project's slug in capitals, a hyphen, base 32. */
const isShortId = (query: string): boolean => /^[A-Z0-9_]+(?:-[A-Z0-9_]+)*-[0-9A-Z]+$/.test(query);

/**
 * Translates the arguments of an issue list into Sentry's search.
 * @throws CodedError `BAD_USER_INPUT` for what Sentry would refuse or silently misread: a status both in `status` and in
 * `query`, other filters beside a lone event or short id (it would ignore them), empty lists, windows beyond 90 days.
 */
export const issueFilter = (args: IssueArguments, isGiven: (name: string) => boolean): IssueFilter => {
  const query = (args.query ?? '').trim();
  const window = searchWindow(args);
  const projects = someOf('projects', args.projects, identifiers.project);
  const environments = someOf('environment', args.environment, environmentName);
  const sort = sorts.get(args.sort ?? 'DATE') ?? 'date';
  const statusGiven = isGiven('status') && args.status !== null && args.status !== undefined;
  if (isEventId(query) || isShortId(query)) {
    const others = ['status', 'projects', 'environment', 'period', 'start', 'sort'].filter(isGiven);
    if (others.length > 0) {
      throw badInput(
        `A "query" that is an event id or a short id is a lookup, for which Sentry ignores ${others.map((name) => `"${name}"`).join(', ')}: leave it out.`,
      );
    }
    return { query, projects: null, environments: null, ...window, sort, shortId: isShortId(query) };
  }
  const named = namesStatus(query);
  if (named && statusGiven) {
    throw badInput('"query" names a status itself: leave out "status", or the term in "query".');
  }
  const status = named || !args.status ? '' : statusSearch(args.status);
  const search = [status, query].filter((term) => term !== '').join(' ');
  if (
    sort === 'inbox' &&
    ![...termsOf(search)]
      .sort()
      .join(' ')
      .match(/^is:for_review is:unresolved$/)
  ) {
    throw badInput('The order INBOX needs unresolved issues and `query: "is:for_review"`, and no other term.');
  }
  return { query: search, projects, environments, ...window, sort, shortId: false };
};
