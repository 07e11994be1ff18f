import type { EventHead, OrganizationRecord } from '../data/model.ts';
import { iso, isoOrNull } from '../time.ts';
import { versionInfo } from './version.ts';

type Payload = Record<string, unknown>;

function userPayload(event: EventHead): Payload | null {
  return event.user === null ? null : { ...event.user, geo: null, data: null };
}

function tagsPayload(event: EventHead): Payload[] {
  return event.tags.map(({ key, value }) =>
    key === 'user' || key === 'release' ? { key, value, query: `${key}:"${value}"` } : { key, value },
  );
}

/** What rows and full events share. */
function eventCommon(event: EventHead): Payload {
  return {
    id: event.id,
    groupID: event.issueId,
    eventID: event.id,
    projectID: event.projectId,
    title: event.title,
    message: event.message,
    location: event.location,
    culprit: event.culprit,
    user: userPayload(event),
    tags: tagsPayload(event),
    platform: event.platform,
    dateCreated: iso(event.date),
    crashFile: null,
    metadata: event.metadata,
  };
}

/** An event in a list. */
export function eventRow(event: EventHead): Payload {
  return { ...eventCommon(event), 'event.type': event.type };
}

/** An event with its body, as `full` lists and the event id lookup carry it. */
export function fullEvent(event: EventHead): Payload {
  const body = event.body();
  return {
    ...eventCommon(event),
    dateReceived: iso(event.date + 1000),
    contexts: body.contexts,
    size: body.size,
    entries: body.entries,
    dist: body.dist,
    sdk: body.sdk,
    context: body.context,
    packages: body.packages,
    type: event.type,
    errors: body.errors,
    occurrence: body.occurrence,
    fingerprints: body.fingerprints,
    groupingConfig: { id: 'newstyle:2023-01-11', enhancements: '' },
    _meta: { entries: {}, message: null, user: null, contexts: null, packages: null, tags: {} },
    ...(body.startTimestamp === undefined ? {} : { startTimestamp: body.startTimestamp }),
    ...(body.endTimestamp === undefined ? {} : { endTimestamp: body.endTimestamp }),
    ...(body.measurements === undefined ? {} : { measurements: body.measurements }),
    ...(body.breakdowns === undefined ? {} : { breakdowns: body.breakdowns }),
  };
}

/** The release that a full event carries: fewer members than a release of its own. */
function eventRelease(organization: OrganizationRecord, version: string | null): Payload | null {
  const release = organization.releases.find((candidate) => candidate.version === version);
  if (release === undefined) return null;
  const [deploy] = release.deploys;
  const commit = release.commits.at(0);
  return {
    id: release.id,
    commitCount: release.commits.length,
    data: release.data,
    dateCreated: iso(release.dateCreated),
    dateReleased: isoOrNull(release.dateReleased),
    deployCount: release.deploys.length,
    ref: release.ref,
    lastCommit:
      commit === undefined ? null : { id: commit.sha, message: commit.message, dateCreated: iso(commit.dateCreated) },
    lastDeploy:
      deploy === undefined
        ? null
        : {
            id: deploy.id,
            environment: deploy.environment,
            dateStarted: isoOrNull(deploy.dateStarted),
            dateFinished: iso(deploy.dateFinished),
            name: deploy.name ?? '',
            url: deploy.url,
          },
    status: release.status,
    url: release.url,
    userAgent: null,
    version: release.version,
    versionInfo: versionInfo(release.version),
  };
}

/** An event on its own, with its release and its neighbours in the same issue. */
export function eventDetail(
  organization: OrganizationRecord,
  event: EventHead,
  neighbours: { next: EventHead | undefined; previous: EventHead | undefined },
): Payload {
  return {
    ...fullEvent(event),
    release: eventRelease(organization, event.release),
    userReport: null,
    sdkUpdates: [],
    resolvedWith: [],
    nextEventID: neighbours.next?.id ?? null,
    previousEventID: neighbours.previous?.id ?? null,
  };
}
