import type { MemberRecord, OrganizationRecord } from '../data/model.ts';
import { organizationOf } from '../lookup.ts';
import { offsetList } from '../params.ts';
import { isInvited, memberDetail, memberRow } from '../payloads/member.ts';
import { json, notFound, type Reply } from '../reply.ts';
import type { Scope } from '../scope.ts';
import { containsAny, simpleTokens } from '../search/simple-tokens.ts';

function hasScope({ orgRole }: MemberRecord, scope: string): boolean {
  if (scope === 'org:billing') return orgRole === 'billing' || orgRole === 'owner';
  if (scope === 'org:admin') return orgRole === 'owner';
  if (scope === 'member:write' || scope === 'member:admin') return orgRole === 'owner' || orgRole === 'manager';
  return orgRole !== 'billing';
}

function matches(member: MemberRecord, query: string): boolean {
  for (const [key, values] of simpleTokens(query)) {
    const isTrue = values.includes('true');
    const fits =
      (key === 'query' && containsAny([member.email, member.user?.name ?? ''], values)) ||
      (key === 'id' && values.includes(member.id)) ||
      (key === 'user.id' && member.user !== null && values.includes(member.user.id)) ||
      (key === 'email' && values.some((value) => value.toLowerCase() === member.email.toLowerCase())) ||
      (key === 'role' && values.includes(member.orgRole)) ||
      (key === 'scope' && values.some((value) => hasScope(member, value))) ||
      (key === 'isInvited' && isInvited(member) === isTrue) ||
      (key === 'ssoLinked' && member.ssoLinked === isTrue) ||
      (key === 'has2fa' && (member.user?.has2fa ?? false) === isTrue) ||
      (key === 'hasExternalUsers' && !isTrue);
    if (!fits) return false;
  }
  return true;
}

/** Members by the number of their id. */
export function byId(a: { id: string }, b: { id: string }): number {
  return Number(a.id) - Number(b.id);
}

/** `GET /organizations/{org}/members/`. */
export function listMembers(scope: Scope): Reply {
  const organization = organizationOf(scope);
  const query = scope.query.get('query') ?? '';
  const rows = organization.members.filter((member) => matches(member, query)).sort(byId);
  const hasExternal = scope.query.getAll('expand').includes('externalUsers');
  return offsetList(scope, organization.slug, rows, (member) => ({
    ...memberRow(member),
    ...(hasExternal ? { externalUsers: [] } : {}),
  }));
}

function memberOf(scope: Scope, organization: OrganizationRecord): MemberRecord {
  const id = scope.part('member');
  const found = organization.members.find((member) =>
    id === 'me' ? member.user?.id === scope.world.viewer.id : member.id === id,
  );
  if (found === undefined) throw notFound();
  return found;
}

/** `GET /organizations/{org}/members/{member}/`. */
export function getMember(scope: Scope): Reply {
  const organization = organizationOf(scope);
  return json(memberDetail(organization, memberOf(scope, organization)));
}
