import { listDiscover } from './endpoints/discover.ts';
import { getProjectEnvironment, listEnvironments, listProjectEnvironments } from './endpoints/environments.ts';
import { getIssue } from './endpoints/issue-detail.ts';
import { getIssueEvent, listIssueEvents, listIssueHashes } from './endpoints/issue-events.ts';
import { listOrganizationIssues } from './endpoints/issue-lists.ts';
import { listIssueStats } from './endpoints/issue-stats.ts';
import { getIssueTag, listIssueTags, listIssueTagValues } from './endpoints/issue-tags.ts';
import { getMember, listMembers } from './endpoints/members.ts';
import { getOrganization, listOrganizations } from './endpoints/organizations.ts';
import { getEventId, getProjectEvent, getShortId, listProjectEvents } from './endpoints/project-events.ts';
import { listProjectIssues } from './endpoints/project-issues.ts';
import { getProject, listProjects } from './endpoints/projects.ts';
import { getRelease, listCommits, listDeploys, listProjectCommits } from './endpoints/release.ts';
import { listProjectReleases, listReleases } from './endpoints/releases.ts';
import { listRepositories } from './endpoints/repositories.ts';
import {
  getTeam,
  listProjectTeams,
  listTeamMembers,
  listTeamProjects,
  listTeams,
  listUserTeams,
} from './endpoints/teams.ts';
import { type EndpointLimit, perSecond } from './limits.ts';
import type { Reply } from './reply.ts';
import { deprecated, type Route } from './route.ts';
import type { Scope } from './scope.ts';

const orgRead = ['org:read', 'org:write', 'org:admin'];
const memberRead = ['member:read', 'member:write', 'member:admin'];
const teamRead = ['team:read', 'team:write', 'team:admin'];
const projectRead = ['project:read', 'project:write', 'project:admin'];
const eventRead = ['event:read', 'event:write', 'event:admin'];
const releaseRead = [...projectRead, 'project:releases', 'org:ci'];
const repositoryRead = [...orgRead, 'org:ci', 'org:integrations'];

/** The reads below an issue, with and without the organization, under both names. */
function issueRoutes(): Route[] {
  const reads: {
    below: string;
    name: string;
    read: (scope: Scope, hasOrganization: boolean) => Reply;
    limit?: EndpointLimit;
  }[] = [
    { below: '', name: 'group-details', read: getIssue, limit: perSecond(5) },
    { below: 'events/', name: 'group-events', read: listIssueEvents },
    { below: 'events/{event}/', name: 'group-event-details', read: getIssueEvent, limit: perSecond(15) },
    { below: 'hashes/', name: 'group-hashes', read: listIssueHashes },
    { below: 'tags/', name: 'group-tags', read: listIssueTags, limit: perSecond(10) },
    { below: 'tags/{key}/', name: 'group-tag-key-details', read: getIssueTag, limit: perSecond(10) },
    { below: 'tags/{key}/values/', name: 'group-tag-key-values', read: listIssueTagValues },
  ];
  return reads.flatMap(({ below, name, read, limit }) =>
    ['issues', 'groups'].flatMap((word): Route[] => {
      const rules = { scopes: eventRead, ...(limit === undefined ? {} : { limit, bucket: name }) };
      return [
        {
          path: `organizations/{organization}/${word}/{issue}/${below}`,
          endpoint: (scope) => read(scope, true),
          ...rules,
        },
        {
          path: `${word}/{issue}/${below}`,
          endpoint: deprecated(`sentry-api-0-organization-${name}`, (scope) => read(scope, false)),
          ...rules,
        },
      ];
    }),
  );
}

/** Every read. */
export const reads: Route[] = [
  { path: 'organizations/', endpoint: listOrganizations, scopes: orgRead },
  { path: 'organizations/{organization}/', endpoint: getOrganization },
  { path: 'organizations/{organization}/projects/', endpoint: listProjects, scopes: orgRead },
  { path: 'organizations/{organization}/issues/', endpoint: listOrganizationIssues, scopes: eventRead },
  {
    path: 'organizations/{organization}/issues-stats/',
    endpoint: listIssueStats,
    scopes: eventRead,
    limit: perSecond(10),
  },
  { path: 'organizations/{organization}/shortids/{issue}/', endpoint: getShortId, scopes: eventRead },
  { path: 'organizations/{organization}/eventids/{event}/', endpoint: getEventId, scopes: orgRead },
  { path: 'projects/{organization}/{project}/', endpoint: getProject, scopes: projectRead },
  {
    path: 'projects/{organization}/{project}/issues/',
    endpoint: listProjectIssues,
    scopes: eventRead,
    limit: perSecond(5),
  },
  {
    path: 'projects/{organization}/{project}/events/',
    endpoint: listProjectEvents,
    scopes: projectRead,
    limit: { limit: 60, windowMs: 60_000, concurrent: 1 },
  },
  {
    path: 'projects/{organization}/{project}/events/{event}/',
    endpoint: getProjectEvent,
    scopes: projectRead,
    limit: perSecond(5),
  },
  { path: 'organizations/{organization}/teams/', endpoint: listTeams, scopes: orgRead },
  { path: 'organizations/{organization}/user-teams/', endpoint: listUserTeams, scopes: orgRead },
  { path: 'organizations/{organization}/members/', endpoint: listMembers, scopes: memberRead, limit: perSecond(40) },
  { path: 'organizations/{organization}/members/{member}/', endpoint: getMember, scopes: memberRead },
  { path: 'organizations/{organization}/environments/', endpoint: listEnvironments, scopes: orgRead },
  { path: 'organizations/{organization}/repos/', endpoint: listRepositories, scopes: repositoryRead },
  {
    path: 'organizations/{organization}/events/',
    endpoint: listDiscover,
    scopes: orgRead,
    limit: { limit: 30, windowMs: 1000, concurrent: 15 },
  },
  { path: 'organizations/{organization}/releases/', endpoint: listReleases, scopes: releaseRead, limit: perSecond(40) },
  { path: 'organizations/{organization}/releases/{version}/', endpoint: getRelease, scopes: releaseRead },
  { path: 'organizations/{organization}/releases/{version}/deploys/', endpoint: listDeploys, scopes: releaseRead },
  { path: 'organizations/{organization}/releases/{version}/commits/', endpoint: listCommits, scopes: releaseRead },
  { path: 'projects/{organization}/{project}/teams/', endpoint: listProjectTeams, scopes: projectRead },
  { path: 'projects/{organization}/{project}/environments/', endpoint: listProjectEnvironments, scopes: projectRead },
  {
    path: 'projects/{organization}/{project}/environments/{environment}/',
    endpoint: getProjectEnvironment,
    scopes: projectRead,
  },
  { path: 'projects/{organization}/{project}/releases/', endpoint: listProjectReleases, scopes: releaseRead },
  {
    path: 'projects/{organization}/{project}/releases/{version}/commits/',
    endpoint: listProjectCommits,
    scopes: releaseRead,
  },
  { path: 'teams/{organization}/{team}/', endpoint: getTeam, scopes: teamRead },
  { path: 'teams/{organization}/{team}/projects/', endpoint: listTeamProjects, scopes: projectRead },
  { path: 'teams/{organization}/{team}/members/', endpoint: listTeamMembers, scopes: teamRead },
  ...issueRoutes(),
];
