import { badInput } from '../gateway/http/coded-error.ts';
import { identifiers } from '../gateway/http/identifiers.ts';
import { memberPayload } from '../gateway/members.ts';
import { flag, optional, text } from '../gateway/read.ts';
import type { Member as MemberResource } from '../loaders/members.ts';
import { pages } from './address.ts';
import { someOf } from './arguments.ts';
import { builder } from './builder.ts';
import { connect, connectionType } from './connection.ts';
import { andThen, free, member, needed } from './member.ts';
import { Node, nodeKind } from './node.ts';
import { nodeIdOf } from './node-id.ts';
import { Organization } from './organization.ts';
import { OrganizationRole, toOrganizationRole } from './organization-role.ts';
import { bothWays } from './page-arguments.ts';
import { Team } from './team.ts';
import { User } from './user.ts';

const Member = builder.objectRef<MemberResource>('Member');

nodeKind('m', {
  type: 'Member',
  parts: ['organization', 'number'],
  find: ({ members }, [organization = '', id = '']) => members.at(organization, id),
});

Member.implement({
  description: 'A seat in an organization: someone who joined, or a pending invitation.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Opaque id.',
      ...free,
      resolve: ({ loaders, key }) => nodeIdOf(loaders, 'm', key.organization, key.member),
    }),
    databaseId: t.id({
      nullable: false,
      description: "Sentry's numeric id of the membership, not of the user.",
      ...free,
      resolve: ({ key }) => key.member,
    }),
    email: t.string({ description: 'E-mail address.', ...needed(memberPayload, 'email') }),
    name: t.string({
      description: 'Display name, or the e-mail address of an invitation.',
      ...needed(memberPayload, 'name'),
    }),
    url: t.field({
      type: 'URL',
      nullable: false,
      description: 'Its page in Sentry.',
      ...free,
      resolve: ({ key }) => pages.member(key.organization, key.member),
    }),
    organization: t.field({
      type: Organization,
      nullable: false,
      description: 'Organization.',
      ...free,
      resolve: ({ loaders, key }) => loaders.organizations.at(key.organization),
    }),
    user: t.field({
      type: User,
      description: 'The user, null while the invitation is pending.',
      extensions: { part: 'summary', reads: 'user', gives: { parts: ['summary'] } },
      resolve: (of, _args, _context, { path }) =>
        andThen(of.get('user', path), (user) => of.loaders.members.userOf(of, user)),
    }),
    orgRole: t.field({
      type: OrganizationRole,
      description: 'Role in the organization.',
      ...needed(memberPayload, 'orgRole', toOrganizationRole),
    }),
    orgRoleRaw: t.string({
      description: "Role in the organization, in Sentry's own word.",
      ...needed(memberPayload, 'orgRole'),
    }),
    pending: t.boolean({ description: 'Whether the invitation is pending.', ...needed(memberPayload, 'pending') }),
    expired: t.boolean({ description: 'Whether the invitation expired.', ...needed(memberPayload, 'expired') }),
    inviteStatus: t.string({
      description: "State of the invitation in Sentry's word, such as `approved`.",
      ...member(memberPayload, 'inviteStatus'),
    }),
    inviterName: t.string({ description: 'Who invited.', ...member(memberPayload, 'inviterName') }),
    dateCreated: t.field({
      type: 'DateTime',
      description: 'When the membership was created.',
      ...member(memberPayload, 'dateCreated'),
    }),
    isSsoLinked: t.boolean({
      description: 'Whether linked to single sign-on.',
      ...member(memberPayload, 'flags', (flags) => optional(flags, 'sso:linked', flag)),
    }),
    isIdpProvisioned: t.boolean({
      description: 'Whether managed by an identity provider.',
      ...member(memberPayload, 'flags', (flags) => optional(flags, 'idp:provisioned', flag)),
    }),
    teams: t.field({
      type: [Team],
      description:
        'Teams. Two calls: member detail, once per member, then the teams in one batch; for many members ask `teams { members }`.',
      extensions: {
        part: 'detail',
        reads: 'teams',
        gives: { members: ['slug'] },
        instead: '`teams { nodes { members } }`',
      },
      resolve: (of, _args, _context, { path }) =>
        andThen(of.get('teams', path), (slugs) =>
          slugs?.map((slug) => of.loaders.teams.slugged(of.key.organization, identifiers.teamSlug(slug))),
        ),
    }),
  }),
});

const { ConnectionType: MemberConnection, EdgeType: MemberEdge } = connectionType(Member, {
  name: 'Member',
  page: 'A page of members.',
  row: 'A member in a page.',
});

builder.objectField(MemberEdge, 'teamRole', (t) =>
  t.string({
    description: "Role in the team whose members are listed, in Sentry's word; null in other lists.",
    resolve: ({ row }) => optional(row, 'teamRole', text),
  }),
);

/** An address as Sentry's member search can name it: that search splits at blanks and knows no escaping. */
const email = (value: string): string => {
  if (!/^[^\s"@]{1,200}@[^\s"@]{1,200}$/.test(value)) {
    throw badInput(`"emails" holds ${JSON.stringify(value.slice(0, 60))}, which is not an e-mail address.`);
  }
  return value;
};

builder.objectField(Organization, 'members', (t) =>
  t.field({
    type: MemberConnection,
    description: 'Members and pending invitations, oldest first. One call a page.',
    args: {
      search: t.arg.string({ description: 'Words contained in name or e-mail address.' }),
      emails: t.arg.stringList({ description: 'Only these e-mail addresses.' }),
      role: t.arg({ type: OrganizationRole, description: 'Only members with this role.' }),
      pending: t.arg.boolean({ description: 'true: only invitations; false: only people who joined.' }),
      ...bothWays(t.arg),
    },
    resolve: (organization, args, context, info) => {
      const { loaders, key } = organization;
      if (args.role === 'UNKNOWN') throw badInput('Sentry cannot search for the role UNKNOWN: leave "role" out.');
      const filter = {
        search: args.search,
        emails: someOf('emails', args.emails, email),
        role: args.role?.toLowerCase() ?? null,
        pending: args.pending,
      };
      return connect(
        {
          loaders,
          paging: 'pages',
          parent: organization,
          args,
          fetch: (place, level) =>
            organization.through(level, loaders.members.list(key.organization, filter, place, level)),
          node: (row) => loaders.members.of(key.organization, row),
        },
        context,
        info,
      );
    },
  }),
);

builder.objectField(Team, 'members', (t) =>
  t.field({
    type: MemberConnection,
    description: 'Its members by e-mail address, each with the role in this team on the edge. One call a page.',
    args: bothWays(t.arg),
    resolve: (team, args, context, info) => {
      const { loaders, key } = team;
      return connect(
        {
          loaders,
          paging: 'pages',
          parent: team,
          args,
          fetch: (place, level) => loaders.members.listOfTeam(team, place, level),
          node: (row) => loaders.members.of(key.organization, row),
        },
        context,
        info,
      );
    },
  }),
);

builder.objectFields(User, (t) => ({
  member: t.field({
    type: Member,
    description: 'Seat in the organization, null for someone who left. One batched call, shared with other fields.',
    extensions: { part: 'summary', reads: 'seat', gives: {} },
    resolve: (user, _args, _context, { path }) =>
      andThen(user.get('seat', path), (seat) => seat && user.loaders.members.of(user.key.organization, seat)),
  }),
  url: t.field({
    type: 'URL',
    description: "Its seat's page in Sentry, null for someone who left. One batched call, shared with other fields.",
    extensions: { part: 'summary' },
    resolve: (user, _args, _context, { path }) =>
      andThen(user.get('seat', path), (seat) => {
        const id = seat && optional(seat, 'id', text);
        return id && pages.member(user.key.organization, id);
      }),
  }),
}));
