import type { GraphQLResolveInfo } from 'graphql';
import type { IssueChange } from '../gateway/issue-writes.ts';
import { limits } from '../gateway/limits.ts';
import { list, member, optional, type Row, row, text } from '../gateway/read.ts';
import type { Issue as IssueResource } from '../loaders/issues.ts';
import { readBackCalls } from './bulk-cost.ts';
import { costing, type FieldCost } from './field-cost.ts';
import { Issue } from './issue.ts';
import { assignedBy, shows } from './issue-shows.ts';
import type { CallsMade } from './issues-calls.ts';
import type { IssuesNamed } from './issues-named.ts';
import type { IssuesReadBack } from './issues-read-back.ts';
import { payloadType } from './mutation.ts';

/** What was asked of several issues, what came of it, and how to see it. */
export type IssuesUpdated = {
  readonly named: IssuesNamed;
  readonly change: IssueChange;
  readonly made: CallsMade<Row | null>;
  readonly back: IssuesReadBack;
  /** Whether a field that reads back is selected, so that another may share its read. */
  readonly isReadBack: boolean;
};

type Fate = 'updated' | 'skipped' | 'notFound' | 'unknown';

type Merge = { readonly parent: string; readonly children: readonly string[] };

/** The merge that a bulk answer tells of; `true` there stands for one that had nothing to merge. */
const mergeOf = ({ answers }: CallsMade<Row | null>): Merge | null => {
  const told = answers.map((answer) => answer && member(answer, 'merge')).find((merge) => typeof merge === 'object');
  if (!told) return null;
  const merge = row(told);
  const parent = optional(merge, 'parent', text);
  return parent === null ? null : { parent, children: optional(merge, 'children', list(text)) ?? [] };
};

const fateOf = (number: string, { change, made }: IssuesUpdated, issue: IssueResource | undefined): Fate => {
  if (made.unknown.includes(number)) return 'unknown';
  const merge = change.merge && mergeOf(made);
  if (merge && (merge.parent === number || merge.children.includes(number))) return 'updated';
  if (!issue) return 'notFound';
  return !change.merge && shows(issue, change, assignedBy(change, made.answers)) ? 'updated' : 'skipped';
};

const idsOf = (fate: Fate) => async (updated: IssuesUpdated, info: GraphQLResolveInfo) => {
  const found = await updated.back.read(info);
  return [...updated.named.given]
    .filter(([number]) => fateOf(number, updated, found.get(number)) === fate)
    .map(([, id]) => id);
};

const updatedIds = idsOf('updated');
const skippedIds = idsOf('skipped');
const notFoundIds = idsOf('notFound');

const mergedInto = async (
  { named, made, back, isReadBack }: IssuesUpdated,
  info: GraphQLResolveInfo,
): Promise<IssueResource | null> => {
  const merge = mergeOf(made);
  if (!merge) return null;
  if (isReadBack) await back.read(info);
  return back.loaders.issues.at(named.organization, merge.parent);
};

const readBack: FieldCost = { calls: readBackCalls, together: 'readBack' };

export const UpdateIssuesPayload = payloadType<{ updated: IssuesUpdated }>(
  'UpdateIssuesPayload',
  'Result of `updateIssues`; which ids changed is read back, because Sentry does not tell.',
  (t) => ({
    issues: t.field({
      type: [Issue],
      description:
        'The issues as they are now, in the order given, without those that are not there or were merged away. One batched call per 100.',
      ...costing({ ...readBack, gives: 'row', size: limits.bulkIssues }),
      resolve: async ({ updated }, _args, _context, info) => {
        if (!updated) return null;
        const found = await updated.back.read(info);
        return [...updated.named.given.keys()].flatMap((number) => found.get(number) ?? []);
      },
    }),
    updatedIds: t.idList({
      description: 'Ids, as given, that exist and now show the change, or were merged. Shares the read of `issues`.',
      ...costing(readBack),
      resolve: ({ updated }, _args, _context, info) => (updated ? updatedIds(updated, info) : null),
    }),
    skippedIds: t.idList({
      description: 'Ids, as given, that exist but do not show it. Shares the read of `issues`.',
      ...costing(readBack),
      resolve: ({ updated }, _args, _context, info) => (updated ? skippedIds(updated, info) : null),
    }),
    notFoundIds: t.idList({
      description: 'Ids, as given, that do not exist or are not visible. Shares the read of `issues`.',
      ...costing(readBack),
      resolve: ({ updated }, _args, _context, info) => (updated ? notFoundIds(updated, info) : null),
    }),
    unknownIds: t.idList({
      description:
        'Ids, as given, of a bulk call whose answer was lost: whether they changed is unknown. Where this is not selected, a lost answer is an error.',
      resolve: ({ updated }) => updated?.made.unknown.map((number) => updated.named.given.get(number) ?? number),
    }),
    mergedInto: t.field({
      type: Issue,
      description: 'The issue the others were merged into. Shares the read of `issues`, else one call.',
      ...costing({ gives: { key: ['id'] } }),
      resolve: ({ updated }, _args, _context, info) => (updated ? mergedInto(updated, info) : null),
    }),
  }),
);
