import { issuePayload } from '../gateway/issue-payload.ts';
import { integer, optional, time } from '../gateway/read.ts';
import { builder } from './builder.ts';
import { Issue } from './issue.ts';
import { IssueStatsPeriod } from './issue-words.ts';
import { member } from './member.ts';
import { StatsPoint } from './stats.ts';

/** The totals of an issue: all its events, whatever a list was filtered by. */
const total = <T>(name: string, read: (value: unknown) => T) =>
  member(issuePayload, 'lifetime', (lifetime) => optional(lifetime, name, read));

const seriesPart = (period: unknown): 'series24h' | 'series14d' | 'series30d' => {
  if (period === 'LAST_14_DAYS') return 'series14d';
  return period === 'LAST_30_DAYS' ? 'series30d' : 'series24h';
};

builder.objectFields(Issue, (t) => ({
  count: t.field({
    type: 'Count',
    description:
      'Number of events in all, whatever the list was filtered by; see `IssueEdge.window` for the window. In a list with `environment` one batched call.',
    ...total('count', integer),
  }),
  userCount: t.field({
    type: 'Count',
    description: 'Number of users in all. In a list with `environment` one batched call.',
    ...total('userCount', integer),
  }),
  firstSeen: t.field({
    type: 'DateTime',
    description: 'First event in all. In a list with `environment` one batched call.',
    ...total('firstSeen', time),
  }),
  lastSeen: t.field({
    type: 'DateTime',
    description: 'Last event in all. In a list with `environment` one batched call.',
    ...total('lastSeen', time),
  }),
  stats: t.field({
    type: [StatsPoint],
    description:
      'Events over time. Free of a call in issue lists without `environment` for one of 24 hours and 14 days, elsewhere one batched call for each; 30 days one call (issue detail, 5/s).',
    args: {
      period: t.arg({ type: IssueStatsPeriod, defaultValue: 'LAST_24_HOURS', description: 'Window of the series.' }),
    },
    extensions: { part: ({ period }: Readonly<Record<string, unknown>>) => seriesPart(period) },
    resolve: (issue, { period }, _context, { path }) => issue.get(seriesPart(period), path),
  }),
}));
