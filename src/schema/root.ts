import type { FieldMap } from '@pothos/core';
import type { GraphContext } from '../context.ts';
import type { Loaders } from '../loaders/index.ts';
import type { LinkedAccount as LinkedAccountResource } from '../loaders/linked-accounts.ts';
import { builder } from './builder.ts';
import { LinkedAccount } from './linked-account.ts';

type Fields = Parameters<typeof builder.objectFields<typeof LinkedAccount>>[1];
type RootBuilder = Parameters<Fields>[0];

/** The loaders of the account that a root stands for: the one the request came with, or the linked account named. */
type LoadersOf = (root: LinkedAccountResource, context: GraphContext) => Loaders;

/** Where the graph begins: gives `Query` and `LinkedAccount` the same fields, each through its own account. */
export const rootFields = (define: (t: RootBuilder, loadersOf: LoadersOf) => FieldMap): void => {
  // Pothos tells a query's builder from an object's by type alone.
  builder.queryFields((t) => define(t as unknown as RootBuilder, (_root, context) => context.loadersFor(null)));
  builder.objectFields(LinkedAccount, (t) => define(t, ({ key }, context) => context.loadersFor(key.account)));
};
