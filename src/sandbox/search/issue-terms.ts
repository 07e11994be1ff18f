import type { IssueRecord, OrganizationRecord, ProjectRecord, UserRecord } from '../data/model.ts';
import { findByShortId } from '../lookup.ts';
import { badRequest } from '../reply.ts';
import { actorTest } from './actors.ts';
import { categories, flags, statuses, substatuses } from './issue-states.ts';
import { searchError, type Term } from './tokens.ts';
import { anyText, dateTest, numberTest } from './values.ts';

/** What a search counted of an issue's events, which its comparisons look at. */
export type Counts = { count: number; userCount: number; firstSeen: number; lastSeen: number };

/** A test of one issue. */
export type IssueTest = (issue: IssueRecord, counts: Counts) => boolean;

/** What a search on issues is read with. */
export type IssueTermOptions = {
  now: number;
  organization: OrganizationRecord;
  viewer: UserRecord;
  projects: readonly ProjectRecord[];
  latestRelease(): string | null;
};

type Reader = (term: Term, options: IssueTermOptions) => IssueTest;

const textKey =
  (read: (issue: IssueRecord) => string | null, allowed?: readonly string[], name = 'status'): Reader =>
  ({ values }) => {
    for (const { text } of values) {
      if (allowed !== undefined && !allowed.includes(text)) throw searchError(`invalid ${name} value of '${text}'`);
    }
    const test = anyText(values);
    return (issue) => test(read(issue) ?? '');
  };

const dateKey =
  (read: (issue: IssueRecord, counts: Counts) => number): Reader =>
  ({ values }, { now }) => {
    const tests = values.map((value) => dateTest(value, now));
    return (issue, counts) => tests.some((test) => test(read(issue, counts)));
  };

const numberKey =
  (read: (issue: IssueRecord, counts: Counts) => number): Reader =>
  ({ values }) => {
    const tests = values.map(numberTest);
    return (issue, counts) => tests.some((test) => test(read(issue, counts)));
  };

const isKey: Reader = ({ values, isList }) => {
  if (isList) throw searchError('"in" condition not supported for "is" search');
  const [value = { text: '', isQuoted: false }] = values;
  const test = flags.get(value.text);
  if (test === undefined) {
    throw searchError(`Invalid value for "is" search, valid values are ${JSON.stringify([...flags.keys()].sort())}`);
  }
  return test;
};

const actorKey =
  (withSuggested: boolean): Reader =>
  ({ values }, options) => {
    const tests = values.map((value) => actorTest(value, withSuggested, options));
    return (issue) => tests.some((test) => test(issue));
  };

const viewersKey =
  (read: (issue: IssueRecord) => boolean): Reader =>
  ({ values }, { viewer }) => {
    const isViewer = values.some(({ text }) => text === 'me' || text === viewer.email || text === viewer.username);
    return (issue) => isViewer && read(issue);
  };

const projectKey: Reader = ({ values }, { organization, projects }) => {
  const unknown = values.filter(({ text }) => !projects.some(({ slug, id }) => slug === text || id === text));
  if (unknown.length > 0) {
    const names = unknown.map(({ text }) => text).join(', ');
    throw badRequest(`Invalid query. Project(s) ${names} do not exist or are not actively selected.`);
  }
  const ids = organization.projects
    .filter(({ slug, id }) => values.some(({ text }) => text === slug || text === id))
    .map(({ id }) => id);
  return (issue) => ids.includes(issue.projectId);
};

const shortIdKey: Reader = ({ values }, { organization }) => {
  const ids = values.map(({ text }) => {
    const issue = findByShortId(organization, text);
    if (issue === undefined) throw searchError(`Invalid value '${text}' for 'issue:' filter`);
    return issue.id;
  });
  return (issue) => ids.includes(issue.id);
};

const firstReleaseKey: Reader = ({ values }, { latestRelease }) => {
  const test = anyText(
    values.map((value) => (value.text === 'latest' ? { text: latestRelease() ?? '', isQuoted: true } : value)),
  );
  return (issue) => issue.firstRelease !== null && test(issue.firstRelease);
};

const statusKey: Reader = (term, options) => {
  const values = term.values.map((value) =>
    value.text === 'archived' || value.text === 'muted' ? { ...value, text: 'ignored' } : value,
  );
  return textKey(({ status }) => status, statuses, 'status')({ ...term, values }, options);
};

const readers = new Map<string, Reader>([
  ['is', isKey],
  ['status', statusKey],
  ['substatus', textKey(({ substatus }) => substatus, substatuses, 'substatus')],
  ['issue.category', textKey(({ issueCategory }) => issueCategory, categories, 'category')],
  ['issue.type', textKey(({ issueType }) => issueType)],
  ['issue.priority', textKey(({ priority }) => priority, ['high', 'medium', 'low'], 'priority')],
  ['assigned', actorKey(false)],
  ['assigned_to', actorKey(false)],
  ['assigned_or_suggested', actorKey(true)],
  ['bookmarks', viewersKey(({ isBookmarked }) => isBookmarked)],
  ['bookmarked_by', viewersKey(({ isBookmarked }) => isBookmarked)],
  ['subscribed', viewersKey(({ isSubscribed }) => isSubscribed)],
  ['project', projectKey],
  ['project.name', projectKey],
  ['project.id', projectKey],
  ['project_id', projectKey],
  ['issue', shortIdKey],
  ['issue.id', numberKey(({ id }) => Number(id))],
  ['firstRelease', firstReleaseKey],
  ['first_release', firstReleaseKey],
  ['first-release', firstReleaseKey],
  ['age', dateKey(({ firstSeen }) => firstSeen)],
  ['firstSeen', dateKey(({ firstSeen }) => firstSeen)],
  ['first_seen', dateKey(({ firstSeen }) => firstSeen)],
  ['lastSeen', dateKey((_, { lastSeen }) => lastSeen)],
  ['last_seen', dateKey((_, { lastSeen }) => lastSeen)],
  ['timesSeen', numberKey((_, { count }) => count)],
  ['times_seen', numberKey((_, { count }) => count)],
  ['userCount', numberKey((_, { userCount }) => userCount)],
  ['users_seen', numberKey((_, { userCount }) => userCount)],
  ['error.unhandled', textKey(({ isUnhandled }) => (isUnhandled ? '1' : '0'))],
  ['logger', textKey(({ logger }) => logger)],
]);

const truths = new Map([
  ['true', '1'],
  ['false', '0'],
]);

/** Reads one term as a condition on issues; null where its key is one of events. */
export function issueTest(term: Term, options: IssueTermOptions): IssueTest | null {
  if (term.key === null) return null;
  const isFlipped = term.key === 'error.handled';
  const read = readers.get(isFlipped ? 'error.unhandled' : term.key);
  if (read === undefined) return null;
  const values =
    term.key === 'error.unhandled' || isFlipped
      ? term.values.map((value) => ({ ...value, text: truths.get(value.text) ?? value.text }))
      : term.values;
  const test = read({ ...term, values }, options);
  return term.isNegated !== isFlipped ? (issue, counts) => !test(issue, counts) : test;
}
