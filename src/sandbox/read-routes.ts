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
      const limited = limit === undefined ? {} : { limit, bucket: name };
      return [
        {
          path: `organizations/{organization}/${word}/{issue}/${below}`,
          endpoint: (scope) => read(scope, true),
          ...limited,
        },
        {
          path: `${word}/{issue}/${below}`,
          endpoint: deprecated(`sentry-api-0-organization-${name}`, (scope) => read(scope, false)),
          ...limited,
        },
      ];
    }),
  );
}

/** Every read. */
export const reads: Route[] = [
  { path: 'organizations/', endpoint: listOrganizations },
  { path: 'organizations/{organization}/', endpoint: getOrganization },
  { path: 'organizations/{organization}/projects/', endpoint: listProjects },
  { path: 'organizations/{organization}/issues/', endpoint: listOrganizationIssues },
  { path: 'organizations/{organization}/issues-stats/', endpoint: listIssueStats, limit: perSecond(10) },
  { path: 'organizations/{organization}/shortids/{issue}/', endpoint: getShortId },
  { path: 'organizations/{organization}/eventids/{event}/', endpoint: getEventId },
  { path: 'projects/{organization}/{project}/', endpoint: getProject },
  { path: 'projects/{organization}/{project}/issues/', endpoint: listProjectIssues, limit: perSecond(5) },
  {
    path: 'projects/{organization}/{project}/events/',
    endpoint: listProjectEvents,
    limit: { limit: 60, windowMs: 60_000, concurrent: 1 },
  },
  { path: 'projects/{organization}/{project}/events/{event}/', endpoint: getProjectEvent, limit: perSecond(5) },
  { path: 'organizations/{organization}/teams/', endpoint: listTeams },
  { path: 'organizations/{organization}/user-teams/', endpoint: listUserTeams },
  { path: 'organizations/{organization}/members/', endpoint: listMembers, limit: perSecond(40) },
  { path: 'organizations/{organization}/members/{member}/', endpoint: getMember },
  { path: 'organizations/{organization}/environments/', endpoint: listEnvironments },
  { path: 'organizations/{organization}/repos/', endpoint: listRepositories },
  {
    path: 'organizations/{organization}/events/',
    endpoint: listDiscover,
    limit: { limit: 30, windowMs: 1000, concurrent: 15 },
  },
  { path: 'organizations/{organization}/releases/', endpoint: listReleases, limit: perSecond(40) },
  { path: 'organizations/{organization}/releases/{version}/', endpoint: getRelease },
  { path: 'organizations/{organization}/releases/{version}/deploys/', endpoint: listDeploys },
  { path: 'organizations/{organization}/releases/{version}/commits/', endpoint: listCommits },
  { path: 'projects/{organization}/{project}/teams/', endpoint: listProjectTeams },
  { path: 'projects/{organization}/{project}/environments/', endpoint: listProjectEnvironments },
  { path: 'projects/{organization}/{project}/environments/{environment}/', endpoint: getProjectEnvironment },
  { path: 'projects/{organization}/{project}/releases/', endpoint: listProjectReleases },
  { path: 'projects/{organization}/{project}/releases/{version}/commits/', endpoint: listProjectCommits },
  { path: 'teams/{organization}/{team}/', endpoint: getTeam },
  { path: 'teams/{organization}/{team}/projects/', endpoint: listTeamProjects },
  { path: 'teams/{organization}/{team}/members/', endpoint: listTeamMembers },
  ...issueRoutes(),
];
