import type { Api } from './api.ts';
import { type Page, type Place, readPage, readRow } from './page.ts';
import { payload, readersOf } from './payload.ts';
import { flag, integer, type Row, row, text, time } from './read.ts';
import { anyOf, parameters, phrase } from './search.ts';

/** A team. An assignee stub carries `id` and `name`, a project's team also `slug`. */
export const teamPayload = payload({
  summary: {
    id: text,
    slug: text,
    name: text,
    dateCreated: time,
    memberCount: integer,
    avatar: row,
    isMember: flag,
    hasAccess: flag,
    isPending: flag,
    teamRole: text,
  },
});

export type TeamFilter = {
  readonly search?: string | null | undefined;
  readonly slugs?: readonly string[] | null;
  readonly ids?: readonly string[] | null;
};

/** GET `/organizations/{organization}/teams/`, by slug, without the projects that `detailed=0` leaves out. */
export const listTeams = async (
  api: Api,
  organization: string,
  { search, slugs, ids }: TeamFilter,
  { size, cursor }: Place,
  level: string,
): Promise<Page> => {
  const query = [...anyOf('slug', slugs), ...anyOf('id', ids), ...(search ? [phrase(search)] : [])].join(' ');
  return readPage(
    await api.get({
      family: 'organization.teams',
      template: '/organizations/{organization}/teams/',
      segments: { organization },
      query: parameters({ query: query || null, detailed: false, per_page: size, cursor }),
      level,
    }),
    readersOf(teamPayload, 'id', 'slug', 'name'),
  );
};

/** GET `/teams/{organization}/{team}/` by slug or number. */
export const getTeam = async (api: Api, organization: string, team: string, level: string): Promise<Row> =>
  readRow(
    await api.get({
      family: 'team',
      template: '/teams/{organization}/{team}/',
      segments: { organization, team },
      query: parameters({ collapse: 'organization' }),
      level,
    }),
  );
