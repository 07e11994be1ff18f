import type { EventHead, IssueRecord, OrganizationRecord, ProjectRecord } from './data/model.ts';
import { sentryLimitReply } from './limits.ts';
import { forbidden, json, notFound, Refusal } from './reply.ts';
import type { Scope } from './scope.ts';
import { pause } from './time.ts';

const digits = /^\d+$/;

/** The organization named in the path, by slug or number. */
export function organizationOf(scope: Scope): OrganizationRecord {
  const name = scope.part('organization');
  const found = scope.world.organizations.find((organization) =>
    digits.test(name) ? !scope.switches.slugsOnly && organization.id === name : organization.slug === name,
  );
  if (found === undefined) throw notFound();
  return found;
}

/**
 * Whether the asking user may look into a project. If not, a path that names it or an issue of it is a 403, no 404: Sentry finds
 * the thing first and then checks permission (getsentry/sentry, `convert_args` in `api/bases/project.py` and
 * `issues/endpoints/bases/group.py`). A 404 is what searches among visible projects answer, as short ids and event ids.
 */
export function isVisible(project: ProjectRecord): boolean {
  return project.trouble !== 'forbidden';
}

/** Does what the project's trouble says: refuses, limits, or takes its time. */
export async function meetTrouble(scope: Scope, project: ProjectRecord): Promise<void> {
  if (!isVisible(project)) throw forbidden();
  if (project.trouble === 'rate-limited') throw new Refusal(sentryLimitReply({ limit: 40, windowMs: 1000 }));
  if (project.trouble === 'slow') await pause(scope.switches.slowMs);
}

/** A project by slug or number; undefined where there is none under that name today. */
export function findProject(organization: OrganizationRecord, name: string): ProjectRecord | undefined {
  return organization.projects.find((project) => (digits.test(name) ? project.id : project.slug) === name);
}

/** The project named in the path. A former slug is a 302 whose body names today's. */
export async function projectOf(scope: Scope, organization: OrganizationRecord): Promise<ProjectRecord> {
  const name = scope.part('project');
  const found = findProject(organization, name);
  if (found !== undefined) {
    await meetTrouble(scope, found);
    return found;
  }
  const moved = organization.projects.find((project) => project.formerSlugs.includes(name));
  if (moved === undefined || !isVisible(moved)) throw notFound();
  const url = `/api/0${scope.path.split('/').with(3, moved.slug).join('/')}`;
  const query = scope.query.toString();
  throw new Refusal(
    json(
      {
        slug: moved.slug,
        detail: {
          code: 'resource-moved',
          message: 'Resource has been moved',
          extra: { url: query === '' ? url : `${url}?${query}`, slug: moved.slug },
        },
      },
      302,
      { location: query === '' ? url : `${url}?${query}` },
    ),
  );
}

/** The project that an issue belongs to. */
export function projectOfIssue(organization: OrganizationRecord, issue: IssueRecord): ProjectRecord {
  const project = organization.projects.find(({ id }) => id === issue.projectId);
  if (project === undefined) throw notFound();
  return project;
}

/** Whether an issue is still on its way out or into another one: reads by id deny it. */
export function isPending(issue: IssueRecord): boolean {
  return issue.status === 'pending_deletion' || issue.status === 'pending_merge';
}

/** Follows merges to the issue that survived. */
export function survivor(organization: OrganizationRecord, issue: IssueRecord): IssueRecord | undefined {
  let current: IssueRecord | undefined = issue;
  for (let steps = 0; current?.mergedInto != null && steps < 10; steps++) {
    const { mergedInto }: IssueRecord = current;
    current = organization.issues.find(({ id }) => id === mergedInto);
  }
  return current;
}

/** An issue by its short id, in any case; pending ones are not found. */
export function findByShortId(organization: OrganizationRecord, shortId: string): IssueRecord | undefined {
  const wanted = shortId.toUpperCase();
  const found = organization.issues.find((issue) => issue.shortId.toUpperCase() === wanted);
  const issue = found && survivor(organization, found);
  return issue === undefined || isPending(issue) ? undefined : issue;
}

/** An issue with the organization it is in. */
export type IssueInOrganization = { organization: OrganizationRecord; issue: IssueRecord };

/** The issue named in the path: with an organization by number or short id, without one by number. */
export function issueOf(scope: Scope, hasOrganization: boolean): IssueInOrganization {
  const name = scope.part('issue');
  const organizations = hasOrganization ? [organizationOf(scope)] : scope.world.organizations;
  for (const organization of organizations) {
    const byNumber = digits.test(name) ? organization.issues.find(({ id }) => id === name) : undefined;
    const issue = byNumber === undefined ? undefined : survivor(organization, byNumber);
    const found = issue ?? (hasOrganization && !digits.test(name) ? findByShortId(organization, name) : undefined);
    if (found === undefined || isPending(found)) continue;
    if (!isVisible(projectOfIssue(organization, found))) throw forbidden();
    return { organization, issue: found };
  }
  throw notFound();
}

/** An event id as Sentry takes it: 32 hexadecimal digits, dashes and case aside. Null where it is none. */
export function eventIdOf(text: string): string | null {
  const id = text.trim().replaceAll('-', '').toLowerCase();
  return /^[0-9a-f]{32}$/.test(id) ? id : null;
}

/** The issues that exist on their own: not merged away. */
export function ownIssues(organization: OrganizationRecord): IssueRecord[] {
  return organization.issues.filter((issue) => issue.mergedInto === null);
}

/** Finds an event among issues. */
export function findEvent(
  issues: readonly IssueRecord[],
  eventId: string,
): { issue: IssueRecord; event: EventHead } | undefined {
  for (const issue of issues) {
    const event = issue.events.find(({ id }) => id === eventId);
    if (event !== undefined) return { issue, event };
  }
  return undefined;
}

/** Sentry's 404 of an event. */
export function notFoundEvent(): Error {
  return notFound('Event not found');
}
