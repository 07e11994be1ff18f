import { createIssues } from './issues.ts';
import type {
  MemberRecord,
  OrganizationRecord,
  ProjectRecord,
  RepositoryRecord,
  TeamRecord,
  UserRecord,
} from './model.ts';
import { createUser } from './people.ts';
import type { OrganizationPlan, ProjectPlan } from './plans/plan.ts';
import { randomFor } from './random.ts';
import { createReleases } from './releases.ts';
import { DAY, HOUR } from './time.ts';

/** Makes an organization of its plan, as `viewer` sees it. */
export function createOrganization(plan: OrganizationPlan, viewer: UserRecord, now: number): OrganizationRecord {
  const ids = plan.base * 10_000;
  const members = createMembers(plan, viewer, now);
  const users = members.flatMap(({ user }) => (user?.isActive ? [user] : []));
  const teams = plan.teams.map(
    ([slug, name, mailboxes], index): TeamRecord => ({
      id: String(ids + 8000 + index * 2),
      slug,
      name,
      dateCreated: now - (plan.ageDays - 3 - index) * DAY,
      members: mailboxes.flatMap((mailbox, place) => {
        const member = members.find(({ email }) => email.startsWith(`${mailbox}@`));
        return member === undefined ? [] : [{ memberId: member.id, teamRole: place === 0 ? 'admin' : 'contributor' }];
      }),
    }),
  );
  const viewerId = members.find(({ user }) => user?.id === viewer.id)?.id;
  const viewerTeams = teams.filter((team) => team.members.some(({ memberId }) => memberId === viewerId));
  const projects = plan.projects.map((project) => createProject(plan, project, teams, viewerTeams, now));
  const repositories = plan.projects.map((project) => createRepository(plan, project, now));
  const releases = createReleases(plan, { now, projects, repositories, users });
  const issues = plan.projects.flatMap((project, index) => {
    const record = projects[index];
    const surroundings = { now, organization: plan, releases, repository: repositories[index] ?? null, teams, users };
    return record === undefined ? [] : createIssues(project, { ...surroundings, record });
  });
  return {
    id: String(ids + 1),
    slug: plan.slug,
    name: plan.name,
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

function createMembers(plan: OrganizationPlan, viewer: UserRecord, now: number): MemberRecord[] {
  const ids = plan.base * 10_000;
  const joined = plan.people.map(([name, mailbox, orgRole], index): MemberRecord => {
    const random = randomFor(`member:${plan.slug}:${mailbox}`);
    const isViewer = viewer.email.startsWith(`${mailbox}@`);
    const created = createUser(String(ids + 1000 + index * 3), name, `${mailbox}@${plan.domain}`, now);
    const user = isViewer ? viewer : { ...created, isActive: mailbox !== 'former' };
    return {
      id: String(ids + 5000 + index * 2 + 1),
      email: user.email,
      user,
      orgRole,
      dateCreated: now - random.int(30, plan.ageDays) * DAY,
      expired: false,
      inviteStatus: 'approved',
      inviterName: index === 0 ? null : (plan.people[0]?.[0] ?? null),
      ssoLinked: random.chance(0.4),
      idpProvisioned: random.chance(0.15),
    };
  });
  const invited = plan.invitations.map(
    (invitation, index): MemberRecord => ({
      ...invitation,
      id: String(ids + 6000 + index * 2 + 1),
      user: null,
      dateCreated: now - (invitation.expired ? 60 : 2 + index) * DAY,
      ssoLinked: false,
      idpProvisioned: false,
    }),
  );
  return [...joined, ...invited];
}

function createProject(
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

function createRepository(plan: OrganizationPlan, project: ProjectPlan, now: number): RepositoryRecord {
  const gitlab = project.number % 7 === 4;
  const name = `${plan.slug}/${project.slug}`;
  return {
    id: String(plan.base * 10_000 + 7000 + project.number),
    name,
    provider: gitlab ? { id: 'integrations:gitlab', name: 'GitLab' } : { id: 'integrations:github', name: 'GitHub' },
    url: `https://${gitlab ? 'gitlab.example.com' : 'github.com'}/${name}`,
    dateCreated: now - (project.ageDays - 1) * DAY,
  };
}
