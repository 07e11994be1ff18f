import { badInput } from '../gateway/http/coded-error.ts';
import { identifiers, isNumeric, shown } from '../gateway/http/identifiers.ts';
import { someOf } from './arguments.ts';
import { between, quoted, searchText, term } from './search-terms.ts';

type Some = readonly string[] | null | undefined;
type One = string | null | undefined;

/** Filters of an issue list that become terms of its search. */
export type IssueTermArguments = {
  readonly level?: Some;
  readonly assignee?: Some;
  readonly release?: Some;
  readonly firstRelease?: Some;
  readonly platform?: Some;
  readonly priority?: Some;
  readonly category?: Some;
  readonly text?: One;
  readonly firstSeenAfter?: One;
  readonly firstSeenBefore?: One;
  readonly lastSeenAfter?: One;
  readonly lastSeenBefore?: One;
};

/** Sentry's word for a value of one of our enums. */
const enumWord =
  (name: string) =>
  (value: string): string => {
    if (value === 'UNKNOWN') {
      throw badInput(
        `"${name}" holds UNKNOWN, which stands for words of Sentry's this service does not know: leave it out.`,
      );
    }
    return value.toLowerCase();
  };

const assignee = (value: string): string => {
  if (/^(?:me|my_teams)$/i.test(value)) {
    throw badInput(
      `${shown(value)} would mean the user of the linked account, whoever asks: name an e-mail address, a user name, "#team-slug" or "none".`,
    );
  }
  if (!value.startsWith('#')) return searchText('assignee')(value);
  const slug = identifiers.team(value.slice(1));
  if (isNumeric(slug)) throw badInput(`${shown(value)} is no team: after "#" stands its slug, not its number.`);
  return value;
};

const version = (value: string): string => (value === 'latest' ? value : identifiers.version(value));

const category = (value: string): string => {
  if (!/^[a-z_]{1,50}$/i.test(value)) {
    throw badInput(`${shown(value)} is not a category: use Sentry's words, such as "error" or "outage".`);
  }
  return value.toLowerCase();
};

const anyOf = (name: string, key: string, values: Some, check: (value: string) => string): string[] => {
  const checked = someOf(name, values, check);
  return checked ? [term(key, checked)] : [];
};

/**
 * The terms of an issue search for the filters that were given.
 * @throws CodedError `BAD_USER_INPUT` for what Sentry would refuse or silently misread: empty lists and texts, values that are
 * only in answers, words that mean the linked account's user.
 */
export const issueTerms = (args: IssueTermArguments): string[] => [
  ...anyOf('level', 'level', args.level, enumWord('level')),
  ...anyOf('priority', 'issue.priority', args.priority, enumWord('priority')),
  ...anyOf('category', 'issue.category', args.category, category),
  ...anyOf('assignee', 'assigned', args.assignee, assignee),
  ...anyOf('release', 'release', args.release, version),
  ...anyOf('firstRelease', 'firstRelease', args.firstRelease, version),
  ...anyOf('platform', 'platform', args.platform, searchText('platform')),
  ...between('firstSeen', args.firstSeenAfter, args.firstSeenBefore),
  ...between('lastSeen', args.lastSeenAfter, args.lastSeenBefore),
  ...(args.text === null || args.text === undefined ? [] : [quoted(searchText('text')(args.text))]),
];
