import { createCommits } from './commits.ts';
import { type Mark, markOrNull, markTexts } from './label.ts';
import type { DeployRecord, OrganizationRecord, ProjectRecord, ReleaseRecord, UserRecord } from './model.ts';
import type { OrganizationPlan } from './plans/plan.ts';
import { randomFor } from './random.ts';
import { DAY, HOUR, isoTime, MINUTE } from './time.ts';

/** The releases a project went through, oldest first, with the moment each went live. */
export type Timeline = { version: string; since: number }[];

/** What releases are made of beside their plan. */
export type ReleaseSurroundings = {
  now: number;
  projects: ProjectRecord[];
  repositories: OrganizationRecord['repositories'];
  users: UserRecord[];
  mark: Mark;
};

type Draft = { id: number; version: string; projectIds: string[]; age: number; pending: boolean; archived: boolean };

/** The releases of an organization, newest first. */
export function createReleases(plan: OrganizationPlan, surroundings: ReleaseSurroundings): ReleaseRecord[] {
  const drafts = draftReleases(plan, surroundings.projects);
  return drafts
    .map((draft) => createRelease(plan, draft, surroundings))
    .sort((a, b) => b.dateCreated - a.dateCreated || b.id - a.id);
}

function draftReleases(plan: OrganizationPlan, projects: ProjectRecord[]): Draft[] {
  const idOf = (slug: string): string[] => projects.filter((project) => project.slug === slug).map(({ id }) => id);
  const own = plan.projects.flatMap((project) =>
    project.versions.map((version, index): Draft => {
      const left = project.versions.length - 1 - index;
      const age = project.newestDays + left * project.spacingDays + randomFor(`age:${plan.slug}:${version}`).next();
      return {
        id: plan.base * 1_000_000 + project.number * 1000 + index,
        version,
        projectIds: idOf(project.slug),
        age,
        pending: false,
        archived: age > 110 && index % 2 === 0,
      };
    }),
  );
  const shared = plan.shared.map(
    (release, index): Draft => ({
      id: plan.base * 1_000_000 + 900_000 + index,
      version: release.version,
      projectIds: release.projects.flatMap(idOf),
      age: release.ageDays,
      pending: release.pending ?? false,
      archived: release.archived ?? false,
    }),
  );
  return [...own, ...shared];
}

function createRelease(
  plan: OrganizationPlan,
  draft: Draft,
  { now, repositories, users, projects, mark }: ReleaseSurroundings,
): ReleaseRecord {
  const { id, version, projectIds, pending } = draft;
  const random = randomFor(`release:${plan.slug}:${version}`);
  const dateCreated = Math.round(now - draft.age * DAY);
  const slugs = projects.filter((project) => projectIds.includes(project.id)).map(({ slug }) => slug);
  const repository = repositories.find(({ name }) => slugs.some((slug) => name.endsWith(`/${slug}`)));
  const commits =
    repository === undefined ? [] : createCommits(plan, { version, repository, users, dateCreated, random });
  const unused = pending || projectIds.length === 0;
  return {
    id,
    version,
    status: draft.archived ? 'archived' : 'open',
    ref: random.chance(0.6) ? (commits[0]?.sha ?? 'main') : null,
    url: random.chance(0.4) ? `https://ci.example.com/${slugs[0] ?? 'build'}/builds/${random.int(1000, 9999)}` : null,
    dateCreated,
    dateReleased: pending ? null : random.chance(0.85) ? dateCreated + HOUR : null,
    firstEvent: unused ? null : dateCreated + random.int(2, 90) * MINUTE,
    lastEvent: unused ? null : Math.min(now - random.int(1, 120) * MINUTE, dateCreated + random.int(12, 60) * DAY),
    projectIds,
    ownerUserId: random.chance(0.3) ? random.pick(users).id : null,
    data: random.chance(0.2) ? { build: random.int(100, 999), builtAt: isoTime(dateCreated) } : {},
    commits: markTexts(commits, mark),
    deploys: pending
      ? []
      : createDeploys(draft, dateCreated, now).map((one) => ({ ...one, name: markOrNull(mark, one.name) })),
  };
}

/** Staging first, then production; some went out again, so that the latest of an environment is not the only one. */
function createDeploys({ id, version, projectIds }: Draft, dateCreated: number, now: number): DeployRecord[] {
  const random = randomFor(`deploys:${id}`);
  const steps = ['staging', ...(random.chance(0.5) ? ['staging'] : []), 'production'];
  if (version === '2.4.0') steps.push('staging', 'production', 'production');
  else if (random.chance(0.25)) steps.push('production');
  let time = dateCreated;
  const deploys = steps.map((environment, index): DeployRecord => {
    time = Math.min(time + random.int(15, 240) * MINUTE, now - (steps.length - index) * MINUTE);
    return {
      id: String(id * 10 + index),
      environment,
      projectIds,
      name: random.chance(0.5) ? `${environment}-${random.int(100, 999)}` : null,
      url: random.chance(0.5) ? `https://ci.example.com/deploys/${id}${index}` : null,
      dateStarted: random.chance(0.8) ? time - random.int(2, 14) * MINUTE : null,
      dateFinished: time,
    };
  });
  return deploys.reverse();
}

/** Which release of a project was live when; releases not deployed yet do not count. */
export function timelineOf(projectId: string, releases: ReleaseRecord[]): Timeline {
  return releases
    .filter((release) => release.projectIds.includes(projectId) && release.deploys.length > 0)
    .map((release) => ({ version: release.version, since: release.dateCreated }))
    .sort((a, b) => a.since - b.since);
}

/** The release that was live at a moment, null before the first. */
export function liveRelease(timeline: Timeline, time: number): string | null {
  return timeline.findLast((step) => step.since <= time)?.version ?? null;
}
