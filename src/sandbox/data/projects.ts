import type { ProjectRecord, RepositoryRecord, TeamRecord } from './model.ts';
import type { OrganizationPlan, ProjectPlan } from './plans/plan.ts';
import { DAY, HOUR } from './time.ts';

/** Makes a project of its plan, owned by those of the teams that the plan names. */
export function createProject(
  plan: OrganizationPlan,
  project: ProjectPlan,
  teams: TeamRecord[],
  viewerTeams: TeamRecord[],
  now: number,
): ProjectRecord {
  const ids = plan.base * 10_000;
  const names = [
    'production',
    'staging',
    'development',
    ...(project.hiddenEnvironment === undefined ? [] : [project.hiddenEnvironment]),
  ];
  const dateCreated = now - project.ageDays * DAY;
  const silent = project.issues === 0;
  return {
    id: String(plan.base * 100_000 + project.number * 13 + 7),
    slug: project.slug,
    name: project.name,
    platform: project.platform,
    platforms: silent ? [] : [project.language.platform],
    dateCreated,
    firstEvent: silent ? null : dateCreated + 5 * HOUR,
    teamIds: teams.filter(({ slug }) => project.teams.includes(slug)).map(({ id }) => id),
    environments: silent
      ? []
      : names.map((name, index) => ({
          id: String(ids + 9000 + (index === 3 ? project.number + 10 : index)),
          name,
          isHidden: index === 3,
        })),
    isBookmarked: project.bookmarked ?? false,
    isMember: viewerTeams.some(({ slug }) => project.teams.includes(slug)),
    hasSessions: project.sessions ?? false,
    formerSlugs: project.formerSlugs ?? [],
    ...(project.trouble === undefined ? {} : { trouble: project.trouble }),
  };
}

/** The repository that a project is built from. */
export function createRepository(plan: OrganizationPlan, project: ProjectPlan, now: number): RepositoryRecord {
  const gitlab = project.number % 7 === 4;
  const name = `${plan.slug}/${project.slug}`;
  return {
    id: String(plan.base * 10_000 + 7000 + project.number),
    name,
    provider: gitlab ? { id: 'integrations:gitlab', name: 'GitLab' } : { id: 'integrations:github', name: 'GitHub' },
    url: `https://${gitlab ? 'gitlab.example.com' : 'github.example.com'}/${name}`,
    dateCreated: now - (project.ageDays - 1) * DAY,
  };
}
