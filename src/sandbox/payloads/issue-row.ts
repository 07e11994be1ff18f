import type { IssueRecord, OrganizationRecord } from '../data/model.ts';
import { lifetimeCounts } from '../search/issue-counts.ts';
import type { FoundIssue } from '../search/issues.ts';
import type { Window } from '../time.ts';
import { expandedPayload, issueBase, seenPayload } from './issue.ts';
import { series } from './series.ts';

type Payload = Record<string, unknown>;

/** How the rows of an organization's issue list are made. */
export type RowOptions = {
  now: number;
  window: Window;
  /** Those named in the request; `lifetime` counts them alone. */
  environments: readonly string[];
  collapse: readonly string[];
  expand: readonly string[];
  /** The sparkline's length; null where none is wanted. */
  statsPeriod: string | null;
};

function statsPayload(times: readonly number[], total: number, options: RowOptions): Payload {
  const { statsPeriod, now, window } = options;
  if (statsPeriod === null) return {};
  return { stats: { [statsPeriod]: series(times, total, now, statsPeriod, window) } };
}

function timesOf(events: FoundIssue['events']): number[] {
  return events.map(({ date }) => date);
}

function numbers(found: FoundIssue, options: RowOptions): Payload {
  const { collapse } = options;
  if (collapse.includes('stats')) return {};
  const { issue, counts, events, filtered } = found;
  const lifetime = { ...seenPayload(lifetimeCounts(issue, options.environments)), stats: null };
  return {
    ...seenPayload(counts),
    ...statsPayload(timesOf(events), counts.count, options),
    ...(collapse.includes('lifetime') ? {} : { lifetime }),
    ...(collapse.includes('filtered')
      ? {}
      : {
          filtered: filtered && {
            ...seenPayload(filtered.counts),
            ...statsPayload(timesOf(filtered.events), filtered.counts.count, options),
          },
        }),
  };
}

/** An issue in an organization's list: collapsed keys are left out, expanded ones added. */
export function issueRow(organization: OrganizationRecord, found: FoundIssue, options: RowOptions): Payload {
  const { collapse, expand, statsPeriod } = options;
  const { issue } = found;
  const base = collapse.includes('base') ? { id: issue.id } : issueBase(organization, issue);
  return {
    ...base,
    ...(collapse.includes('unhandled') ? {} : { isUnhandled: issue.isUnhandled }),
    ...numbers(found, options),
    ...expandedPayload(issue, expand),
    ...(expand.includes('sessions') && statsPeriod !== null ? { sessionCount: issue.timesSeen * 40 } : {}),
  };
}

/** An issue in a project's list: totals, and a sparkline of the asked length. */
export function projectIssueRow(
  organization: OrganizationRecord,
  issue: IssueRecord,
  statsPeriod: string | null,
  now: number,
): Payload {
  return {
    ...issueBase(organization, issue),
    isUnhandled: issue.isUnhandled,
    ...seenPayload(lifetimeCounts(issue)),
    ...(statsPeriod === null
      ? {}
      : {
          stats: {
            [statsPeriod]: series(
              issue.events.map(({ date }) => date),
              issue.timesSeen,
              now,
              statsPeriod,
            ),
          },
        }),
  };
}
