import type { Api } from './api.ts';
import { explained } from './http/refused.ts';
import { type Page, type Place, readPage, readRow, writtenRow } from './page.ts';
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

/** What narrows a list of teams. Null narrows nothing. */
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

/** What of a team can be set. */
export type TeamChanges = { readonly slug?: string; readonly name?: string };

/**
 * POST `/organizations/{organization}/teams/`; the asking user becomes a member. Its one conflict is a taken slug, the name's where
 * none is given.
 */
export const createTeam = async (api: Api, organization: string, body: TeamChanges): Promise<Row> =>
  writtenRow(
    await explained(
      api.write({
        family: 'organization.teams',
        method: 'POST',
        template: '/organizations/{organization}/teams/',
        segments: { organization },
        body,
      }),
      409,
      (problems) => problems.map(({ message }) => ({ path: [body.slug ? 'slug' : 'name'], message })),
    ),
  );

/** PUT `/teams/{organization}/{team}/`, by slug or number; what is left out stays. A taken slug is a 400. */
export const updateTeam = async (api: Api, organization: string, team: string, body: TeamChanges): Promise<Row> =>
  writtenRow(
    await api.write({
      family: 'team',
      method: 'PUT',
      template: '/teams/{organization}/{team}/',
      segments: { organization, team },
      body,
    }),
  );

/** DELETE `/teams/{organization}/{team}/`: its slug is free at once, its projects stay. */
export const deleteTeam = async (api: Api, organization: string, team: string): Promise<void> => {
  await api.write({
    family: 'team',
    method: 'DELETE',
    template: '/teams/{organization}/{team}/',
    segments: { organization, team },
  });
};
