import type { Api } from './api.ts';
import { type Page, type Place, readPage } from './page.ts';
import { payload } from './payload.ts';
import { flag, text, time } from './read.ts';
import { anyOf, parameters } from './search.ts';

/** A user, as it stands inside a member row. An assignee stub carries `id`, `name` and often `email`. */
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
  },
});

export type MemberFilter = { readonly userIds?: readonly string[] | null };

/** GET `/organizations/{organization}/members/`. Member ids and user ids are different numbers. */
export const listMembers = async (
  api: Api,
  organization: string,
  { userIds }: MemberFilter,
  { size, cursor }: Place,
  level: string,
): Promise<Page> =>
  readPage(
    await api.get({
      family: 'organization.members',
      template: '/organizations/{organization}/members/',
      segments: { organization },
      query: parameters({ query: anyOf('user.id', userIds).join(' ') || null, per_page: size, cursor }),
      level,
    }),
  );
