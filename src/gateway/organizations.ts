import type { Api } from './api.ts';
import { limits } from './limits.ts';
import { type Page, type Place, readable, readPage, readRow, writtenRow } from './page.ts';
import { type FactsOf, payload } from './payload.ts';
import { reaches, within } from './reach.ts';
import { flag, integer, list, member, type Row, row, text, time } from './read.ts';
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

/** What narrows a list of organizations: words in name or slug, or the slugs themselves; null is all. */
export type OrganizationFilter = { readonly search?: string | null; readonly slugs?: readonly string[] | null };

/** Slugs that a list can be limited to; where more lie within reach, what it brings is looked through. */
const slugsFor = ({ caller }: Api, slugs: OrganizationFilter['slugs']): readonly string[] | null => {
  const wanted = within(caller, slugs);
  return slugs || (wanted && wanted.length <= limits.listArgument) ? wanted : null;
};

/** GET `/organizations/`: newest first, those the linked account sees and the client may reach. */
export const listOrganizations = async (
  api: Api,
  { search, slugs }: OrganizationFilter,
  { size, cursor }: Place,
  level: string,
): Promise<Page> => {
  const wanted = slugsFor(api, slugs);
  if (wanted?.length === 0) return { rows: [], links: { next: null, previous: null }, hits: 0 };
  const query = [...anyOf('slug', wanted), ...(search ? [phrase(search)] : [])].join(' ');
  const answer = await api.get({
    family: 'organizations',
    template: '/organizations/',
    segments: {},
    query: parameters({ query: query || null, per_page: size, cursor }),
    level,
  });
  const page = readPage(answer, { slug: text });
  if (!api.caller.reach) return page;
  return { ...page, rows: readable(page).filter((row) => reaches(api.caller, text(member(row, 'slug')))) };
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
