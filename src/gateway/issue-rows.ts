import { type IssueParts, issuePayload } from './issue-payload.ts';
import { readersOf } from './payload.ts';
import { projectStub } from './project-payload.ts';
import { member, optional, type Row, row } from './read.ts';

/**
 * Members of an organization list row that speak of the searched window, not of the issue
 * (`api/serializers/models/group_stream.py`).
 */
const windowMembers = [
  'count',
  'userCount',
  'firstSeen',
  'lastSeen',
  'filtered',
  'stats',
  'matchingEventId',
  'matchingEventEnvironment',
];

const seriesOf = (from: Row, name: string): Row => {
  const stats = optional(from, 'stats', row);
  const points = stats ? member(stats, name) : undefined;
  return points === undefined ? {} : { [`series${name}`]: points };
};

const copy = (from: Row, keep: (name: string) => boolean): Row =>
  Object.fromEntries(Object.entries(from).filter(([name]) => keep(name)));

/**
 * What a row of the organization's issue list says of the issue whatever was searched. With `environment` the row's `lifetime`
 * and series count those environments alone (`StreamGroupSerializerSnuba` passes `environment_ids` to each), so they belong to
 * the search, as the counts and dates always do, which no payload of an issue names.
 */
export const issueRow = (from: Row, { environments, parts }: { environments: boolean; parts: IssueParts }): Row => {
  if (environments) {
    const { lifetime: _searched, ...issue } = from;
    return issue;
  }
  const series = [...parts].some((part) => part.startsWith('series'));
  return series ? { ...from, ...seriesOf(from, '24h'), ...seriesOf(from, '14d') } : from;
};

/** Issue detail, whose own counts and dates are totals. */
export const issueDetail = (from: Row): Row => ({
  ...copy(from, (name) => !windowMembers.includes(name)),
  lifetime: copy(from, (name) => /^(count|userCount|firstSeen|lastSeen)$/.test(name)),
  ...seriesOf(from, '24h'),
  ...seriesOf(from, '30d'),
});

/** What an issue row must hold to be shown. */
export const neededInRows = {
  ...readersOf(issuePayload, 'id', 'shortId', 'title', 'level', 'status', 'statusDetails', 'type', 'metadata'),
  project: projectStub,
};
