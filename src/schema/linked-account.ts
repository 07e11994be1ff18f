import { badInput } from '../gateway/http/coded-error.ts';
import { identifiers } from '../gateway/http/identifiers.ts';
import { linkedAccountPayload } from '../gateway/linked-accounts.ts';
import type { LinkedAccount as LinkedAccountResource } from '../loaders/linked-accounts.ts';
import { levelOf } from '../loaders/resource.ts';
import { builder } from './builder.ts';
import { costing, oneCall, perhapsOneCall } from './field-cost.ts';
import { known } from './known.ts';
import { lookup } from './lookup.ts';
import { andThen, free, member } from './member.ts';
import { Node, nodeKind } from './node.ts';
import { isNodeId, nodeIdOf, readNodeId } from './node-id.ts';
import { withhold } from './sensitive.ts';

export const LinkedAccount = builder.objectRef<LinkedAccountResource>('LinkedAccount');

nodeKind('a', {
  type: 'LinkedAccount',
  parts: ['account'],
  find: ({ linkedAccounts }, [account = '']) => linkedAccounts.at(account),
});

const LinkedAccountStatus = builder.enumType('LinkedAccountStatus', {
  description: 'State of a linked account.',
  values: {
    ACTIVE: { description: 'Authorized.' },
    PENDING: { description: 'Waiting for a person to open its address.' },
    FAILED: { description: 'Authorization failed.' },
    UNKNOWN: { description: 'A status this service does not know; read the raw field.' },
  },
});

const statuses = ['ACTIVE', 'PENDING', 'FAILED'] as const;

LinkedAccount.implement({
  description:
    'An OAuth link to a Sentry account, held by Maton; the whole graph is reachable through it. Its own fields share one call to Maton.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Opaque id.',
      ...free,
      resolve: ({ loaders, key }) => nodeIdOf(loaders, 'a', key.account),
    }),
    databaseId: t.id({
      nullable: false,
      description: "Maton's id of the link (`connection_id`).",
      ...free,
      resolve: ({ key }) => key.account,
    }),
    status: t.field({
      type: LinkedAccountStatus,
      description: 'Whether the link can be used; ACTIVE does not prove that calls work.',
      ...member(linkedAccountPayload, 'status', (status) => known(status, statuses)),
    }),
    statusRaw: t.string({ description: "The status in Maton's own word.", ...member(linkedAccountPayload, 'status') }),
    isDefault: t.boolean({
      description:
        'Whether it is used where none is named; null if that could not be learnt. One call to Maton, unless the request or the service names its account, or all links are listed.',
      ...costing({ free: true, calls: perhapsOneCall, together: 'default', once: true }),
      resolve: ({ loaders, key }, _args, _context, { path }) =>
        andThen(loaders.linkedAccounts.default(levelOf(path)), (account) =>
          account === null ? null : account === key.account,
        ),
    }),
    dateCreated: t.field({
      type: 'DateTime',
      description: 'When the link was created.',
      ...member(linkedAccountPayload, 'creation_time'),
    }),
    dateUpdated: t.field({
      type: 'DateTime',
      description: 'When the link was last changed.',
      ...member(linkedAccountPayload, 'last_updated_time'),
    }),
    authorizationUrl: t.field({
      type: 'URL',
      description:
        'Address a person must open to finish a PENDING link; a secret: needs the MANAGE_LINKED_ACCOUNTS scope, null in every other status and always null inside `linkedAccounts`.',
      extensions: { part: 'link', reads: 'status' },
      resolve: (account, _args, context, info) =>
        andThen(account.get('status', info.path), (status) => {
          const url = status === 'PENDING' ? (account.known('url') ?? null) : null;
          if (url === null || context.viewer.scopes.includes('MANAGE_LINKED_ACCOUNTS')) return url;
          withhold(context, info, 'the address of a link needs the MANAGE_LINKED_ACCOUNTS scope');
          return null;
        }),
    }),
  }),
});

const accountNamed = (id: string): string =>
  isNodeId(id) ? (readNodeId(id, 'a', ['account']).parts[0] ?? '') : identifiers.account(id);

builder.queryFields((t) => ({
  linkedAccount: t.field({
    type: LinkedAccount,
    description:
      'An OAuth link to a Sentry account held by Maton, and the whole graph through it. No call to Maton for its key fields, but one to see that it is there where nothing else is asked through it.',
    args: {
      id: t.arg.id({ required: true, description: "Maton's id of the link (`databaseId`), or its node id." }),
    },
    ...costing({ lookup: true, account: ({ id }) => accountNamed(String(id)) }),
    resolve: (_root, { id }, context, info) => {
      const account = accountNamed(id);
      context.loadersFor(account);
      return lookup(context.loadersFor(null).linkedAccounts.at(account), 'LinkedAccount', context, info);
    },
  }),
  linkedAccounts: t.field({
    type: [LinkedAccount],
    description: 'All links of the Maton account that may be chosen here, oldest first. One call to Maton.',
    args: { status: t.arg({ type: LinkedAccountStatus, description: 'Only links in this status.' }) },
    ...costing({ calls: oneCall, gives: { parts: ['link'] } }),
    resolve: async (_root, { status }, context, { path }) => {
      if (status === 'UNKNOWN') throw badInput('Maton cannot be asked for the status UNKNOWN: leave it out.');
      const { linkedAccounts } = context.loadersFor(null);
      const links = await linkedAccounts.list(status ?? null, levelOf(path));
      return links.filter(({ key }) => !context.choosable || context.choosable.has(key.account));
    },
  }),
}));
