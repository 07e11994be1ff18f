import type { IssueRecord } from '../data/model.ts';
import { eventIdOf, findByShortId, findEvent, isPending, organizationOf, ownIssues, projectOf } from '../lookup.ts';
import { searchPage } from '../paging.ts';
import { orBadRequest, paged } from '../params.ts';
import { projectIssueRow } from '../payloads/issue-row.ts';
import { badRequest, json, type Reply } from '../reply.ts';
import { isOn, type Scope } from '../scope.ts';
import { searchIssues } from '../search/issues.ts';
import { DAY } from '../time.ts';
import { directHit, hits, limitOf, sortScore, statsPeriodOf } from './issue-params.ts';

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
  const score = sortScore(scope);
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
