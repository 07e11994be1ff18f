import type { IssueRecord, OrganizationRecord } from '../data/model.ts';
import { projectOfIssue } from '../lookup.ts';
import { isForReview } from '../search/issue-states.ts';
import type { Counts } from '../search/issue-terms.ts';
import { iso, isoOrNull } from '../time.ts';
import { projectStub } from './project.ts';

type Payload = Record<string, unknown>;

/** `count userCount firstSeen lastSeen`, the count as text. */
export function seenPayload(counts: Counts): Payload {
  return {
    count: String(counts.count),
    userCount: counts.userCount,
    firstSeen: iso(counts.firstSeen),
    lastSeen: iso(counts.lastSeen),
  };
}

/** Who has an issue; null where nobody does, or where they are gone. */
export function assigneePayload(
  organization: OrganizationRecord,
  assignedTo: IssueRecord['assignedTo'],
): Payload | null {
  if (assignedTo === null) return null;
  if (assignedTo.type === 'team') {
    const team = organization.teams.find(({ id }) => id === assignedTo.id);
    return team === undefined ? null : { type: 'team', id: team.id, name: team.slug };
  }
  const user = organization.members.find((member) => member.user?.id === assignedTo.id)?.user;
  return user == null ? null : { type: 'user', id: user.id, name: user.name, email: user.email };
}

/** An issue without its numbers, as every list and the detail carry it. */
export function issueBase(organization: OrganizationRecord, issue: IssueRecord): Payload {
  return {
    id: issue.id,
    shareId: issue.shareId ?? null,
    shortId: issue.shortId,
    title: issue.title,
    culprit: issue.culprit,
    permalink: `https://${organization.slug}.sentry.io/issues/${issue.id}/`,
    logger: issue.logger,
    level: issue.level,
    status: issue.status,
    statusDetails: issue.statusDetails,
    substatus: issue.substatus,
    isPublic: issue.shareId != null,
    platform: issue.platform,
    priority: issue.priority,
    priorityLockedAt: isoOrNull(issue.priorityLockedAt ?? null),
    seerFixabilityScore: null,
    seerAutofixLastTriggered: null,
    seerExplorerAutofixLastTriggered: null,
    project: projectStub(projectOfIssue(organization, issue)),
    type: issue.type,
    issueType: issue.issueType,
    issueCategory: issue.issueCategory,
    metadata: issue.metadata,
    numComments: issue.numComments,
    assignedTo: assigneePayload(organization, issue.assignedTo),
    isBookmarked: issue.isBookmarked,
    isSubscribed: issue.isSubscribed,
    subscriptionDetails: issue.isSubscribed ? { reason: issue.subscriptionReason ?? 'committed' } : null,
    hasSeen: issue.hasSeen,
    annotations: issue.annotations,
  };
}

const inboxReasons = new Map([
  ['new', 0],
  ['regressed', 2],
  ['escalating', 5],
]);

/** Why an issue waits for review, or null. */
export function inboxPayload(issue: IssueRecord): Payload | null {
  if (!isForReview(issue)) return null;
  return {
    reason: inboxReasons.get(issue.substatus ?? '') ?? 0,
    reason_details: null,
    date_added: iso(issue.substatus === 'new' ? issue.firstSeen : issue.lastSeen),
  };
}

/** Who is suspected of owning an issue, or null. */
export function ownersPayload(issue: IssueRecord): Payload[] | null {
  if (issue.owners.length === 0) return null;
  return issue.owners.map((owner) => ({ ...owner, date_added: iso(owner.date_added) }));
}

/** The members that `expand` adds, of those that list and detail share. */
export function expandedPayload(issue: IssueRecord, expand: readonly string[]): Payload {
  return {
    ...(expand.includes('inbox') ? { inbox: inboxPayload(issue) } : {}),
    ...(expand.includes('owners') ? { owners: ownersPayload(issue) } : {}),
    ...(expand.includes('integrationIssues') ? { integrationIssues: integrationIssues(issue) } : {}),
    ...(expand.includes('sentryAppIssues') ? { sentryAppIssues: [] } : {}),
    ...(expand.includes('latestEventHasAttachments') ? { latestEventHasAttachments: false } : {}),
  };
}

function integrationIssues(issue: IssueRecord): Payload[] {
  return issue.annotations.map(({ displayName, url }, index) => ({
    id: `${issue.id}${index}`,
    key: displayName,
    url,
    title: issue.title,
    description: '',
    displayName,
  }));
}
