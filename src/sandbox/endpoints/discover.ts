import type { EventHead, IssueRecord, OrganizationRecord } from '../data/model.ts';
import { eventIdOf, organizationOf, ownIssues, projectOfIssue } from '../lookup.ts';
import { genericOffsetPage, linkHeader } from '../paging.ts';
import { orBadRequest, pageRequest, searchWindow, upstreamUrl } from '../params.ts';
import { badRequest, json, type Reply } from '../reply.ts';
import type { Scope } from '../scope.ts';
import { type EventTest, eventTest, eventValue } from '../search/event-terms.ts';
import { eventsIn } from '../search/issue-counts.ts';
import { issueTest } from '../search/issue-terms.ts';
import { latestReleaseOf } from '../search/issues.ts';
import { parseSearch, searchError } from '../search/tokens.ts';
import { selectedEnvironments, selectedProjects } from '../selection.ts';
import { iso } from '../time.ts';

type Hit = { issue: IssueRecord; event: EventHead };
type Value = string | number | null;

const aggregates = new Map<string, (hits: readonly Hit[]) => Value>([
  ['count()', (hits) => hits.length],
  ['count_unique(user)', (hits) => new Set(hits.map(({ event }) => event.user?.id ?? event.user?.email)).size],
  ['count_unique(issue)', (hits) => new Set(hits.map(({ issue }) => issue.id)).size],
  ['last_seen()', (hits) => iso(Math.max(...hits.map(({ event }) => event.date)))],
  ['max(timestamp)', (hits) => iso(Math.max(...hits.map(({ event }) => event.date)))],
  ['min(timestamp)', (hits) => iso(Math.min(...hits.map(({ event }) => event.date)))],
  ['latest_event()', (hits) => hits[0]?.event.id ?? null],
]);

function readField(organization: OrganizationRecord, field: string, { issue, event }: Hit): Value {
  switch (field) {
    case 'issue':
      return issue.shortId;
    case 'issue.id':
      return Number(issue.id);
    case 'project':
    case 'project.name':
      return projectOfIssue(organization, issue).slug;
    case 'project.id':
      return Number(issue.projectId);
    case 'timestamp':
      return `${iso(event.date).slice(0, 19)}+00:00`;
    case 'message':
      return event.message;
    case 'user':
    case 'user.display':
      return event.user?.email ?? event.user?.id ?? null;
    default:
      return eventValue(event, field);
  }
}

function fieldType(field: string): string {
  if (/^count|^issue\.id$|^project\.id$/.test(field)) return 'integer';
  return /timestamp|last_seen/.test(field) ? 'date' : 'string';
}

/** Reads a search; here alternatives may stand beside each other with OR. Parentheses are not understood. */
function readQuery(scope: Scope, organization: OrganizationRecord, query: string): EventTest {
  const { now, world } = scope;
  const { projects } = organization;
  const options = {
    now,
    organization,
    viewer: world.viewer,
    projects,
    latestRelease: () => latestReleaseOf(organization, projects),
  };
  const counts = { count: 0, userCount: 0, firstSeen: 0, lastSeen: 0 };
  const alternatives = query.split(/\s+OR\s+(?=(?:[^"]*"[^"]*")*[^"]*$)/).map((part) => {
    const terms = parseSearch(part.replaceAll(/\s+AND\s+(?=(?:[^"]*"[^"]*")*[^"]*$)/g, ' '));
    return terms.map((term): EventTest => {
      if (term.key === 'id' && term.values.some(({ text }) => eventIdOf(text) === null)) {
        throw searchError('Invalid value for id: it must be a valid UUID');
      }
      const ofIssue = issueTest(term, options);
      return ofIssue === null ? eventTest(term, options) : (_, issue) => ofIssue(issue, counts);
    });
  });
  return (event, issue) => alternatives.some((tests) => tests.every((test) => test(event, issue)));
}

function compare(a: Value, b: Value): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  return a < b ? -1 : 1;
}

function sorted(rows: Cells[], sort: string | null): Cells[] {
  const field = sort?.replace(/^-/, '') ?? '';
  if (field === '') return rows;
  const sign = sort?.startsWith('-') === true ? -1 : 1;
  return rows
    .map((cells) => ({ cells, value: cells(field) }))
    .sort((a, b) => sign * compare(a.value, b.value))
    .map(({ cells }) => cells);
}

/** `GET /organizations/{org}/events/`: columns of events, grouped where a field is an aggregate. */
export async function listDiscover(scope: Scope): Promise<Reply> {
  const organization = organizationOf(scope);
  const projects = await selectedProjects(scope, organization);
  const environments = selectedEnvironments(scope, organization);
  const fields = scope.query.getAll('field');
  if (fields.length === 0) throw badRequest('No columns selected');
  if (fields.length > 20) throw badRequest('You can view up to 20 fields at a time. Please delete some and try again.');
  const sort = scope.query.get('sort');
  const sortField = sort?.replace(/^-/, '');
  if (sortField !== undefined && sortField !== '' && !fields.includes(sortField)) {
    throw badRequest('Cannot sort by a field that is not selected');
  }
  const test = readQuery(scope, organization, scope.query.get('query') ?? '');
  const window = searchWindow(scope);
  const ids = new Set(projects.map(({ id }) => id));
  const hits = ownIssues(organization)
    .filter(({ projectId, type }) => ids.has(projectId) && type !== 'transaction' && type !== 'generic')
    .flatMap((issue) => eventsIn(issue, window, environments).map((event): Hit => ({ issue, event })))
    .filter(({ event, issue }) => test(event, issue))
    .sort((a, b) => b.event.date - a.event.date);
  const rows = sorted(tableOf(organization, fields, hits), sort);
  const request = pageRequest(scope);
  const page = orBadRequest(() => genericOffsetPage(rows, request));
  const body = {
    data: page.rows.map((cells) => Object.fromEntries(fields.map((field) => [field, cells(field)]))),
    meta: {
      fields: Object.fromEntries(fields.map((field) => [field, fieldType(field)])),
      units: Object.fromEntries(fields.map((field) => [field, null])),
      isMetricsData: false,
      isMetricsExtractedData: false,
      tips: {},
      datasetReason: 'unchanged',
      dataset: scope.query.get('dataset') ?? 'errors',
    },
  };
  return json(body, 200, { link: linkHeader(upstreamUrl(scope, organization.slug), page) });
}

/** A row of the table, whose cells are read when they are needed. */
type Cells = (field: string) => Value;

function tableOf(organization: OrganizationRecord, fields: readonly string[], hits: readonly Hit[]): Cells[] {
  const columns = fields.filter((field) => !aggregates.has(field));
  const unknown = columns.find((field) => /\(.*\)$/.test(field));
  if (unknown !== undefined) throw badRequest(`${unknown} is not a valid function`);
  const cellsOf =
    (hit: Hit): Cells =>
    (field) =>
      readField(organization, field, hit);
  if (columns.length === fields.length) return hits.map(cellsOf);
  const groups = new Map<string, { cells: Cells; hits: Hit[] }>();
  for (const hit of hits) {
    const cells = cellsOf(hit);
    const key = JSON.stringify(columns.map(cells));
    const group = groups.get(key) ?? { cells, hits: [] };
    groups.set(key, group);
    group.hits.push(hit);
  }
  return [...groups.values()].map(
    ({ cells, hits: members }): Cells =>
      (field) =>
        aggregates.get(field)?.(members) ?? cells(field),
  );
}
