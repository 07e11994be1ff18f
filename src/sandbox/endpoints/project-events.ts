import type { EventHead, IssueRecord, OrganizationRecord, ProjectRecord } from '../data/model.ts';
import {
  eventIdOf,
  findByShortId,
  findEvent,
  isPending,
  isVisible,
  notFoundEvent,
  organizationOf,
  ownIssues,
  projectOf,
  projectOfIssue,
} from '../lookup.ts';
import { genericOffsetList, searchWindow } from '../params.ts';
import { eventRow, fullEvent } from '../payloads/event.ts';
import { issueBase, seenPayload } from '../payloads/issue.ts';
import { json, notFound, type Reply } from '../reply.ts';
import { isOn, type Scope } from '../scope.ts';
import { lifetimeCounts } from '../search/issue-counts.ts';
import { within } from '../time.ts';
import { neighboured } from './issue-events.ts';

function issuesOf(organization: OrganizationRecord, project: ProjectRecord): IssueRecord[] {
  return ownIssues(organization).filter((issue) => issue.projectId === project.id && !isPending(issue));
}

/** `GET /projects/{org}/{project}/events/`: errors only; `query` is a part of the message, no search. */
export async function listProjectEvents(scope: Scope): Promise<Reply> {
  const organization = organizationOf(scope);
  const project = await projectOf(scope, organization);
  const window = searchWindow(scope);
  const text = (scope.query.get('query') ?? '').toLowerCase();
  const events = issuesOf(organization, project)
    .filter(({ type }) => type !== 'transaction' && type !== 'generic' && type !== 'feedback')
    .flatMap((issue) => issue.events)
    .filter((event) => within(event.date, window) && event.message.toLowerCase().includes(text));
  const newestFirst = (a: EventHead, b: EventHead): number => b.date - a.date || (a.id < b.id ? 1 : -1);
  events.sort(isOn(scope, 'sample') ? (a, b) => (a.id < b.id ? -1 : 1) : newestFirst);
  return genericOffsetList(scope, organization.slug, events, isOn(scope, 'full') ? fullEvent : eventRow);
}

/** `GET /projects/{org}/{project}/events/{event}/`. */
export async function getProjectEvent(scope: Scope): Promise<Reply> {
  const organization = organizationOf(scope);
  const project = await projectOf(scope, organization);
  const eventId = eventIdOf(scope.part('event'));
  const found = eventId === null ? undefined : findEvent(issuesOf(organization, project), eventId);
  const group = scope.query.get('group_id');
  if (found === undefined || (group !== null && group !== found.issue.id)) throw notFoundEvent();
  const environments = scope.query.getAll('environment').filter((name) => name !== '');
  const events = found.issue.events.filter(
    ({ environment }) => environments.length === 0 || environments.includes(environment),
  );
  return json(neighboured(organization, events, found.event));
}

/** `GET /organizations/{org}/eventids/{event}/`: looks through all projects. */
export function getEventId(scope: Scope): Reply {
  const organization = organizationOf(scope);
  const eventId = eventIdOf(scope.part('event'));
  if (eventId === null) return json({ detail: 'Event ID must be 32 hexadecimal digits' }, 400);
  const found = findEvent(
    ownIssues(organization).filter((issue) => !isPending(issue)),
    eventId,
  );
  if (found === undefined || !isVisible(projectOfIssue(organization, found.issue))) throw notFoundEvent();
  return json({
    organizationSlug: organization.slug,
    projectSlug: projectOfIssue(organization, found.issue).slug,
    groupId: found.issue.id,
    eventId,
    event: fullEvent(found.event),
  });
}

/** `GET /organizations/{org}/shortids/{short id}/`. */
export function getShortId(scope: Scope): Reply {
  const organization = organizationOf(scope);
  const issue = findByShortId(organization, scope.part('issue'));
  if (issue === undefined || !isVisible(projectOfIssue(organization, issue))) throw notFound();
  return json({
    organizationSlug: organization.slug,
    projectSlug: projectOfIssue(organization, issue).slug,
    groupId: issue.id,
    group: {
      ...issueBase(organization, issue),
      isUnhandled: issue.isUnhandled,
      ...seenPayload(lifetimeCounts(issue)),
    },
    shortId: issue.shortId,
  });
}
