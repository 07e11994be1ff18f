import { createDeploy } from './endpoints/deploy-create.ts';
import {
  deleteOrganizationIssues,
  deleteProjectIssues,
  updateOrganizationIssues,
  updateProjectIssues,
} from './endpoints/issue-bulk.ts';
import { deleteIssue, updateIssue } from './endpoints/issue-writes.ts';
import { updateOrganization } from './endpoints/organization-writes.ts';
import { createProject } from './endpoints/project-create.ts';
import { deleteProject, updateProject } from './endpoints/project-writes.ts';
import { createRelease } from './endpoints/release-create.ts';
import { deleteRelease, updateRelease } from './endpoints/release-writes.ts';
import { createTeam, deleteTeam, updateTeam } from './endpoints/team-writes.ts';
import { perSecond } from './limits.ts';
import { deprecated, type Route } from './route.ts';

const organization = 'organizations/{organization}/';
const project = 'projects/{organization}/{project}/';
const team = 'teams/{organization}/{team}/';

const eventWrite = ['event:write', 'event:admin'];
const eventAdmin = ['event:admin'];
const releases = ['project:releases', 'project:write', 'project:admin', 'org:ci'];

/** The writes of one issue, with and without the organization, under both names. */
function issueRoutes(): Route[] {
  const put = { method: 'PUT', scopes: eventWrite, limit: perSecond(5), bucket: 'group-details' } as const;
  const slow = { limit: 5, windowMs: 5000, concurrent: 25 };
  const remove = { method: 'DELETE', scopes: eventAdmin, limit: slow, bucket: 'group-details' } as const;
  const guard = (route: Route): Route => ({
    ...route,
    endpoint: deprecated('sentry-api-0-organization-group-details', route.endpoint),
  });
  return ['issues', 'groups'].flatMap((word): Route[] => {
    const path = `${organization}${word}/{issue}/`;
    const short = `${word}/{issue}/`;
    return [
      { ...put, path, endpoint: (scope) => updateIssue(scope, true) },
      { ...remove, path, endpoint: (scope) => deleteIssue(scope, true) },
      guard({ ...put, path: short, endpoint: (scope) => updateIssue(scope, false) }),
      guard({ ...remove, path: short, endpoint: (scope) => deleteIssue(scope, false) }),
    ];
  });
}

/** Every write. */
export const writes: Route[] = [
  { method: 'PUT', path: organization, endpoint: updateOrganization, scopes: ['org:write', 'org:admin'] },
  { method: 'PUT', path: project, endpoint: updateProject, scopes: ['project:read', 'project:write', 'project:admin'] },
  { method: 'DELETE', path: project, endpoint: deleteProject, scopes: ['project:admin'] },
  {
    method: 'POST',
    path: `${team}projects/`,
    endpoint: createProject,
    scopes: ['project:write', 'project:admin', 'org:write', 'org:admin', 'project:read'],
  },
  {
    method: 'POST',
    path: `${organization}teams/`,
    endpoint: createTeam,
    scopes: ['org:write', 'org:admin', 'team:write'],
  },
  { method: 'PUT', path: team, endpoint: updateTeam, scopes: ['team:write', 'team:admin'] },
  { method: 'DELETE', path: team, endpoint: deleteTeam, scopes: ['team:admin'] },
  { method: 'PUT', path: `${organization}issues/`, endpoint: updateOrganizationIssues, scopes: eventWrite },
  { method: 'DELETE', path: `${organization}issues/`, endpoint: deleteOrganizationIssues, scopes: eventAdmin },
  { method: 'PUT', path: `${project}issues/`, endpoint: updateProjectIssues, scopes: eventWrite },
  { method: 'DELETE', path: `${project}issues/`, endpoint: deleteProjectIssues, scopes: eventAdmin },
  {
    method: 'POST',
    path: `${organization}releases/`,
    endpoint: createRelease,
    scopes: releases,
    limit: perSecond(40),
  },
  { method: 'PUT', path: `${organization}releases/{version}/`, endpoint: updateRelease, scopes: releases },
  { method: 'DELETE', path: `${organization}releases/{version}/`, endpoint: deleteRelease, scopes: releases },
  { method: 'POST', path: `${organization}releases/{version}/deploys/`, endpoint: createDeploy, scopes: releases },
  ...issueRoutes(),
];
