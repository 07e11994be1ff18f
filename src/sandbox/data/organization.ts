import { createIssues } from './issues.ts';
import type { Mark } from './label.ts';
import { createMembers } from './members.ts';
import type { OrganizationRecord, TeamRecord, UserRecord } from './model.ts';
import type { OrganizationPlan } from './plans/plan.ts';
import { createProject, createRepository } from './projects.ts';
import { createReleases, timelineOf } from './releases.ts';
import { DAY } from './time.ts';

/** Makes an organization of its plan, as `viewer` sees it. */
export function createOrganization(
  plan: OrganizationPlan,
  viewer: UserRecord,
  now: number,
  mark: Mark,
): OrganizationRecord {
  const ids = plan.base * 10_000;
  const members = createMembers(plan, viewer, now, mark);
  const users = members.flatMap(({ user }) => (user?.isActive ? [user] : []));
  const teams = plan.teams.map(
    ([slug, name, mailboxes], index): TeamRecord => ({
      id: String(ids + 8000 + index * 2),
      slug,
      name: mark(name),
      dateCreated: now - (plan.ageDays - 3 - index) * DAY,
      members: mailboxes.flatMap((mailbox, place) => {
        const member = members.find(({ email }) => email.startsWith(`${mailbox}@`));
        return member === undefined ? [] : [{ memberId: member.id, teamRole: place === 0 ? 'admin' : 'contributor' }];
      }),
    }),
  );
  const viewerId = members.find(({ user }) => user?.id === viewer.id)?.id;
  const viewerTeams = teams.filter((team) => team.members.some(({ memberId }) => memberId === viewerId));
  const projects = plan.projects.map((project) => ({
    ...createProject(plan, project, teams, viewerTeams, now),
    name: mark(project.name),
  }));
  const repositories = plan.projects.map((project) => createRepository(plan, project, now));
  const releases = createReleases(plan, { now, projects, repositories, users, mark });
  const issues = plan.projects.flatMap((project, index) => {
    const record = projects[index];
    const surroundings = {
      now,
      mark,
      organization: plan,
      repository: repositories[index] ?? null,
      teams,
      users,
    };
    return record === undefined
      ? []
      : createIssues(project, { ...surroundings, record, timeline: timelineOf(record.id, releases) });
  });
  return {
    id: String(ids + 1),
    slug: plan.slug,
    name: mark(plan.name),
    dateCreated: now - plan.ageDays * DAY,
    isEarlyAdopter: plan.isEarlyAdopter,
    require2FA: plan.require2FA,
    teams,
    members,
    projects,
    issues,
    releases,
    repositories,
  };
}
