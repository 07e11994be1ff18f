import type { Api } from './api.ts';
import { readable, readPage } from './page.ts';
import type { Row } from './read.ts';
import { parameters } from './search.ts';

/** Which environments to list, in Sentry's words. */
export type Visibility = 'visible' | 'hidden' | 'all';

/**
 * GET `/organizations/{organization}/environments/`, by name, all at once. Without `project` it would mean the projects that
 * the user is a member of.
 */
export const listEnvironments = async (
  api: Api,
  organization: string,
  visibility: Visibility,
  level: string,
): Promise<Row[]> =>
  readable(
    readPage(
      await api.get({
        family: 'organization.environments',
        template: '/organizations/{organization}/environments/',
        segments: { organization },
        query: parameters({ visibility, project: '-1' }),
        level,
      }),
      ['name'],
    ),
  );

/** GET `/projects/{organization}/{project}/environments/`, by name, all at once. */
export const listProjectEnvironments = async (
  api: Api,
  organization: string,
  project: string,
  visibility: Visibility,
  level: string,
): Promise<Row[]> =>
  readable(
    readPage(
      await api.get({
        family: 'project.environments',
        template: '/projects/{organization}/{project}/environments/',
        segments: { organization, project },
        query: parameters({ visibility }),
        level,
      }),
      ['name'],
    ),
  );
