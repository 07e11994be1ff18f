import { hashText } from '../data/random.ts';
import { organizationOf, ownIssues } from '../lookup.ts';
import { searchWindow } from '../params.ts';
import { issueRow } from '../payloads/issue-row.ts';
import { badRequest, json, type Reply } from '../reply.ts';
import type { Scope } from '../scope.ts';
import { countsOf, eventsIn } from '../search/issue-counts.ts';
import { type FoundIssue, searchIssues } from '../search/issues.ts';
import { selectedEnvironments, selectedProjects } from '../selection.ts';
import { inScope, rowOptions } from './issue-lists.ts';

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
