import type { Api } from './api.ts';
import { explained, type Problem } from './http/refused.ts';
import { writtenRow } from './page.ts';
import { type FactsOf, readersOf } from './payload.ts';
import { projectPayload, projectRow } from './project-payload.ts';
import type { Row } from './read.ts';

type Facts = FactsOf<typeof projectPayload>;

/** What a project is made of. */
export type NewProject = {
  readonly name: string;
  readonly slug?: string;
  readonly platform?: string;
  readonly default_rules?: boolean;
};

/** What of a project can be set. */
export type ProjectChanges = {
  readonly name?: string;
  readonly slug?: string;
  readonly platform?: string | null;
  readonly isBookmarked?: boolean;
  readonly subjectPrefix?: string;
  readonly subjectTemplate?: string;
  readonly resolveAge?: number;
  readonly enableAutoReleaseCreation?: boolean;
  readonly scmSourceContextEnabled?: boolean;
  readonly highlightTags?: readonly string[];
  readonly highlightContext?: Facts['highlightContext'];
};

const needed = readersOf(projectPayload, 'id', 'slug', 'name');

/**
 * POST `/teams/{organization}/{team}/projects/`, team by slug or number. Answers with a list row that lacks some features. Its
 * one conflict is a taken slug.
 */
export const createProject = async (api: Api, organization: string, team: string, body: NewProject): Promise<Row> => {
  const write = api.write({
    family: 'team.projects',
    method: 'POST',
    template: '/teams/{organization}/{team}/projects/',
    segments: { organization, team },
    body,
  });
  const written = await explained(write, 409, (problems) =>
    problems.map(({ message }) => ({ path: ['slug'], message })),
  );
  return projectRow(writtenRow(written, needed), { features: false, period: null });
};

const withoutReason: Problem = {
  path: [],
  message: 'Sentry refused it without a reason, as it does where no user stands behind the linked account.',
};

/**
 * PUT `/projects/{organization}/{project}/`, by slug or number; what is left out stays. Answers with the whole detail. A taken
 * slug is a 400, a former slug of a renamed project a 302.
 */
export const updateProject = async (
  api: Api,
  organization: string,
  project: string,
  body: ProjectChanges,
): Promise<Row> => {
  const write = api.write({
    family: 'project',
    method: 'PUT',
    template: '/projects/{organization}/{project}/',
    segments: { organization, project },
    body,
  });
  const written = await explained(write, 400, (problems) => (problems.length > 0 ? problems : [withoutReason]));
  return writtenRow(written, needed);
};

/** DELETE `/projects/{organization}/{project}/`, by slug or number: gone from reads at once, its slug free. */
export const deleteProject = async (api: Api, organization: string, project: string): Promise<void> => {
  await api.write({
    family: 'project',
    method: 'DELETE',
    template: '/projects/{organization}/{project}/',
    segments: { organization, project },
  });
};
