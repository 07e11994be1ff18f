import { bulkRuns, deleteIssues, type IssueChange, updateIssues } from '../gateway/issue-writes.ts';
import { limits } from '../gateway/limits.ts';
import type { Organization as OrganizationResource } from '../loaders/organizations.ts';
import { builder } from './builder.ts';
import { bulkCalls } from './bulk-cost.ts';
import { costing } from './field-cost.ts';
import { changeFields, changeNames, changeOf, isEmpty, nothingToChange } from './issue-change.ts';
import { makeCalls } from './issues-calls.ts';
import { type IssuesNamed, issuesNamed } from './issues-named.ts';
import { IssuesReadBack } from './issues-read-back.ts';
import { UpdateIssuesPayload } from './issues-updated.ts';
import { payloadType, writing } from './mutation.ts';
import { named } from './named.ts';
import { nodeIdOf } from './node-id.ts';
import { Organization } from './organization.ts';
import { Problems } from './problems.ts';

const idsDescription = `Node ids, or numeric ids with \`organization\`; 1 to ${limits.bulkIssues}, all of one organization.`;

const UpdateIssuesInput = builder.inputType('UpdateIssuesInput', {
  description: 'The same changes to several issues; what is left out stays.',
  fields: (t) => ({
    organization: t.string({ description: 'Slug of the organization; leave out if `ids` are node ids.' }),
    ids: t.idList({ required: true, description: idsDescription }),
    ...changeFields(t),
    merge: t.boolean({
      description: `Merge them into one, of one project; 2 to ${limits.bulkIds} issues, and no other change beside it.`,
    }),
  }),
});

const DeleteIssuesInput = builder.inputType('DeleteIssuesInput', {
  description: 'Issues to delete.',
  fields: (t) => ({
    organization: t.string({ description: 'Slug of the organization; leave out if `ids` are node ids.' }),
    ids: t.idList({ required: true, description: idsDescription }),
  }),
});

const DeleteIssuesPayload = payloadType<{ deletedIds: readonly string[]; organization: OrganizationResource }>(
  'DeleteIssuesPayload',
  'Result of `deleteIssues`.',
  (t) => ({
    deletedIds: t.idList({
      description:
        'Node ids sent for deletion; Sentry does not tell which of them existed. Those of a call whose answer was lost are left out, with a warning.',
      resolve: ({ deletedIds }) => deletedIds && [...deletedIds],
    }),
    organization: t.field({
      type: Organization,
      description: 'Organization they were in.',
      ...costing({ gives: {} }),
      resolve: ({ organization }) => organization,
    }),
  }),
);

/** Notes what is wrong with a merge: Sentry carries it out within one call, and alone. */
const checkMerge = (found: IssuesNamed | null, change: IssueChange, problems: Problems): void => {
  if (Object.keys(change).length > 0) {
    problems.add('CONTRADICTION', '"merge" stands alone: make other changes in a mutation of their own.', 'merge');
  }
  if (found?.given.size === 1) {
    problems.add('CONTRADICTION', '"merge" needs at least two different issues in "ids".', 'ids');
  }
  if (found && found.given.size > limits.bulkIds) {
    const count = found.given.size;
    problems.add('TOO_LONG', `"ids" holds ${count} issues: merge at most ${limits.bulkIds} at once.`, 'ids');
  }
};

builder.mutationFields((t) => ({
  updateIssues: t.field({
    type: UpdateIssuesPayload,
    description: `Change up to ${limits.bulkIssues} issues of one organization alike. One bulk call per ${limits.bulkIds}, one after another, and one batched read per ${limits.batchKeys} if they are selected. After a lost answer the other calls are still made, after a refusal none; \`userErrors\` may then stand beside what was changed before.`,
    args: { input: t.arg({ type: UpdateIssuesInput, required: true, description: 'What to change.' }) },
    ...costing({ calls: bulkCalls }),
    resolve: writing(changeNames, async ({ input }, write) => {
      const problems = new Problems();
      const found = issuesNamed(input, problems);
      const asked = changeOf(input, found?.organization ?? null, problems);
      const merge = input.merge === true;
      if (merge) checkMerge(found, asked, problems);
      else if (isEmpty(input, asked)) problems.add('REQUIRED', `${nothingToChange}, merge.`);
      const issues = named(found, problems);
      const change: IssueChange = merge ? { merge } : asked;
      const numbers = [...issues.given.keys()];
      const isReadBack = ['issues', 'updatedIds', 'skippedIds', 'notFoundIds'].some((field) => write.wants(field));
      const tells = { done: isReadBack, unknown: write.wants('unknownIds') };
      const runs = merge ? [numbers] : bulkRuns(numbers);
      const made = await makeCalls(write, issues, runs, { names: changeNames, tells }, (api, run) =>
        updateIssues(api, issues.organization, run, change),
      );
      const back = new IssuesReadBack(write.loaders(issues.account), issues);
      return { updated: { named: issues, change, made, back, isReadBack }, userErrors: made.userErrors };
    }),
  }),
  deleteIssues: t.field({
    type: DeleteIssuesPayload,
    description: `Delete up to ${limits.bulkIssues} issues of one organization; Sentry finishes later. One bulk call per ${limits.bulkIds}, one after another; after a lost answer the other calls are still made, after a refusal none.`,
    args: { input: t.arg({ type: DeleteIssuesInput, required: true, description: 'What to delete.' }) },
    ...costing({ calls: bulkCalls }),
    resolve: writing({}, async ({ input }, write) => {
      const problems = new Problems();
      const issues = named(issuesNamed(input, problems), problems);
      const { account, organization, given } = issues;
      const tells = { done: write.wants('deletedIds'), unknown: false };
      const runs = bulkRuns([...given.keys()]);
      const { done, userErrors } = await makeCalls(write, issues, runs, { names: {}, tells }, (api, run) =>
        deleteIssues(api, organization, run),
      );
      const loaders = write.loaders(account);
      return {
        deletedIds: done.map((number) => nodeIdOf(loaders, 'i', organization, number)),
        organization: loaders.organizations.at(organization),
        userErrors,
      };
    }),
  }),
}));
