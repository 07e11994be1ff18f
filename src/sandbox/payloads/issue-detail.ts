import type { IssueRecord, OrganizationRecord, UserRecord } from '../data/model.ts';
import { lifetimeCounts } from '../search/issue-counts.ts';
import { iso } from '../time.ts';
import { expandedPayload, issueBase, seenPayload } from './issue.ts';
import { releaseRow } from './release.ts';
import { series } from './series.ts';
import { tagTotals } from './tag.ts';
import { userPayload } from './user.ts';

type Payload = Record<string, unknown>;

function activityPayload(issue: IssueRecord): Payload[] {
  return issue.activity.slice(0, 100).map((entry) => ({
    id: entry.id,
    type: entry.type,
    user: entry.user === null ? null : userPayload(entry.user),
    sentry_app: null,
    data: entry.data,
    dateCreated: iso(entry.dateCreated),
  }));
}

function peopleOf(issue: IssueRecord): UserRecord[] {
  const users = new Map<string, UserRecord>();
  for (const { user } of issue.activity) if (user !== null) users.set(user.id, user);
  return [...users.values()];
}

function participantsPayload(organization: OrganizationRecord, issue: IssueRecord): Payload[] {
  const people = peopleOf(issue).map((user) => ({ ...userPayload(user), type: 'user' }));
  const { assignedTo } = issue;
  const team = organization.teams.find(({ id }) => assignedTo?.type === 'team' && assignedTo.id === id);
  return team === undefined
    ? people
    : [...people, { type: 'team', id: team.id, name: team.name, slug: team.slug, dateCreated: iso(team.dateCreated) }];
}

function releasePayload(organization: OrganizationRecord, version: string | null): Payload | null {
  if (version === null) return null;
  const release = organization.releases.find((candidate) => candidate.version === version);
  return release === undefined ? { version } : releaseRow(organization, release);
}

/** An issue on its own: what a row has, and what only it has. */
export function issueDetail(
  organization: OrganizationRecord,
  issue: IssueRecord,
  viewer: UserRecord,
  { collapse, expand, now }: { collapse: readonly string[]; expand: readonly string[]; now: number },
): Payload {
  const times = issue.events.map(({ date }) => date);
  const seenBy = issue.hasSeen ? [{ ...userPayload(viewer), lastSeen: iso(issue.lastSeen) }] : [];
  const statistics = (period: string): unknown => series(times, issue.timesSeen, now, period);
  return {
    ...issueBase(organization, issue),
    isUnhandled: issue.isUnhandled,
    ...seenPayload(lifetimeCounts(issue)),
    ...(collapse.includes('release')
      ? {}
      : {
          firstRelease: releasePayload(organization, issue.firstRelease),
          lastRelease: releasePayload(organization, issue.lastRelease),
        }),
    ...(collapse.includes('tags') ? {} : { tags: tagTotals(issue) }),
    ...(collapse.includes('stats') ? {} : { stats: { '24h': statistics('24h'), '30d': statistics('30d') } }),
    ...expandedPayload(issue, expand),
    ...(expand.includes('forecast') ? { forecast: { data: [], date_added: iso(issue.lastSeen) } } : {}),
    activity: activityPayload(issue),
    seenBy,
    pluginActions: [],
    pluginIssues: [],
    pluginContexts: [],
    userReportCount: 0,
    participants: participantsPayload(organization, issue),
  };
}
