import { identifiers } from '../gateway/http/identifiers.ts';
import { createLinkedAccount, deleteLinkedAccount } from '../gateway/linked-accounts.ts';
import type { LinkedAccount as LinkedAccountResource } from '../loaders/linked-accounts.ts';
import { builder } from './builder.ts';
import { costing, oneCall, perhapsOneCall } from './field-cost.ts';
import { LinkedAccount } from './linked-account.ts';
import { payloadType, writing } from './mutation.ts';
import { named } from './named.ts';
import { isNodeId, nodeIdOf, readNodeId } from './node-id.ts';
import { Problems } from './problems.ts';

const CreateLinkedAccountPayload = payloadType<{ linkedAccount: LinkedAccountResource }>(
  'CreateLinkedAccountPayload',
  'Result of `createLinkedAccount`.',
  (t) => ({
    linkedAccount: t.field({
      type: LinkedAccount,
      description: 'The new link, PENDING until a person opened the address.',
      ...costing({ gives: {} }),
      resolve: ({ linkedAccount }) => linkedAccount,
    }),
    authorizationUrl: t.field({
      type: 'URL',
      description: 'Address to open; a secret. One call to Maton, shared with the fields of the link.',
      ...costing({ calls: perhapsOneCall }),
      resolve: ({ linkedAccount }, _args, _context, { path }) =>
        linkedAccount ? linkedAccount.get('url', path) : null,
    }),
  }),
);

const DeleteLinkedAccountInput = builder.inputType('DeleteLinkedAccountInput', {
  description: 'A linked account to delete.',
  fields: (t) => ({
    id: t.id({ required: true, description: "Maton's id of the link (`databaseId`), or its node id." }),
  }),
});

const DeleteLinkedAccountPayload = payloadType<{ deletedId: string }>(
  'DeleteLinkedAccountPayload',
  'Result of `deleteLinkedAccount`.',
  (t) => ({
    deletedId: t.id({
      description:
        'Node id of the deleted link; where it was not there a warning tells. Whether Sentry also revokes its grant is unknown.',
      resolve: ({ deletedId }) => deletedId,
    }),
  }),
);

builder.mutationFields((t) => ({
  createLinkedAccount: t.field({
    type: CreateLinkedAccountPayload,
    description:
      'Start a new OAuth link at Maton; a person must open its `authorizationUrl`. One call to Maton, and one for the address.',
    ...costing({ calls: oneCall }),
    resolve: writing(
      {},
      async (_args: object, write) => {
        const { account, link } = await write.send(null, [], createLinkedAccount);
        const linkedAccount = write.loaders(null).linkedAccounts.at(account);
        if (link) linkedAccount.learn(link);
        return { linkedAccount };
      },
      'MANAGE_LINKED_ACCOUNTS',
    ),
  }),
  deleteLinkedAccount: t.field({
    type: DeleteLinkedAccountPayload,
    description:
      'Remove an OAuth link at Maton. Two calls to Maton: the first makes sure that it is a link to Sentry, not of another app.',
    args: { input: t.arg({ type: DeleteLinkedAccountInput, required: true, description: 'What to delete.' }) },
    ...costing({ calls: { least: 1, most: 2 } }),
    resolve: writing(
      {},
      async ({ input: { id } }, write) => {
        const problems = new Problems();
        const read = (value: string) =>
          isNodeId(value) ? (readNodeId(value, 'a', ['account']).parts[0] ?? '') : identifiers.account(value);
        const account = named(problems.check(id, read, 'id'), problems);
        // One that may not be named here reads as if it did not exist.
        write.loaders(account);
        const { linkedAccounts } = write.loaders(null);
        const link = linkedAccounts.at(account);
        // Maton would delete the link of any app.
        const isLink = (await write.find(link, 'connection_id')) !== null;
        if (isLink) await write.remove(null, [account], link, (api) => deleteLinkedAccount(api, account));
        else write.warnGone(link, 'is no link of this Maton key to Sentry');
        return { deletedId: nodeIdOf(write.loaders(null), 'a', account) };
      },
      'MANAGE_LINKED_ACCOUNTS',
    ),
  }),
}));
