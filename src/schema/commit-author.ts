import { member, optional, type Row, text } from '../gateway/read.ts';
import type { Loaders } from '../loaders/index.ts';
import { builder } from './builder.ts';
import { costing } from './field-cost.ts';
import { User } from './user.ts';

/** A row of an organization that is no resource: it cannot be fetched alone. */
export type Within = { readonly loaders: Loaders; readonly organization: string; readonly row: Row };

/** A row inside another one, of the same organization. */
export const inside = ({ loaders, organization }: Omit<Within, 'row'>, row: Row): Within => ({
  loaders,
  organization,
  row,
});

export const CommitAuthor = builder.objectRef<Within>('CommitAuthor').implement({
  description: 'The author of a commit, whether or not Sentry knows the person.',
  fields: (t) => ({
    name: t.string({ description: 'Name.', resolve: ({ row }) => optional(row, 'name', text) }),
    email: t.string({ description: 'E-mail address.', resolve: ({ row }) => optional(row, 'email', text) }),
    user: t.field({
      type: User,
      description: 'Sentry user with that address; null where there is none.',
      ...costing({ gives: { members: ['id'] } }),
      resolve: ({ loaders, organization, row }) =>
        member(row, 'id') === undefined ? null : loaders.users.of(organization, row, { stub: true }),
    }),
  }),
});
