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
import { defaultLimit, type EndpointLimit } from './limits.ts';
import { json, type Reply } from './reply.ts';
import type { Endpoint, Scope } from './scope.ts';
import { decodePart } from './url.ts';

/** One route: its path with named parts in braces, its endpoint, and a limit of its own where it has one. */
export type Route = {
  path: string;
  endpoint: Endpoint;
  limit?: EndpointLimit;
  /** What shares that limit; left out: this path alone. */
  bucket?: string;
};

const perSecond = (limit: number): EndpointLimit => ({ limit, windowMs: 1000, concurrent: 25 });

/** Sentry's guard around the paths without an organization. */
function deprecated(replacement: string, endpoint: Endpoint): Endpoint {
  return async (scope: Scope): Promise<Reply> => {
    const headers = {
      'x-sentry-deprecation-date': '2026-05-15T00:00:00+00:00',
      'x-sentry-replacement-endpoint': replacement,
    };
    const reply = scope.switches.brownout
      ? json({ message: 'This API no longer exists.' }, 410)
      : await endpoint(scope);
    return { ...reply, headers: { ...reply.headers, ...headers } };
  };
}

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

const routes: Route[] = [
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

/** A route that fits a path, with the decoded parts that it names. */
export type Match = { endpoint: Endpoint; parts: Map<string, string>; bucket: string; limit: EndpointLimit };

const table = routes.map((route) => ({ route, segments: route.path.split('/') }));

/** Finds the route of a raw path that begins and ends with a slash. */
export function matchRoute(path: string): Match | null {
  const given = path.slice(1).split('/');
  for (const { route, segments } of table) {
    if (segments.length !== given.length) continue;
    const parts = new Map<string, string>();
    const fits = segments.every((segment, index) => {
      const text = given[index] ?? '';
      if (!segment.startsWith('{')) return segment === text;
      const decoded = decodePart(text);
      if (decoded === null || decoded === '') return false;
      parts.set(segment.slice(1, -1), decoded);
      return true;
    });
    if (!fits) continue;
    const { endpoint, limit, path: own, bucket = own } = route;
    return { endpoint, parts, bucket: limit === undefined ? 'default' : bucket, limit: limit ?? defaultLimit };
  }
  return null;
}
