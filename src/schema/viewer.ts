import type { GraphContext } from '../context.ts';
import { builder } from './builder.ts';
import { costing } from './field-cost.ts';
import { LinkedAccount } from './linked-account.ts';
import { connectOrganizations, OrganizationConnection, organizationArguments } from './organization.ts';

const AuthMode = builder.enumType('AuthMode', {
  description: 'How upstream credentials are chosen.',
  values: {
    SERVER_KEY: {
      value: 'server-key',
      description: 'The service holds the Maton key; clients prove themselves to the service.',
    },
    PASS_THROUGH: { value: 'pass-through', description: "The client's own Maton key travels up." },
    SANDBOX: { value: 'sandbox', description: 'No account: the embedded sandbox answers.' },
  } as const,
});

const AccessScope = builder.enumType('AccessScope', {
  description: 'What a client may do.',
  values: {
    READ: { description: 'Read the graph.' },
    WRITE: { description: 'Run mutations on Sentry.' },
    MANAGE_LINKED_ACCOUNTS: {
      description: 'Create and delete linked accounts, and see the address that finishes one.',
    },
    SENSITIVE: { description: 'See personal data in events.' },
  },
});

/** Whom an answer is for. */
export const Viewer = builder.objectRef<GraphContext['viewer']>('Viewer').implement({
  description: 'The client whose request is answered.',
  fields: (t) => ({
    name: t.string({
      description: 'Name the client proved itself by; null where nobody has to identify.',
      resolve: ({ name }) => name,
    }),
    mode: t.field({
      type: AuthMode,
      nullable: false,
      description: 'How upstream credentials are chosen.',
      resolve: ({ mode }) => mode,
    }),
    scopes: t.field({
      type: [AccessScope],
      nullable: false,
      description: 'What the client may do.',
      resolve: ({ scopes }) => [...scopes],
    }),
    linkedAccount: t.field({
      type: LinkedAccount,
      description:
        'The linked account used where none is named; null where Maton is left to choose the oldest active one. No call but for its own fields.',
      ...costing({ gives: {} }),
      resolve: (_viewer, _args, context, { path, fieldNodes }) => {
        const { account } = context.caller;
        if (account === null) return null;
        const resource = context.loadersFor(null).linkedAccounts.at(account);
        context.lookups.push({ path, nodes: fieldNodes, resource });
        return resource;
      },
    }),
    organizations: t.field({
      type: OrganizationConnection,
      description: 'Organizations the client may reach, newest first. One call a page.',
      args: organizationArguments(t.arg),
      resolve: (_viewer, args, context, info) => connectOrganizations(context.loadersFor(null), args, context, info),
    }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    nullable: false,
    description: 'Whom this answer is for. No call but for its `organizations` and `linkedAccount`.',
    ...costing({ free: true }),
    resolve: (_root, _args, { viewer }) => viewer,
  }),
);
