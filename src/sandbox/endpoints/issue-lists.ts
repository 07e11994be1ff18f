import type { IssueRecord, OrganizationRecord, ProjectRecord } from '../data/model.ts';
import { hashText } from '../data/random.ts';
import {
  eventIdOf,
  findByShortId,
  findEvent,
  isPending,
  isVisible,
  organizationOf,
  ownIssues,
  projectOf,
  projectOfIssue,
} from '../lookup.ts';
import { searchPage } from '../paging.ts';
import { maxPage, orBadRequest, paged, searchWindow } from '../params.ts';
import { issueRow, projectIssueRow, type RowOptions } from '../payloads/issue-row.ts';
import { badRequest, internalError, json, type Reply } from '../reply.ts';
import { isOn, type Scope } from '../scope.ts';
import { countsOf, eventsIn, lifetimeCounts } from '../search/issue-counts.ts';
import { isForReview } from '../search/issue-terms.ts';
import { type FoundIssue, scoreOf, searchIssues } from '../search/issues.ts';
import { selectedEnvironments, selectedProjects } from '../selection.ts';
import { DAY, type Window } from '../time.ts';

const directHit = { 'x-sentry-direct-hit': '1' };
const everything: Window = { start: 0, end: Number.MAX_SAFE_INTEGER };

function limitOf(scope: Scope): number {
  const text = scope.query.get('limit');
  if (text === null || text === '') return maxPage;
  if (!/^\d+$/.test(text) || Number(text) === 0) throw badRequest('invalid limit');
  return Math.min(Number(text), maxPage);
}

function statsPeriodOf(scope: Scope, name: string, allowed: readonly string[]): string | null {
  const period = scope.query.get(name) ?? '24h';
  if (period === '') return null;
  if (!allowed.includes(period)) {
    throw badRequest(`Invalid stats_period. Valid choices are '', ${allowed.map((each) => `'${each}'`).join(', ')}`);
  }
  return period;
}

/** Which keys an organization's issue rows have. */
export function rowOptions(scope: Scope, window: Window): RowOptions {
  const statsPeriod = statsPeriodOf(scope, 'groupStatsPeriod', ['24h', '14d', 'auto']);
  const expand = scope.query.getAll('expand');
  const collapse = scope.query.getAll('collapse');
  // The session counts are read from the series, which is not there.
  if (expand.includes('sessions') && statsPeriod === null) throw internalError();
  return { now: scope.now, window, collapse, expand, statsPeriod };
}

/** An issue fetched by id: its numbers are its totals. */
function whole(issue: IssueRecord): FoundIssue {
  return { issue, counts: lifetimeCounts(issue), events: issue.events, filtered: null };
}

function inScope(projects: readonly ProjectRecord[]): (issue: IssueRecord) => boolean {
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
    .filter((issue) => wanted.has(issue.id) && inScope(projects)(issue))
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

/** `X-Hits` is exact for small first pages, later an estimate. */
function hits(count: number, isFirstPage: boolean): Record<string, string> {
  const shown = isFirstPage && count <= maxPage ? count : Math.round(count / 10) * 10;
  return { 'x-hits': String(Math.min(shown, 1000)), 'x-max-hits': '1000' };
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
  const score = scoreOf(sort, scope.now);
  if (score === undefined) throw badRequest(`Invalid sort: '${sort}'`);
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

/** `GET /projects/{org}/{project}/issues/`: totals, no window of its own, no expand or collapse. */
export async function listProjectIssues(scope: Scope): Promise<Reply> {
  const organization = organizationOf(scope);
  const project = await projectOf(scope, organization);
  const statsPeriod = statsPeriodOf(scope, 'statsPeriod', ['24h', '14d']);
  const toRow = (issue: IssueRecord): unknown => projectIssueRow(organization, issue, statsPeriod, scope.now);
  const hashes = scope.query.getAll('hashes').slice(0, 100);
  if (hashes.length > 0) {
    if (scope.query.get('query')) throw badRequest("Parameters 'query' and 'hashes' cannot be used together");
    const issues = ownIssues(organization).filter(
      (issue) => issue.projectId === project.id && issue.hashes.some((hash) => hashes.includes(hash)),
    );
    return json(issues.map(toRow));
  }
  const query = scope.query.get('query') ?? 'is:unresolved';
  const eventId = eventIdOf(query);
  const issues = ownIssues(organization).filter((issue) => issue.projectId === project.id && !isPending(issue));
  const event = eventId === null ? undefined : findEvent(issues, eventId);
  if (event !== undefined) {
    return json(
      [{ ...projectIssueRow(organization, event.issue, statsPeriod, scope.now), matchingEventId: eventId }],
      200,
      directHit,
    );
  }
  const byShortId = isOn(scope, 'shortIdLookup') ? findByShortId(organization, query.trim()) : undefined;
  if (byShortId !== undefined) return json([toRow(byShortId)], 200, directHit);
  const limit = limitOf(scope);
  const sort = scope.query.get('sort') ?? 'date';
  const score = scoreOf(sort, scope.now);
  if (score === undefined) throw badRequest(`Invalid sort: '${sort}'`);
  const environments = scope.query.getAll('environment').slice(0, 1);
  const window = { start: scope.now - 90 * DAY, end: scope.now };
  const { world, now } = scope;
  const found = searchIssues({
    query,
    organization,
    viewer: world.viewer,
    projects: [project],
    environments,
    window,
    now,
  });
  const { guessedNext } = scope.switches;
  const cursor = scope.query.get('cursor');
  const page = orBadRequest(() => searchPage(found, score, { cursor, limit, guessedNext }));
  return paged(scope, organization.slug, page, ({ issue }) => toRow(issue), hits(found.length, !cursor));
}

/** `GET /organizations/{org}/issues-stats/`: the numbers alone, for at most 100 issues. */
export async function listIssueStats(scope: Scope): Promise<Reply> {
  const organization = organizationOf(scope);
  const projects = await selectedProjects(scope, organization);
  const environments = selectedEnvironments(scope, organization);
  const window = searchWindow(scope);
  const ids = scope.query.getAll('groups');
  if (ids.length === 0) throw badRequest('You should include `groups` with your request. (i.e. groups=1,2,3)');
  if (ids.some((id) => !/^\d+$/.test(id))) throw badRequest('Group ids must be integers');
  if (ids.length > 100) throw badRequest('Too many groups requested.');
  const issues = ownIssues(organization).filter((issue) => ids.includes(issue.id) && inScope(projects)(issue));
  if (issues.length === 0) throw badRequest('No matching groups found');
  const given = rowOptions(scope, window);
  const options = { ...given, collapse: scope.query.has('collapse') ? given.collapse : ['base'] };
  const { world, now } = scope;
  const query = scope.query.get('query') ?? '';
  const found = searchIssues({ query, organization, viewer: world.viewer, projects, environments, window, now });
  const rows = issues.map((issue): FoundIssue => {
    const match = found.find((candidate) => candidate.issue === issue);
    const events = eventsIn(issue, window, environments);
    return match ?? { issue, counts: countsOf(issue, events, window), events, filtered: null };
  });
  rows.sort((a, b) => hashText(a.issue.id) - hashText(b.issue.id));
  return json(rows.map((row) => issueRow(organization, row, options)));
}
