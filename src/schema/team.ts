import { identifiers, isNumeric } from '../gateway/http/identifiers.ts';
import { optional, text } from '../gateway/read.ts';
import { teamPayload } from '../gateway/teams.ts';
import type { Loaders } from '../loaders/index.ts';
import type { Provable } from '../loaders/resource.ts';
import type { Team as TeamResource } from '../loaders/teams.ts';
import { Actor } from './actor.ts';
import { pages } from './address.ts';
import { someOf } from './arguments.ts';
import { builder } from './builder.ts';
import { connect, connectionType } from './connection.ts';
import { costing, type FieldCost } from './field-cost.ts';
import { lookup, lookupCost } from './lookup.ts';
import { andThen, free, member, needed } from './member.ts';
import { Node, nodeKind } from './node.ts';
import { nodeIdOf } from './node-id.ts';
import { Organization } from './organization.ts';
import { bothWays } from './page-arguments.ts';
import { rootFields } from './root.ts';

export const Team = builder.objectRef<TeamResource>('Team');

nodeKind('t', {
  type: 'Team',
  parts: ['organization', 'number'],
  find: ({ teams }, [organization = '', team = '']) => teams.at(organization, team),
});

Team.implement({
  description:
    "A Sentry team. An assignee and a project's team carry only `id`, `databaseId`, `slug` and `name`; other plain fields share one batched call.",
  interfaces: [Node, Actor],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Opaque id; survives a rename. One call where the team was looked up by slug.',
      // With the number in hand the id makes no call, and so proves nothing.
      extensions: {
        part: 'summary',
        reads: 'id',
        free: (team: TeamResource) => isNumeric(team.key.team),
      } satisfies FieldCost,
      resolve: (team, _args, _context, { path }) =>
        andThen(isNumeric(team.key.team) ? team.key.team : team.need('id', path), (id) =>
          nodeIdOf(team.loaders, 't', team.key.organization, id),
        ),
    }),
    databaseId: t.id({ description: "Sentry's numeric id.", ...needed(teamPayload, 'id') }),
    name: t.string({
      description:
        'Display name; where only an assignment named the team, its slug, which is all that Sentry gives there.',
      ...needed(teamPayload, 'name'),
    }),
    slug: t.string({
      description: 'Slug, the name in addresses; null only if it could not be loaded.',
      ...member(teamPayload, 'slug'),
    }),
    url: t.field({
      type: 'URL',
      description: 'Its page in Sentry; null only if the slug could not be loaded.',
      extensions: { part: 'summary', reads: 'slug' },
      resolve: (team, _args, _context, { path }) =>
        andThen(team.get('slug', path), (slug) => slug && pages.team(team.key.organization, slug)),
    }),
    organization: t.field({
      type: Organization,
      nullable: false,
      description: 'Organization it belongs to.',
      ...free,
      resolve: ({ loaders, key }) => loaders.organizations.at(key.organization),
    }),
    dateCreated: t.field({
      type: 'DateTime',
      description: 'When it was created.',
      ...member(teamPayload, 'dateCreated'),
    }),
    memberCount: t.int({ description: 'Number of members.', ...member(teamPayload, 'memberCount') }),
    avatarUrl: t.string({
      description: 'Address of its picture.',
      ...member(teamPayload, 'avatar', (avatar) => optional(avatar, 'avatarUrl', text)),
    }),
    isMember: t.boolean({
      description: "Whether the linked account's user is a member.",
      ...member(teamPayload, 'isMember'),
    }),
    hasAccess: t.boolean({
      description: "Whether the linked account's user may see it.",
      ...member(teamPayload, 'hasAccess'),
    }),
    isPending: t.boolean({
      description: "Whether the linked account's user asked to join.",
      ...member(teamPayload, 'isPending'),
    }),
    teamRole: t.string({
      description: "Role of the linked account's user in it.",
      ...member(teamPayload, 'teamRole'),
    }),
  }),
});

const { ConnectionType: TeamConnection } = connectionType(Team, {
  name: 'Team',
  page: 'A page of teams.',
  row: 'A team in a page.',
});

const teamDescription = `A team by slug or number. ${lookupCost}`;

const looksUp = costing({
  lookup: true,
  gives: ({ slug }) => (isNumeric(String(slug)) ? { key: ['id'] } : {}),
});

const teamAt = (loaders: Loaders, organization: string, slug: string, parent: Provable | null) =>
  loaders.teams.at(identifiers.organization(organization), identifiers.team(slug), parent);

rootFields((t, loadersOf) => ({
  team: t.field({
    type: Team,
    description: teamDescription,
    args: {
      organization: t.arg.string({ required: true, description: 'Slug of the organization.' }),
      slug: t.arg.string({ required: true, description: 'Slug or numeric id of the team.' }),
    },
    ...looksUp,
    resolve: (root, { organization, slug }, context, info) =>
      lookup(teamAt(loadersOf(root, context), organization, slug, null), 'Team', context, info),
  }),
}));

builder.objectFields(Organization, (t) => ({
  team: t.field({
    type: Team,
    description: teamDescription,
    args: { slug: t.arg.string({ required: true, description: 'Slug or numeric id.' }) },
    ...looksUp,
    resolve: (organization, { slug }, context, info) =>
      lookup(teamAt(organization.loaders, organization.key.organization, slug, organization), 'Team', context, info),
  }),
  teams: t.field({
    type: TeamConnection,
    description: 'Teams, by slug. One call a page.',
    args: {
      search: t.arg.string({ description: 'Words contained in name or slug.' }),
      slugs: t.arg.stringList({ description: 'Only these slugs.' }),
      ...bothWays(t.arg),
    },
    resolve: (organization, args, context, info) => {
      const { loaders, key } = organization;
      const filter = { search: args.search, slugs: someOf('slugs', args.slugs, identifiers.teamSlug) };
      return connect(
        {
          loaders,
          paging: 'pages',
          parent: organization,
          args,
          fetch: (place, level) =>
            organization.through(level, loaders.teams.list(key.organization, filter, place, level)),
          node: (row) => loaders.teams.of(key.organization, row),
        },
        context,
        info,
      );
    },
  }),
}));
