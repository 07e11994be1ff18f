import { userPayload } from '../gateway/members.ts';
import type { User as UserResource } from '../loaders/users.ts';
import { Actor } from './actor.ts';
import { builder } from './builder.ts';
import { free, member, needed } from './member.ts';
import { Node, nodeKind } from './node.ts';
import { nodeIdOf } from './node-id.ts';

export const User = builder.objectRef<UserResource>('User');

nodeKind('u', {
  type: 'User',
  parts: ['organization', 'number'],
  find: ({ users }, [organization = '', user = '']) => users.at(organization, user),
});

User.implement({
  description:
    'A Sentry user as seen in one organization. An assignee carries `id`, `databaseId`, `name` and often `email`; other fields share one batched call (members by user). Where the user is no member any more they are null, without an error.',
  interfaces: [Node, Actor],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Opaque id.',
      ...free,
      resolve: ({ loaders, key }) => nodeIdOf(loaders, 'u', key.organization, key.user),
    }),
    databaseId: t.id({
      nullable: false,
      description: "Sentry's numeric id of the user, not of a membership.",
      ...free,
      resolve: ({ key }) => key.user,
    }),
    name: t.string({ description: 'Display name, else user name or e-mail address.', ...needed(userPayload, 'name') }),
    username: t.string({ description: 'Login name.', ...member(userPayload, 'username') }),
    email: t.string({ description: 'Main e-mail address.', ...member(userPayload, 'email') }),
    avatarUrl: t.string({ description: 'Address of the picture.', ...member(userPayload, 'avatarUrl') }),
    isActive: t.boolean({ description: 'Whether the account is in use.', ...member(userPayload, 'isActive') }),
    has2FA: t.boolean({
      description: 'Whether two-factor authentication is on.',
      ...member(userPayload, 'has2fa'),
    }),
    dateJoined: t.field({
      type: 'DateTime',
      description: 'When the account was created.',
      ...member(userPayload, 'dateJoined'),
    }),
    lastLogin: t.field({ type: 'DateTime', description: 'Last login.', ...member(userPayload, 'lastLogin') }),
    lastActive: t.field({ type: 'DateTime', description: 'Last activity.', ...member(userPayload, 'lastActive') }),
  }),
});
