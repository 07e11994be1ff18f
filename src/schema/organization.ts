import type { GraphQLResolveInfo } from 'graphql';
import type { GraphContext } from '../context.ts';
import { identifiers } from '../gateway/http/identifiers.ts';
import { organizationPayload } from '../gateway/organizations.ts';
import { optional, text } from '../gateway/read.ts';
import type { PageArguments } from '../loaders/connection.ts';
import type { Loaders } from '../loaders/index.ts';
import { type Organization as OrganizationResource, withSettings } from '../loaders/organizations.ts';
import { pages } from './address.ts';
import { someOf } from './arguments.ts';
import { builder } from './builder.ts';
import { type Connection, connect, connectionType } from './connection.ts';
import { costing } from './field-cost.ts';
import { lookup, lookupCost } from './lookup.ts';
import { free, member } from './member.ts';
import { Node, nodeKind } from './node.ts';
import { nodeIdOf } from './node-id.ts';
import { OrganizationRole, toOrganizationRole } from './organization-role.ts';
import { type Args, forwards } from './page-arguments.ts';
import { rootFields } from './root.ts';

export const Organization = builder.objectRef<OrganizationResource>('Organization');

nodeKind('o', {
  type: 'Organization',
  parts: ['organization'],
  find: ({ organizations }, [slug = '']) => organizations.at(slug),
});

const OrganizationSettings = builder.objectRef<OrganizationResource>('OrganizationSettings').implement({
  description: "Settings of an organization; which of them are readable depends on the linked account's user.",
  fields: (t) => ({
    defaultRole: t.field({
      type: OrganizationRole,
      description: 'Role of new members.',
      ...member(organizationPayload, 'defaultRole', (role) => toOrganizationRole(role)),
    }),
    defaultRoleRaw: t.string({
      description: "Role of new members in Sentry's own word.",
      ...member(organizationPayload, 'defaultRole'),
    }),
    openMembership: t.boolean({
      description: 'Whether members may join any team.',
      ...member(organizationPayload, 'openMembership'),
    }),
    allowJoinRequests: t.boolean({
      description: 'Whether people may ask to join.',
      ...member(organizationPayload, 'allowJoinRequests'),
    }),
    eventsMemberAdmin: t.boolean({
      description: 'Whether members may delete events.',
      ...member(organizationPayload, 'eventsMemberAdmin'),
    }),
    alertsMemberWrite: t.boolean({
      description: 'Whether members may edit alerts.',
      ...member(organizationPayload, 'alertsMemberWrite'),
    }),
    allowSharedIssues: t.boolean({
      description: 'Whether issues may be shared publicly.',
      ...member(organizationPayload, 'allowSharedIssues'),
    }),
    enhancedPrivacy: t.boolean({
      description: 'Whether personal data and source code are kept out of mails.',
      ...member(organizationPayload, 'enhancedPrivacy'),
    }),
    dataScrubber: t.boolean({
      description: 'Whether data scrubbing is required in every project.',
      ...member(organizationPayload, 'dataScrubber'),
    }),
    dataScrubberDefaults: t.boolean({
      description: 'Whether the default scrubbers apply everywhere.',
      ...member(organizationPayload, 'dataScrubberDefaults'),
    }),
    scrubIPAddresses: t.boolean({
      description: 'Whether IP addresses are not stored.',
      ...member(organizationPayload, 'scrubIPAddresses'),
    }),
    sensitiveFields: t.stringList({
      description: 'Further field names to scrub.',
      ...member(organizationPayload, 'sensitiveFields'),
    }),
    safeFields: t.stringList({
      description: 'Field names never scrubbed.',
      ...member(organizationPayload, 'safeFields'),
    }),
    scrapeJavaScript: t.boolean({
      description: 'Whether Sentry fetches missing JavaScript source.',
      ...member(organizationPayload, 'scrapeJavaScript'),
    }),
    storeCrashReports: t.int({
      description: 'Native crash reports kept per issue; 0 none, -1 all.',
      ...member(organizationPayload, 'storeCrashReports'),
    }),
  }),
});

Organization.implement({
  description:
    'A Sentry organization. `id`, `slug` and `url` need no call; the other plain fields share one (a list row or organization detail).',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Opaque id; changes with the slug.',
      ...free,
      resolve: ({ loaders, key }) => nodeIdOf(loaders, 'o', key.organization),
    }),
    databaseId: t.id({ description: "Sentry's numeric id.", ...member(organizationPayload, 'id') }),
    slug: t.string({
      nullable: false,
      description: 'Slug, the name in addresses.',
      ...free,
      resolve: ({ key }) => key.organization,
    }),
    url: t.field({
      type: 'URL',
      nullable: false,
      description: 'Its page in Sentry.',
      ...free,
      resolve: ({ key }) => pages.organization(key.organization),
    }),
    name: t.string({ description: 'Display name.', ...member(organizationPayload, 'name') }),
    status: t.string({
      description: "State in Sentry's word, usually `active`.",
      ...member(organizationPayload, 'status', (status) => optional(status, 'id', text)),
    }),
    dateCreated: t.field({
      type: 'DateTime',
      description: 'When it was created.',
      ...member(organizationPayload, 'dateCreated'),
    }),
    avatarUrl: t.string({
      description: 'Address of its picture.',
      ...member(organizationPayload, 'avatar', (avatar) => optional(avatar, 'avatarUrl', text)),
    }),
    isEarlyAdopter: t.boolean({
      description: 'Whether it tries features early.',
      ...member(organizationPayload, 'isEarlyAdopter'),
    }),
    require2FA: t.boolean({
      description: 'Whether members need two-factor authentication.',
      ...member(organizationPayload, 'require2FA'),
    }),
    hasAuthProvider: t.boolean({
      description: 'Whether single sign-on is set up.',
      ...member(organizationPayload, 'hasAuthProvider'),
    }),
    allowMemberInvite: t.boolean({
      description: 'Whether members may invite.',
      ...member(organizationPayload, 'allowMemberInvite'),
    }),
    allowMemberProjectCreation: t.boolean({
      description: 'Whether members may create projects.',
      ...member(organizationPayload, 'allowMemberProjectCreation'),
    }),
    settings: t.field({
      type: OrganizationSettings,
      description: 'Settings. One call (organization detail).',
      ...costing({ part: 'detail' }),
      resolve: (organization, _args, _context, { path }) => withSettings(organization, path),
    }),
  }),
});

export const { ConnectionType: OrganizationConnection } = connectionType(Organization, {
  name: 'Organization',
  page: 'A page of organizations.',
  row: 'An organization in a page.',
});

/** Arguments of a list of organizations. */
export const organizationArguments = (arg: Args) => ({
  search: arg.string({ description: 'Words contained in name or slug.' }),
  slugs: arg.stringList({ description: 'Only these slugs.' }),
  ...forwards(arg),
});

type OrganizationArguments = PageArguments & {
  readonly search?: string | null | undefined;
  readonly slugs?: readonly string[] | null | undefined;
};

/** Reads a page of the organizations that an account sees. */
export const connectOrganizations = (
  loaders: Loaders,
  args: OrganizationArguments,
  context: GraphContext,
  info: GraphQLResolveInfo,
): Promise<Connection<OrganizationResource>> => {
  const filter = { search: args.search ?? null, slugs: someOf('slugs', args.slugs, identifiers.organization) };
  return connect(
    {
      loaders,
      paging: 'keys',
      parent: null,
      args,
      fetch: (place, level) => loaders.organizations.list(filter, place, level),
      node: (row) => loaders.organizations.of(row),
    },
    context,
    info,
  );
};

rootFields((t, loadersOf) => ({
  organization: t.field({
    type: Organization,
    description: `An organization by slug. ${lookupCost}`,
    args: { slug: t.arg.string({ required: true, description: 'Slug of the organization.' }) },
    ...costing({ lookup: true }),
    resolve: (root, { slug }, context, info) =>
      lookup(loadersOf(root, context).organizations.at(identifiers.organization(slug)), 'Organization', context, info),
  }),
  organizations: t.field({
    type: OrganizationConnection,
    description: 'Organizations the linked account can see, newest first. One call a page.',
    args: organizationArguments(t.arg),
    resolve: (root, args, context, info) => connectOrganizations(loadersOf(root, context), args, context, info),
  }),
}));
