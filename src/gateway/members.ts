import type { Api } from './api.ts';
import { type Page, type Place, readPage, readRow } from './page.ts';
import { payload, readersOf } from './payload.ts';
import { flag, list, type Row, row, text, time } from './read.ts';
import { anyOf, parameters, phrase } from './search.ts';

/** A membership, joined or invited. `summary` stands in list rows and in detail, `detail` in detail alone. */
export const memberPayload = payload({
  summary: {
    id: text,
    email: text,
    name: text,
    user: row,
    orgRole: text,
    pending: flag,
    expired: flag,
    inviteStatus: text,
    inviterName: text,
    dateCreated: time,
    flags: row,
  },
  /** Slugs of teams. */
  detail: { teams: list(text) },
});

/**
 * A user, as it stands inside a member row, which is put beside it as `seat`. An assignee stub carries `id`, `name` and
 * often `email`.
 */
export const userPayload = payload({
  summary: {
    id: text,
    name: text,
    username: text,
    email: text,
    avatarUrl: text,
    isActive: flag,
    has2fa: flag,
    dateJoined: time,
    lastLogin: time,
    lastActive: time,
    seat: row,
  },
});

/** What narrows a list of members; `ids` are of memberships, `pending` are open invitations. Null narrows nothing. */
export type MemberFilter = {
  readonly search?: string | null | undefined;
  readonly ids?: readonly string[] | null;
  readonly userIds?: readonly string[] | null;
  readonly emails?: readonly string[] | null;
  readonly role?: string | null;
  readonly pending?: boolean | null | undefined;
};

const neededInRows = readersOf(memberPayload, 'id', 'email', 'name', 'orgRole', 'pending', 'expired');

/** GET `/organizations/{organization}/members/`, by id. Member ids and user ids are different numbers. */
export const listMembers = async (
  api: Api,
  organization: string,
  { search, ids, userIds, emails, role, pending }: MemberFilter,
  { size, cursor }: Place,
  level: string,
): Promise<Page> => {
  const terms = [
    ...anyOf('id', ids),
    ...anyOf('user.id', userIds),
    ...anyOf('email', emails),
    ...(role ? [`role:${role}`] : []),
    ...(typeof pending === 'boolean' ? [`isInvited:${pending}`] : []),
    ...(search ? [phrase(search)] : []),
  ];
  return readPage(
    await api.get({
      family: 'organization.members',
      template: '/organizations/{organization}/members/',
      segments: { organization },
      query: parameters({ query: terms.join(' ') || null, per_page: size, cursor }),
      level,
    }),
    neededInRows,
  );
};

/** GET `/teams/{organization}/{team}/members/`, whose rows also carry `teamRole`. */
export const listTeamMembers = async (
  api: Api,
  organization: string,
  team: string,
  { size, cursor }: Place,
  level: string,
): Promise<Page> =>
  readPage(
    await api.get({
      family: 'team.members',
      template: '/teams/{organization}/{team}/members/',
      segments: { organization, team },
      query: parameters({ per_page: size, cursor }),
      level,
    }),
    neededInRows,
  );

/** GET `/organizations/{organization}/members/{member}/`, which alone names the member's teams. */
export const getMember = async (api: Api, organization: string, member: string, level: string): Promise<Row> =>
  readRow(
    await api.get({
      family: 'member',
      template: '/organizations/{organization}/members/{member}/',
      segments: { organization, member },
      level,
    }),
  );
