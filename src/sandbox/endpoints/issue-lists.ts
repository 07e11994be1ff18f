import type { IssueRecord, OrganizationRecord, ProjectRecord } from '../data/model.ts';
import { hashText } from '../data/random.ts';
import {
  eventIdOf,
  findByShortId,
  findEvent,
  isVisible,
  organizationOf,
  ownIssues,
  projectOfIssue,
} from '../lookup.ts';
import { searchPage } from '../paging.ts';
import { orBadRequest, paged, searchWindow } from '../params.ts';
import { issueRow, type RowOptions } from '../payloads/issue-row.ts';
import { badRequest, internalError, json, type Reply } from '../reply.ts';
import { isOn, type Scope } from '../scope.ts';
import { lifetimeCounts } from '../search/issue-counts.ts';
import { isForReview } from '../search/issue-states.ts';
import { type FoundIssue, searchIssues } from '../search/issues.ts';
import { selectedEnvironments, selectedProjects } from '../selection.ts';
import { DAY, type Window } from '../time.ts';
import { directHit, hits, limitOf, sortScore, statsPeriodOf } from './issue-params.ts';

const everything: Window = { start: 0, end: Number.MAX_SAFE_INTEGER };

/** Which keys an organization's issue rows have. */
export function rowOptions(scope: Scope, window: Window): RowOptions {
  const statsPeriod = statsPeriodOf(scope, 'groupStatsPeriod', ['24h', '14d', 'auto']);
  const expand = scope.query.getAll('expand');
  const collapse = scope.query.getAll('collapse');
  // The session counts are read from the series, which is not there.
  if (expand.includes('sessions') && statsPeriod === null) throw internalError();
  return { now: scope.now, window, environments: scope.query.getAll('environment'), collapse, expand, statsPeriod };
}

/** An issue fetched by id: its numbers are its totals. */
function whole(issue: IssueRecord): FoundIssue {
  return { issue, counts: lifetimeCounts(issue), events: issue.events, filtered: null };
}

/** Whether an issue is in one of some projects. */
export function inScope(projects: readonly ProjectRecord[]): (issue: IssueRecord) => boolean {
  const ids = new Set(projects.map(({ id }) => id));
  return ({ projectId }) => ids.has(projectId);
}

/** Issues by id: no order, no paging, pending ones among them, merged and missing ones absent. */
function listByGroup(scope: Scope, organization: OrganizationRecord, projects: readonly ProjectRecord[]): Reply {
  const ids = scope.query.getAll('group');
  if (scope.switches.groupRefused || ids.some((id) => !/^-?\d+$/.test(id))) {
    throw badRequest('Group ids must be integers');
  }
  const wanted = new Set(ids);
  const options = rowOptions(scope, everything);
  const rows = ownIssues(organization)
    .filter(({ id, status }) => wanted.has(id) && !(scope.switches.deletionsDone && status === 'pending_deletion'))
    .filter(inScope(projects))
    .sort((a, b) => hashText(a.id) - hashText(b.id));
  return json(rows.map((issue) => issueRow(organization, whole(issue), options)));
}

function listDirectHit(
  scope: Scope,
  organization: OrganizationRecord,
  projects: readonly ProjectRecord[],
  query: string,
): Reply | null {
  const options = (): RowOptions => rowOptions(scope, everything);
  const eventId = eventIdOf(query);
  if (eventId !== null) {
    const found = findEvent(ownIssues(organization).filter(inScope(projects)), eventId);
    if (found === undefined) return null;
    const row = issueRow(organization, whole(found.issue), options());
    return json(
      [{ ...row, matchingEventId: eventId, matchingEventEnvironment: found.event.environment }],
      200,
      directHit,
    );
  }
  if (!isOn(scope, 'shortIdLookup') || !/^\S+-[0-9A-Za-z]+$/.test(query.trim())) return null;
  const issue = findByShortId(organization, query.trim());
  if (issue === undefined || !isVisible(projectOfIssue(organization, issue))) return null;
  return json([issueRow(organization, whole(issue), options())], 200, directHit);
}

/** `GET /organizations/{org}/issues/`. */
export async function listOrganizationIssues(scope: Scope): Promise<Reply> {
  const organization = organizationOf(scope);
  const projects = await selectedProjects(scope, organization);
  const environments = selectedEnvironments(scope, organization);
  const window = searchWindow(scope);
  const options = rowOptions(scope, window);
  if (projects.length === 0) return json([]);
  if (scope.query.has('group')) return listByGroup(scope, organization, projects);
  const query = scope.query.get('query') ?? 'is:unresolved';
  const direct = listDirectHit(scope, organization, projects, query);
  if (direct !== null) return direct;
  const limit = limitOf(scope);
  const sort = scope.query.get('sort') ?? 'date';
  const score = sortScore(scope);
  const { world, now } = scope;
  const search = { query, organization, viewer: world.viewer, projects, environments, window, now };
  const found = sort === 'inbox' ? inbox(search) : searchIssues(search);
  const { guessedNext } = scope.switches;
  const cursor = scope.query.get('cursor');
  const page = orBadRequest(() => searchPage(found, score, { cursor, limit, guessedNext }));
  return paged(
    scope,
    organization.slug,
    page,
    (row) => issueRow(organization, row, options),
    hits(found.length, cursor === null || cursor === ''),
  );
}

function inbox(search: Parameters<typeof searchIssues>[0]): FoundIssue[] {
  const terms = search.query.split(/\s+/);
  if (!terms.includes('is:unresolved') || !terms.includes('is:for_review') || terms.length !== 2) {
    throw badRequest("Sort key 'inbox' only supported for inbox search");
  }
  const start = Math.max(search.window.start, search.now - 7 * DAY);
  return searchIssues({ ...search, window: { ...search.window, start } }).filter(({ issue }) => isForReview(issue));
}
