import type { EventHead, IssueRecord, OrganizationRecord, ProjectRecord, UserRecord } from '../data/model.ts';
import { isPending, ownIssues } from '../lookup.ts';
import type { Window } from '../time.ts';
import { type EventTest, eventTest } from './event-terms.ts';
import { countsOf, eventsIn } from './issue-counts.ts';
import { type Counts, type IssueTest, issueTest } from './issue-terms.ts';
import { parseSearch } from './tokens.ts';

/** What an issue search asks. */
export type IssueSearch = {
  query: string;
  organization: OrganizationRecord;
  viewer: UserRecord;
  projects: readonly ProjectRecord[];
  environments: readonly string[];
  window: Window;
  now: number;
};

/** An issue found: with its numbers in window and environments, and those of the events that fit the conditions. */
export type FoundIssue = {
  issue: IssueRecord;
  counts: Counts;
  events: EventHead[];
  /** Null where the search has no condition on events. */
  filtered: { counts: Counts; events: EventHead[] } | null;
};

/** The version of the newest release of some projects. */
export function latestReleaseOf(organization: OrganizationRecord, projects: readonly ProjectRecord[]): string | null {
  const ids = new Set(projects.map(({ id }) => id));
  const [latest] = organization.releases
    .filter((release) => release.projectIds.some((id) => ids.has(id)))
    .sort((a, b) => (b.dateReleased ?? b.dateCreated) - (a.dateReleased ?? a.dateCreated));
  return latest?.version ?? null;
}

/** Finds issues that have events in the window. The order is the data's; the caller sorts by a score. */
export function searchIssues(search: IssueSearch): FoundIssue[] {
  const { organization, projects, window, environments } = search;
  const options = { ...search, latestRelease: () => latestReleaseOf(organization, projects) };
  const issueTests: IssueTest[] = [];
  const eventTests: EventTest[] = [];
  for (const term of parseSearch(search.query)) {
    const test = issueTest(term, options);
    if (test !== null) issueTests.push(test);
    else if (term.key === 'has' && term.values[0]?.text === 'firstRelease') {
      issueTests.push(({ firstRelease }) => (firstRelease !== null) !== term.isNegated);
    } else eventTests.push(eventTest(term, options));
  }
  const ids = new Set(projects.map(({ id }) => id));
  const found: FoundIssue[] = [];
  for (const issue of ownIssues(organization)) {
    if (!ids.has(issue.projectId) || isPending(issue)) continue;
    const events = eventsIn(issue, window, environments);
    if (events.length === 0) continue;
    const fitting =
      eventTests.length === 0 ? events : events.filter((event) => eventTests.every((test) => test(event, issue)));
    if (fitting.length === 0) continue;
    const fittingCounts = countsOf(issue, fitting, window);
    if (!issueTests.every((test) => test(issue, fittingCounts))) continue;
    found.push({
      issue,
      counts: eventTests.length === 0 ? fittingCounts : countsOf(issue, events, window),
      events,
      filtered: eventTests.length === 0 ? null : { counts: fittingCounts, events: fitting },
    });
  }
  return found;
}

/** What a sort goes by; undefined where Sentry knows no such sort. */
export function scoreOf(sort: string, now: number): ((found: FoundIssue) => number) | undefined {
  const fitting = ({ filtered, counts }: FoundIssue): Counts => filtered?.counts ?? counts;
  const age = (time: number): number => Math.max(1, (now - time) / 3_600_000);
  switch (sort) {
    case 'date':
    case 'inbox':
      return (found) => fitting(found).lastSeen;
    case 'new':
      return ({ issue }) => issue.firstSeen;
    case 'freq':
      return (found) => fitting(found).count;
    case 'user':
      return (found) => fitting(found).userCount;
    case 'trends':
    case 'recommended':
      return (found) => Number((fitting(found).count / age(fitting(found).lastSeen)).toFixed(4));
    default:
      return undefined;
  }
}
