import type { EventHead, IssueRecord } from '../data/model.ts';
import { type Window, within } from '../time.ts';
import type { Counts } from './issue-terms.ts';

const always: Window = { start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY };

/** The totals of an issue, whatever the window; where environments are named, of those alone, as in Sentry. */
export function lifetimeCounts(issue: IssueRecord, environments: readonly string[] = []): Counts {
  if (environments.length > 0) return countsOf(issue, eventsIn(issue, always, environments), always);
  return {
    count: issue.timesSeen,
    userCount: issue.usersSeen,
    firstSeen: issue.firstSeen,
    lastSeen: issue.lastSeen,
  };
}

/** The events of an issue inside a window and some environments (none named: all). */
export function eventsIn(issue: IssueRecord, window: Window, environments: readonly string[]): EventHead[] {
  return issue.events.filter(
    (event) => within(event.date, window) && (environments.length === 0 || environments.includes(event.environment)),
  );
}

function usersAmong(events: readonly EventHead[]): number {
  const users = new Set<string>();
  for (const { user } of events) {
    const name = user?.id ?? user?.email ?? user?.username ?? user?.ip_address;
    if (name != null) users.add(name);
  }
  return users.size;
}

/** Counts some of an issue's events. The stored ones stand for all: the totals are shared out in proportion. */
export function countsOf(issue: IssueRecord, events: readonly EventHead[], window: Window): Counts {
  const [newest] = events;
  const oldest = events.at(-1);
  if (newest === undefined || oldest === undefined) {
    return { count: 0, userCount: 0, firstSeen: issue.firstSeen, lastSeen: issue.lastSeen };
  }
  const isAll = events.length === issue.events.length;
  const share = (part: number, whole: number, total: number): number =>
    whole === 0 ? 0 : Math.max(part, Math.round((part / whole) * total));
  const userCount = usersAmong(events);
  return {
    count: share(events.length, issue.events.length, issue.timesSeen),
    userCount: isAll ? issue.usersSeen : share(userCount, usersAmong(issue.events), issue.usersSeen),
    firstSeen: isAll && issue.firstSeen >= window.start ? issue.firstSeen : oldest.date,
    lastSeen: newest.date,
  };
}
