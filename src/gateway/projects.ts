import type { Answer, Api } from './api.ts';
import { type Page, type Place, readPage, readRow } from './page.ts';
import { readersOf } from './payload.ts';
import {
  type ListedParts,
  projectPayload,
  projectRow,
  type StatsPeriod,
  statsPart,
  statsPeriods,
} from './project-payload.ts';
import type { Row } from './read.ts';
import { anyOf, parameters, phrase } from './search.ts';

/** What narrows a list of projects; `team` is the slug of a team. Null narrows nothing. */
export type ProjectFilter = {
  readonly search?: string | null;
  readonly slugs?: readonly string[] | null;
  readonly ids?: readonly string[] | null;
  readonly team?: string | null;
};

/** The window of `stats` that a list call brings: it takes one alone, the shortest wanted of those it knows. */
const periodIn = (parts: ReadonlySet<string>, known: readonly StatsPeriod[]): StatsPeriod | null =>
  known.find((period) => parts.has(statsPart(period))) ?? null;

/** Latest deploys and features are the dear parts of a row: off unless wanted. */
const collapsed = (parts: ReadonlySet<string>): string[] => [
  ...(parts.has('latestDeploys') ? [] : ['latestDeploys']),
  ...(parts.has('features') ? [] : ['unusedFeatures']),
];

const projectPage = (answer: Answer, asked: ListedParts): Page => {
  const page = readPage(answer, readersOf(projectPayload, 'id', 'slug', 'name'));
  return { ...page, rows: page.rows.map((row) => row && projectRow(row, asked)) };
};

/** GET `/organizations/{organization}/projects/`. `parts` are those wanted beyond `summary`, of windows of `stats` one. */
export const listProjects = async (
  api: Api,
  organization: string,
  { search, slugs, ids, team }: ProjectFilter,
  parts: ReadonlySet<string>,
  { size, cursor }: Place,
  level: string,
): Promise<Page> => {
  const terms = [
    ...anyOf('slug', slugs),
    ...anyOf('id', ids),
    ...(team ? [`team:${team}`] : []),
    ...(search ? [phrase(search)] : []),
  ];
  const period = periodIn(parts, statsPeriods);
  const answer = await api.get({
    family: 'organization.projects',
    template: '/organizations/{organization}/projects/',
    segments: { organization },
    query: parameters({
      query: terms.join(' ') || null,
      statsPeriod: period,
      collapse: collapsed(parts),
      per_page: size,
      cursor,
    }),
    level,
  });
  return projectPage(answer, { features: parts.has('features'), period });
};

/** The same with `all_projects=1`: every project at once, by slug. It brings no `stats`, whatever is asked. */
export const listAllProjects = async (
  api: Api,
  organization: string,
  parts: ReadonlySet<string>,
  level: string,
): Promise<Page> => {
  const answer = await api.get({
    family: 'organization.projects',
    template: '/organizations/{organization}/projects/',
    segments: { organization },
    query: parameters({ all_projects: true, collapse: collapsed(parts) }),
    level,
  });
  return projectPage(answer, { features: parts.has('features'), period: null });
};

/** Windows of `stats` that the list of a team's projects knows; it refuses others (`team_projects.py`). */
const teamPeriods = ['24h', '14d', '30d'] as const;

/** GET `/teams/{organization}/{team}/projects/`, by slug. It collapses nothing. */
export const listTeamProjects = async (
  api: Api,
  organization: string,
  team: string,
  parts: ReadonlySet<string>,
  { size, cursor }: Place,
  level: string,
): Promise<Page> => {
  const period = periodIn(parts, teamPeriods);
  const answer = await api.get({
    family: 'team.projects',
    template: '/teams/{organization}/{team}/projects/',
    segments: { organization, team },
    query: parameters({ statsPeriod: period, per_page: size, cursor }),
    level,
  });
  return projectPage(answer, { features: true, period });
};

/** GET `/projects/{organization}/{project}/`. */
export const getProject = async (api: Api, organization: string, project: string, level: string): Promise<Row> =>
  readRow(
    await api.get({
      family: 'project',
      template: '/projects/{organization}/{project}/',
      segments: { organization, project },
      level,
    }),
  );
