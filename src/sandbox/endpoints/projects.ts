import type { OrganizationRecord, ProjectRecord } from '../data/model.ts';
import { organizationOf, projectOf } from '../lookup.ts';
import { offsetList } from '../params.ts';
import { projectDetail, projectRow } from '../payloads/project.ts';
import { series } from '../payloads/series.ts';
import { json, Refusal, type Reply } from '../reply.ts';
import { isOn, type Scope } from '../scope.ts';
import { containsAny, simpleTokens } from '../search/simple-tokens.ts';
import { within } from '../time.ts';

const periods = ['1h', '24h', '7d', '14d', '30d', '90d'];
const teamPeriods = ['24h', '14d', '30d'];

/** Project lists wrap what is wrong with a parameter in an object of their own. */
function badParameter(name: string, message: string): Refusal {
  return new Refusal(json({ error: { params: { [name]: { message } } } }, 400));
}

/** Each list has its own windows. */
function checkPeriod(scope: Scope, known: readonly string[]): void {
  const period = scope.query.get('statsPeriod');
  if (period === null || period === '' || known.includes(period)) return;
  throw badParameter('stats_period', `Invalid stats_period. Valid choices are ${known.join(', ')}`);
}

function isInTeam(organization: OrganizationRecord, project: ProjectRecord, slugs: readonly string[]): boolean {
  return organization.teams.some((team) => slugs.includes(team.slug) && project.teamIds.includes(team.id));
}

function matches(organization: OrganizationRecord, project: ProjectRecord, query: string): boolean {
  for (const [key, values] of simpleTokens(query)) {
    if (key === 'id' && values.some((value) => !/^\d+$/.test(value))) {
      throw badParameter('id', 'A valid integer is required.');
    }
    const fits =
      (key === 'query' && containsAny([project.name, project.slug], values)) ||
      (key === 'id' && values.includes(project.id)) ||
      (key === 'slug' && values.includes(project.slug)) ||
      (key === 'team' && isInTeam(organization, project, values)) ||
      (key === '!team' && !isInTeam(organization, project, values)) ||
      (key === 'is_member' && project.isMember === values.includes('1'));
    if (!fits) return false;
  }
  return true;
}

function bySlug(a: ProjectRecord, b: ProjectRecord): number {
  return a.slug < b.slug ? -1 : 1;
}

function statsOf(scope: Scope, organization: OrganizationRecord, project: ProjectRecord): Record<string, unknown> {
  const period = scope.query.get('statsPeriod');
  if (period === null || period === '') return {};
  const times = organization.issues
    .filter(({ projectId }) => projectId === project.id)
    .flatMap(({ events }) => events.map(({ date }) => date));
  const points = series(times, times.length, scope.now, period);
  return {
    stats: points,
    ...(isOn(scope, 'transactionStats') ? { transactionStats: points.map(([time, count]) => [time, count * 20]) } : {}),
    ...(isOn(scope, 'sessionStats')
      ? {
          sessionStats: {
            currentCrashFreeRate: 99.4,
            previousCrashFreeRate: 99.1,
            hasHealthData: project.hasSessions,
          },
        }
      : {}),
  };
}

/** `GET /organizations/{org}/projects/`: bookmarked first, then by slug; `all_projects=1` all at once. */
export function listProjects(scope: Scope): Reply {
  const organization = organizationOf(scope);
  checkPeriod(scope, periods);
  const collapse = scope.query.getAll('collapse');
  const query = scope.query.get('query') ?? '';
  // Tested here as well: a bad id is refused even where there is nothing to filter.
  const rows = organization.projects.filter((project) => matches(organization, project, query)).sort(bySlug);
  const toRow = (project: ProjectRecord): unknown => ({
    ...projectRow(organization, project, collapse),
    ...statsOf(scope, organization, project),
  });
  if (isOn(scope, 'all_projects')) return json(rows.map((project) => projectRow(organization, project, collapse)));
  rows.sort((a, b) => Number(b.isBookmarked) - Number(a.isBookmarked));
  return offsetList(scope, organization.slug, rows, toRow);
}

/** `GET /teams/{org}/{team}/projects/`: by slug. */
export function projectRowsOf(scope: Scope, organization: OrganizationRecord, projects: ProjectRecord[]): Reply {
  checkPeriod(scope, teamPeriods);
  return offsetList(scope, organization.slug, [...projects].sort(bySlug), (project) => ({
    ...projectRow(organization, project),
    ...statsOf(scope, organization, project),
  }));
}

/** `GET /projects/{org}/{project}/`. */
export async function getProject(scope: Scope): Promise<Reply> {
  const organization = organizationOf(scope);
  const project = await projectOf(scope, organization);
  const includes = (scope.query.get('include') ?? '').split(',');
  const day = { start: scope.now - 7 * 86_400_000, end: scope.now };
  const unresolved = organization.issues.filter(
    (issue) => issue.projectId === project.id && issue.status === 'unresolved' && within(issue.lastSeen, day),
  );
  return json({
    ...projectDetail(organization, project),
    ...(includes.includes('stats') ? { stats: { unresolved: unresolved.length } } : {}),
    ...(scope.query.getAll('expand').includes('hasAlertIntegration') ? { hasAlertIntegrationInstalled: false } : {}),
  });
}
