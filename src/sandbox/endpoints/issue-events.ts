import type { EventHead, IssueRecord, OrganizationRecord } from '../data/model.ts';
import { eventIdOf, issueOf, notFoundEvent } from '../lookup.ts';
import { genericOffsetList, searchWindow } from '../params.ts';
import { eventDetail, eventRow, fullEvent } from '../payloads/event.ts';
import { json, type Reply } from '../reply.ts';
import { isOn, type Scope } from '../scope.ts';
import { eventTests } from '../search/events.ts';
import { eventsIn } from '../search/issue-counts.ts';

function eventsOf(scope: Scope, organization: OrganizationRecord, issue: IssueRecord): EventHead[] {
  const environments = scope.query.getAll('environment').filter((name) => name !== '');
  const tests = eventTests(scope, organization, scope.query.get('query') ?? '');
  return eventsIn(issue, searchWindow(scope), environments).filter((event) =>
    tests.every((test) => test(event, issue)),
  );
}

/** `GET .../issues/{id}/events/`: newest first; `sample=1` by event id. */
export function listIssueEvents(scope: Scope, hasOrganization: boolean): Reply {
  const { organization, issue } = issueOf(scope, hasOrganization);
  const toRow = isOn(scope, 'full') ? fullEvent : eventRow;
  const eventId = eventIdOf(scope.query.get('query') ?? '');
  const direct = eventId === null ? undefined : issue.events.find(({ id }) => id === eventId);
  if (direct !== undefined) return json([toRow(direct)]);
  const events = eventsOf(scope, organization, issue);
  if (isOn(scope, 'sample')) events.sort((a, b) => (a.id < b.id ? -1 : 1));
  return genericOffsetList(scope, organization.slug, events, toRow);
}

/** A full event among its neighbours; the list is newest first. */
export function neighboured(
  organization: OrganizationRecord,
  events: readonly EventHead[],
  event: EventHead,
): Record<string, unknown> {
  const index = events.indexOf(event);
  const next = index > 0 ? events[index - 1] : undefined;
  const previous = index === -1 ? undefined : events[index + 1];
  return eventDetail(organization, event, { next, previous });
}

/** `GET .../issues/{id}/events/{event}/`: by id, or the latest, oldest or recommended one. */
export function getIssueEvent(scope: Scope, hasOrganization: boolean): Reply {
  const { organization, issue } = issueOf(scope, hasOrganization);
  const name = scope.part('event');
  const environments = scope.query.getAll('environment').filter((each) => each !== '');
  const inEnvironments = issue.events.filter(
    ({ environment }) => environments.length === 0 || environments.includes(environment),
  );
  const eventId = eventIdOf(name);
  if (eventId !== null) {
    const event = issue.events.find(({ id }) => id === eventId);
    if (event === undefined) throw notFoundEvent();
    return json(neighboured(organization, inEnvironments, event));
  }
  if (!['latest', 'oldest', 'recommended'].includes(name)) throw notFoundEvent();
  const events = eventsOf(scope, organization, issue);
  // The most telling event: the newest one that knows its user.
  const recommended = events.find(({ user }) => user !== null) ?? events[0];
  const event = name === 'latest' ? events[0] : name === 'oldest' ? events.at(-1) : recommended;
  if (event === undefined) throw notFoundEvent();
  return json(neighboured(organization, events, event));
}

/** `GET .../issues/{id}/hashes/`: latest event first, with full bodies unless `full=0`. */
export function listIssueHashes(scope: Scope, hasOrganization: boolean): Reply {
  const { organization, issue } = issueOf(scope, hasOrganization);
  const isFull = scope.query.has('full') ? isOn(scope, 'full') : true;
  const hashes = issue.hashes.map((id) => ({ id, latest: issue.events.find(({ hash }) => hash === id) }));
  hashes.sort((a, b) => (b.latest?.date ?? 0) - (a.latest?.date ?? 0));
  return genericOffsetList(
    scope,
    organization.slug,
    hashes,
    ({ id, latest }) => {
      const latestEvent = latest === undefined ? null : isFull ? fullEvent(latest) : eventRow(latest);
      return { id, latestEvent, mergedBySeer: false, seerMatchDistance: null };
    },
    { fullDefault: true },
  );
}
