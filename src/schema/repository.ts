import { isRow, member, optional, type Row, required, text, time } from '../gateway/read.ts';
import { builder } from './builder.ts';
import { part } from './member.ts';

export const Repository = builder.objectRef<Row>('Repository').implement({
  description: 'A repository known to Sentry.',
  fields: (t) => ({
    databaseId: t.id({
      nullable: false,
      description: "Sentry's numeric id.",
      resolve: (row) => required(row, 'id', text),
    }),
    name: t.string({
      nullable: false,
      description: 'Name as Sentry knows it; the form that commits and refs of a release need.',
      resolve: (row) => required(row, 'name', text),
    }),
    externalUrl: t.string({ description: 'Its page at the provider.', ...part('url', text) }),
    provider: t.string({
      description: 'Provider, such as `GitHub`.',
      resolve: (row) => {
        const provider = member(row, 'provider');
        return isRow(provider) ? optional(provider, 'name', text) : optional(row, 'provider', text);
      },
    }),
    externalSlug: t.string({ description: 'Name at the provider.', ...part('externalSlug', text) }),
    dateCreated: t.field({ type: 'DateTime', description: 'When it was added.', ...part('dateCreated', time) }),
  }),
});

/** The repository inside a payload; null where Sentry gives an empty object for one that is gone. */
export const repositoryIn = (from: Row): Row | null => {
  const repository = member(from, 'repository');
  return isRow(repository) && member(repository, 'id') !== undefined && member(repository, 'name') !== undefined
    ? repository
    : null;
};
