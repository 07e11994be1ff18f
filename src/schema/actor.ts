import { optional, type Row, text } from '../gateway/read.ts';
import type { Loaders } from '../loaders/index.ts';
import type { Team } from '../loaders/teams.ts';
import type { User } from '../loaders/users.ts';
import { builder } from './builder.ts';
import { byImplementer, Node } from './node.ts';

/** Someone an issue can be assigned to. */
export const Actor = builder.interfaceRef<Team | User>('Actor').implement({
  description: 'Someone an issue can be assigned to: a user or a team.',
  interfaces: [Node],
  fields: (t) => ({
    databaseId: t.id({
      nullable: false,
      description: "Sentry's own id of the user or team.",
      ...byImplementer,
    }),
    name: t.string({
      nullable: false,
      description: 'Display name.',
      ...byImplementer,
    }),
  }),
  resolveType: (actor) => actor.typeName,
});

/** The user or team of a stub such as `{"type": "team", "id": "2", "name": "payments"}`; null for a type we do not know. */
export const actorOf = (loaders: Loaders, organization: string, stub: Row): Team | User | null => {
  const type = optional(stub, 'type', text);
  if (type === 'team') return loaders.teams.assigned(organization, stub);
  if (type === 'user') return loaders.users.of(organization, stub, { stub: true });
  return null;
};
