import type { ByHand, Row } from './rest.ts';

const linkedAccounts: ByHand = async (rest) => {
  const { connections } = await rest.get('/connections', { app: 'sentry' });
  const links: Row[] = connections.toSorted((a: Row, b: Row) => (a.creation_time < b.creation_time ? -1 : 1));
  const oldest = links.find(({ status }) => status === 'ACTIVE');
  return {
    linkedAccounts: links.map((link) => ({
      databaseId: link.connection_id,
      status: link.status,
      isDefault: link === oldest,
      dateCreated: link.creation_time,
    })),
  };
};

const createLinkedAccount: ByHand = async (rest) => {
  const { connection_id } = await rest.send('POST', '/connections', { app: 'sentry' });
  const { connection } = await rest.get(`/connections/${connection_id}`);
  return {
    createLinkedAccount: {
      linkedAccount: { databaseId: connection_id, status: connection.status },
      authorizationUrl: connection.url,
      userErrors: [],
    },
  };
};

const deleteLinkedAccount: ByHand = async (rest, { id }) => {
  // Maton deletes the link of any app that it is told.
  const { connection } = await rest.get(`/connections/${id}`);
  if (connection.app !== 'sentry') throw new Error(`${id} is no link to Sentry.`);
  await rest.send('DELETE', `/connections/${id}`);
  return { deleteLinkedAccount: { deletedId: id, userErrors: [] } };
};

export const accounts: Readonly<Record<string, ByHand>> = {
  'linked-accounts': linkedAccounts,
  'create-linked-account': createLinkedAccount,
  'delete-linked-account': deleteLinkedAccount,
};
