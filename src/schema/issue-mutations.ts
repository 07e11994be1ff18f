import { isNumeric } from '../gateway/http/identifiers.ts';
import { deleteIssue, updateIssue } from '../gateway/issue-writes.ts';
import type { Issue as IssueResource } from '../loaders/issues.ts';
import { builder } from './builder.ts';
import { deletionTypes } from './deletion.ts';
import { costing, deletionCalls, oneCall } from './field-cost.ts';
import { Issue } from './issue.ts';
import { changeFields, changeNames, changeOf, isEmpty, nothingToChange } from './issue-change.ts';
import { issueNaming } from './issues-named.ts';
import { payloadType, writing } from './mutation.ts';
import { named, objectNamed } from './named.ts';
import { nodeIdOf } from './node-id.ts';
import { Problems } from './problems.ts';

const UpdateIssueInput = builder.inputType('UpdateIssueInput', {
  description: 'Changes to an issue; what is left out stays.',
  fields: (t) => ({
    organization: t.string({ description: 'Slug of the organization; leave out if `id` is a node id.' }),
    id: t.id({ required: true, description: 'Node id, or numeric or short id with `organization`.' }),
    ...changeFields(t),
  }),
});

const UpdateIssuePayload = payloadType<{ issue: IssueResource }>(
  'UpdateIssuePayload',
  'Result of `updateIssue`.',
  (t) => ({
    issue: t.field({
      type: Issue,
      description:
        'The issue, null if refused. The fields of a list row and its totals are free; `stats` and what only issue detail has load if selected.',
      ...costing({ gives: { parts: ['summary', 'totals'] } }),
      resolve: ({ issue }) => issue,
    }),
  }),
);

const { DeleteInput, DeletePayload } = deletionTypes({
  name: 'Issue',
  what: 'an issue',
  id: 'Node id, or numeric or short id with `organization`.',
  deletedId: 'Node id of the deleted issue; one call more, before the deletion, if it was named by short id.',
});

builder.mutationFields((t) => ({
  updateIssue: t.field({
    type: UpdateIssuePayload,
    description:
      'Change an issue; one that was merged away stands for the issue that survived. One call (issue detail, 5/s).',
    args: { input: t.arg({ type: UpdateIssueInput, required: true, description: 'What to change.' }) },
    ...costing({ calls: oneCall }),
    resolve: writing(changeNames, async ({ input }, write) => {
      const problems = new Problems();
      const found = objectNamed(input, issueNaming, problems);
      const change = changeOf(input, found?.organization ?? null, problems);
      if (isEmpty(input, change)) problems.add('REQUIRED', `${nothingToChange}.`);
      const { account, organization, name } = named(found, problems);
      const row = await write.send(
        account,
        [organization, name],
        (api) => updateIssue(api, organization, name, change),
        { object: write.loaders(account).issues.at(organization, name), field: 'id' },
      );
      const { issues } = write.loaders(account);
      if (!isNumeric(name)) return { issue: issues.of(organization, row) };
      // A merged issue keeps the number that was asked.
      const issue = issues.at(organization, name);
      issue.learn(row);
      return { issue };
    }),
  }),
  deleteIssue: t.field({
    type: DeletePayload,
    description:
      'Delete an issue, or of one that was merged away the issue that survived; it is not found at once, and Sentry finishes later. One call (5 in 5 seconds).',
    args: { input: t.arg({ type: DeleteInput, required: true, description: 'What to delete.' }) },
    ...costing({ calls: deletionCalls }),
    resolve: writing({}, async ({ input }, write) => {
      const problems = new Problems();
      const { account, organization, name } = named(objectNamed(input, issueNaming, problems), problems);
      const issue = write.loaders(account).issues.at(organization, name);
      const number = isNumeric(name) ? name : await write.before('deletedId', issue, 'id');
      await write.remove(account, [organization, name], issue, (api) => deleteIssue(api, organization, name));
      const loaders = write.loaders(account);
      return {
        deletedId: number && nodeIdOf(loaders, 'i', organization, number),
        organization: loaders.organizations.at(organization),
      };
    }),
  }),
}));
