import type { Api } from './api.ts';
import { type Page, type Place, readPage, readRow, writtenRow } from './page.ts';
import { type FactsOf, payload } from './payload.ts';
import { flag, integer, list, type Row, row, text, time } from './read.ts';
import { anyOf, parameters, phrase } from './search.ts';

/** An organization: `summary` stands in list rows and in detail, `detail` in detail alone. */
export const organizationPayload = payload({
  summary: {
    id: text,
    name: text,
    status: row,
    dateCreated: time,
    avatar: row,
    isEarlyAdopter: flag,
    require2FA: flag,
    hasAuthProvider: flag,
    allowMemberInvite: flag,
    allowMemberProjectCreation: flag,
  },
  detail: {
    defaultRole: text,
    openMembership: flag,
    allowJoinRequests: flag,
    eventsMemberAdmin: flag,
    alertsMemberWrite: flag,
    allowSharedIssues: flag,
    enhancedPrivacy: flag,
    dataScrubber: flag,
    dataScrubberDefaults: flag,
    scrubIPAddresses: flag,
    sensitiveFields: list(text),
    safeFields: list(text),
    scrapeJavaScript: flag,
    storeCrashReports: integer,
  },
});

export type OrganizationFilter = { readonly search?: string | null; readonly slugs?: readonly string[] | null };

/** GET `/organizations/`: newest first, those the linked account sees. */
export const listOrganizations = async (
  api: Api,
  { search, slugs }: OrganizationFilter,
  { size, cursor }: Place,
  level: string,
): Promise<Page> => {
  const query = [...anyOf('slug', slugs), ...(search ? [phrase(search)] : [])].join(' ');
  const answer = await api.get({
    family: 'organizations',
    template: '/organizations/',
    segments: {},
    query: parameters({ query: query || null, per_page: size, cursor }),
    level,
  });
  return readPage(answer, { slug: text });
};

/** GET `/organizations/{organization}/` without its teams and projects, which `detailed=0` leaves out. */
export const getOrganization = async (api: Api, organization: string, level: string): Promise<Row> =>
  readRow(
    await api.get({
      family: 'organization',
      template: '/organizations/{organization}/',
      segments: { organization },
      query: parameters({ detailed: false }),
      level,
    }),
  );

type Facts = FactsOf<typeof organizationPayload>;

/** What of an organization can be set. */
export type OrganizationChanges = { readonly slug?: string } & {
  readonly [N in Exclude<keyof Facts, 'id' | 'status' | 'dateCreated' | 'avatar' | 'hasAuthProvider'>]?: Facts[N];
};

/**
 * PUT `/organizations/{organization}/`; what is left out stays. Answers with the whole detail, teams and projects too. A taken
 * slug is a 400.
 */
export const updateOrganization = async (api: Api, organization: string, body: OrganizationChanges): Promise<Row> =>
  writtenRow(
    await api.write({
      family: 'organization',
      method: 'PUT',
      template: '/organizations/{organization}/',
      segments: { organization },
      body,
    }),
    { slug: text },
  );
