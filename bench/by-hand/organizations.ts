import { exceptions, frames } from './events.ts';
import { type ByHand, pick, type Rest, type Row, upper } from './rest.ts';

const allProjects: ByHand = async (rest, { organization }) => {
  const rows: Row[] = await rest.get(`/organizations/${organization}/projects/`, { all_projects: 1 });
  const projects = rows.map((row) => ({
    ...pick(row, 'slug', 'name', 'platform'),
    teams: row.teams.map((team: Row) => pick(team, 'slug', 'name')),
  }));
  return { organization: { allProjects: projects } };
};

const latestEventOf = async (rest: Rest, organization: string, issue: string) => {
  const event = await rest.get(`/organizations/${organization}/issues/${issue}/events/latest/`);
  return {
    ...pick(event, 'dateCreated', 'title'),
    exceptions: exceptions(event).map(({ stacktrace, ...exception }) => ({
      ...pick(exception, 'type', 'value'),
      stacktrace: stacktrace && { frames: frames(stacktrace, true) },
    })),
  };
};

const organizationToFrame: ByHand = async (rest, { organization }) => {
  const issuesOf = async (project: string) => {
    const query = { query: 'is:unresolved', project, sort: 'date', limit: 2 };
    const rows: Row[] = await rest.get(`/organizations/${organization}/issues/`, query);
    const nodes = rows.map(async (row) => ({
      ...pick(row, 'shortId', 'title'),
      count: Number(row.lifetime.count),
      latestEvent: await latestEventOf(rest, organization, row.id),
    }));
    return { nodes: await Promise.all(nodes) };
  };
  const projectsOf = async () => {
    const rows: Row[] = await rest.get(`/organizations/${organization}/projects/`, { per_page: 3 });
    const nodes = rows.map(async (row) => ({ ...pick(row, 'slug', 'platform'), issues: await issuesOf(row.id) }));
    return { nodes: await Promise.all(nodes) };
  };
  const [{ name }, projects] = await Promise.all([rest.get(`/organizations/${organization}/`), projectsOf()]);
  return { organization: { name, projects } };
};

const pendingInvitations: ByHand = async (rest, { organization }) => {
  const query = { query: 'isInvited:true', per_page: 50 };
  const rows: Row[] = await rest.get(`/organizations/${organization}/members/`, query);
  const nodes = rows.map((row) => ({
    ...pick(row, 'email', 'expired', 'inviterName', 'dateCreated'),
    orgRole: upper(row.orgRole),
  }));
  return { organization: { members: { nodes } } };
};

const deploysOf = (latest: Row) =>
  Object.entries<Row>(latest)
    .map(([environment, { version, dateFinished }]) => ({ environment, release: { version }, dateFinished }))
    .sort((a, b) => (a.dateFinished < b.dateFinished ? 1 : -1));

const teamOverview: ByHand = async (rest, { organization, team, assignee }) => {
  const query = `is:unresolved assigned:"${assignee}"`;
  const [projects, issues]: Row[][] = await Promise.all([
    rest.get(`/organizations/${organization}/projects/`, { query: `team:${team}`, statsPeriod: '24h', per_page: 100 }),
    rest.get(`/organizations/${organization}/issues/`, { query, project: '-1', sort: 'freq', limit: 10 }),
  ]);
  const nodes = projects?.map((row) => ({
    ...pick(row, 'slug', 'name', 'platform'),
    latestRelease: pick(row.latestRelease, 'version'),
    latestDeploys: deploysOf(row.latestDeploys),
    stats: row.stats.map(([time, count]: [number, number]) => ({ time: new Date(time * 1_000).toISOString(), count })),
  }));
  const edges = issues?.map((row) => ({
    window: { count: Number(row.count), userCount: row.userCount },
    node: { ...pick(row, 'shortId', 'title'), level: upper(row.level), project: pick(row.project, 'slug') },
  }));
  return { organization: { projects: { nodes }, issues: { edges } } };
};

const teamsAndMembers: ByHand = async (rest, { organization }) => {
  const rows: Row[] = await rest.get(`/organizations/${organization}/teams/`, { per_page: 5 });
  const nodes = rows.map(async (team) => {
    const members: Row[] = await rest.get(`/teams/${organization}/${team.slug}/members/`, { per_page: 10 });
    const edges = members.map((member) => ({
      teamRole: member.teamRole,
      node: { ...pick(member, 'name', 'email'), user: pick(member.user, 'avatarUrl') },
    }));
    return { ...pick(team, 'slug', 'name', 'memberCount'), members: { edges } };
  });
  return { organization: { teams: { nodes: await Promise.all(nodes) } } };
};

export const organizations: Readonly<Record<string, ByHand>> = {
  'all-projects': allProjects,
  'organization-to-frame': organizationToFrame,
  'pending-invitations': pendingInvitations,
  'team-overview': teamOverview,
  'teams-and-members': teamsAndMembers,
};
