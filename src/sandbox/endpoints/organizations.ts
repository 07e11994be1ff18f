import type { OrganizationRecord } from '../data/model.ts';
import { organizationOf } from '../lookup.ts';
import { ownersOf } from '../membership.ts';
import { dateTimePage, offsetPage } from '../paging.ts';
import { orBadRequest, paged, pageRequest } from '../params.ts';
import { organizationDetail, organizationSummary } from '../payloads/organization.ts';
import { projectRow } from '../payloads/project.ts';
import { teamRow } from '../payloads/team.ts';
import { json, type Reply } from '../reply.ts';
import { isOn, type Scope } from '../scope.ts';
import { containsAny, simpleTokens } from '../search/simple-tokens.ts';
import { isGranted } from '../switches.ts';

function matches(organization: OrganizationRecord, scope: Scope): boolean {
  for (const [key, values] of simpleTokens(scope.query.get('query') ?? '')) {
    const hasUser = (test: (email: string, memberId: string) => boolean): boolean =>
      organization.members.some(({ email, id }) => test(email.toLowerCase(), id));
    const fits =
      (key === 'query' && containsAny([organization.name, organization.slug], values)) ||
      (key === 'slug' && values.some((value) => value.toLowerCase() === organization.slug.toLowerCase())) ||
      (key === 'id' && values.includes(organization.id)) ||
      (key === 'email' && hasUser((email) => values.some((value) => value.toLowerCase() === email))) ||
      (key === 'member_id' && hasUser((_, id) => values.includes(id))) ||
      (key === 'status' && values.includes('active'));
    if (!fits) return false;
  }
  return true;
}

/** Those that the asking user owns, in a shape of their own and without pages. */
function ownedOrganizations({ world }: Scope, organizations: readonly OrganizationRecord[]): Reply {
  const owned = organizations.flatMap((organization) => {
    const owners = ownersOf(organization);
    if (!owners.some(({ user }) => user?.id === world.viewer.id)) return [];
    return { organization: organizationSummary(organization), singleOwner: owners.length === 1 };
  });
  return json(owned);
}

/** `GET /organizations/`: newest first; `owner=1` only the asking user's own. */
export function listOrganizations(scope: Scope): Reply {
  const rows = scope.world.organizations.filter((organization) => matches(organization, scope));
  if (isOn(scope, 'owner')) return ownedOrganizations(scope, rows);
  const request = pageRequest(scope);
  const sortBy = scope.query.get('sortBy');
  if (sortBy === 'members' || sortBy === 'events') {
    const size = ({ members, issues }: OrganizationRecord): number =>
      sortBy === 'members' ? members.length : issues.length;
    rows.sort((a, b) => size(b) - size(a));
    return paged(
      scope,
      null,
      orBadRequest(() => offsetPage(rows, request)),
      organizationSummary,
    );
  }
  const page = orBadRequest(() => dateTimePage(rows, ({ dateCreated }) => dateCreated, request));
  return paged(scope, null, page, organizationSummary);
}

/** An organization with all of its teams and projects. */
export function wholeOrganization(scope: Scope, organization: OrganizationRecord): Record<string, unknown> {
  return {
    ...organizationDetail(organization, scope.world.viewer),
    teams: organization.teams.map((team) => teamRow(scope.world, organization, team)),
    projects: organization.projects.map((project) => projectRow(organization, project)),
  };
}

/** `GET /organizations/{org}/`: `detailed=0` leaves all teams and projects out; a token without org:read sees a summary. */
export function getOrganization(scope: Scope): Reply {
  const organization = organizationOf(scope);
  if (!isGranted(scope.switches, ['org:read'])) return json(organizationSummary(organization));
  const detail =
    scope.query.get('detailed') === '0'
      ? organizationDetail(organization, scope.world.viewer)
      : wholeOrganization(scope, organization);
  const features = isOn(scope, 'include_feature_flags') ? { features: ['discover-basic', 'performance-view'] } : {};
  return json({ ...detail, ...features });
}
