import { type ByHand, pick, type Row, upper } from './rest.ts';

const userErrors: readonly never[] = [];

const issuesOf = (organization: string): string => `/organizations/${organization}/issues/`;

const several = (organization: string, ids: readonly string[]): string =>
  `${issuesOf(organization)}?${ids.map((id) => `id=${id}`).join('&')}&project=-1`;

const updateIssue: ByHand = async (rest, { organization, id, assignee }) => {
  const body = { status: 'resolved', statusDetails: { inNextRelease: true }, assignedTo: assignee };
  const row = await rest.send('PUT', `${issuesOf(organization)}${id}/`, body);
  const issue = {
    ...pick(row, 'id', 'shortId', 'lastSeen'),
    status: upper(row.status),
    statusDetails: pick(row.statusDetails, 'inNextRelease'),
    assignee: pick(row.assignedTo, 'name'),
    count: Number(row.count),
  };
  return { updateIssue: { issue, userErrors } };
};

const updateIssues: ByHand = async (rest, { organization, ids }) => {
  const body = { status: 'ignored', substatus: 'archived_until_escalating' };
  await rest.send('PUT', several(organization, ids), body);
  // What was set is all that the answer tells, not on which issues.
  const rows: Row[] = await rest.get(issuesOf(organization), { group: ids, project: '-1' });
  const found: Row[] = ids.flatMap((id: string) => rows.filter((row) => row.id === id));
  const isSet = ({ status, substatus }: Row) => status === body.status && substatus === body.substatus;
  const idsOf = (some: Row[]) => some.map(({ id }) => id);
  return {
    updateIssues: {
      issues: found.map((row) => ({
        ...pick(row, 'id', 'shortId'),
        status: upper(row.status),
        substatus: upper(row.substatus),
      })),
      updatedIds: idsOf(found.filter(isSet)),
      skippedIds: idsOf(found.filter((row) => !isSet(row))),
      notFoundIds: ids.filter((id: string) => !idsOf(found).includes(id)),
      unknownIds: [],
      userErrors,
    },
  };
};

const mergeIssues: ByHand = async (rest, { organization, ids }) => {
  const { merge } = await rest.send('PUT', several(organization, ids), { merge: true });
  const row = await rest.get(`${issuesOf(organization)}${merge.parent}/`);
  const mergedInto = { ...pick(row, 'id', 'shortId', 'title'), count: Number(row.count) };
  return { updateIssues: { mergedInto, userErrors } };
};

const deleteIssue: ByHand = async (rest, { organization, id }) => {
  const path = `${issuesOf(organization)}${id}/`;
  // Nothing tells the number of an issue once it is gone.
  const row = await rest.get(path);
  await rest.send('DELETE', path);
  return { deleteIssue: { deletedId: row.id, organization: { slug: organization }, userErrors } };
};

const deleteIssues: ByHand = async (rest, { organization, ids }) => {
  await rest.send('DELETE', several(organization, ids));
  return { deleteIssues: { deletedIds: ids, userErrors } };
};

export const issueChanges: Readonly<Record<string, ByHand>> = {
  'delete-issue': deleteIssue,
  'delete-issues': deleteIssues,
  'merge-issues': mergeIssues,
  'update-issue': updateIssue,
  'update-issues': updateIssues,
};
