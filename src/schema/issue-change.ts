import type { InputFieldBuilder, InputShapeFromFields } from '@pothos/core';
import type { IssueChange, StatusDetailsChange } from '../gateway/issue-writes.ts';
import { assigneeOf } from './assignee-input.ts';
import type { builder } from './builder.ts';
import { IssueStatusDetailsInput, statusDetailsOf } from './issue-status-input.ts';
import { IssuePriority, IssueStatus, IssueSubstatus } from './issue-words.ts';
import type { Problems } from './problems.ts';
import type { FieldNames } from './user-error.ts';

type InputBuilder = InputFieldBuilder<typeof builder.$inferSchemaTypes, 'InputObject'>;

/** The changes that an issue can be given, as fields of an input. */
export const changeFields = (t: InputBuilder) => ({
  status: t.field({ type: IssueStatus, description: 'New status: UNRESOLVED, RESOLVED or IGNORED (archived).' }),
  statusDetails: t.field({
    type: IssueStatusDetailsInput,
    description:
      'How to resolve or archive; needs `status`. Of several issues, release and commit only within one project.',
  }),
  substatus: t.field({ type: IssueSubstatus, description: 'Finer status; must fit `status`.' }),
  assignee: t.id({
    description:
      'Whom to assign: node id of a user or team, `user:ID`, `team:ID`, e-mail or user name; null to unassign.',
  }),
  priority: t.field({ type: IssuePriority, description: 'New priority: LOW, MEDIUM or HIGH.' }),
  hasSeen: t.boolean({ description: "Mark as seen, for the linked account's user." }),
  isBookmarked: t.boolean({ description: "Bookmark, for the linked account's user." }),
  isSubscribed: t.boolean({ description: "Follow, for the linked account's user." }),
});

type Input = InputShapeFromFields<ReturnType<typeof changeFields>>;

const archived = ['ARCHIVED_UNTIL_ESCALATING', 'ARCHIVED_UNTIL_CONDITION_MET', 'ARCHIVED_FOREVER'];

/** The substatuses that a status can have, by the statuses that can be set. */
const substatusesOf = new Map([
  ['UNRESOLVED', ['NEW', 'ONGOING', 'ESCALATING', 'REGRESSED']],
  ['RESOLVED', []],
  ['IGNORED', archived],
]);

const detailNames = ['inNextRelease', 'inRelease', 'inCommit', 'ignoreDuration', 'ignoreCount', 'ignoreWindow'];
const details = [...detailNames, 'ignoreUserCount', 'ignoreUserWindow'];

/** Sentry's members of a change as the inputs name them. It takes the conditions also beside `statusDetails`. */
export const changeNames: FieldNames = {
  ...Object.fromEntries(details.map((name) => [name, `statusDetails.${name}`])),
  ...Object.fromEntries(details.map((name) => [`statusDetails.${name}`, name])),
  'statusDetails.inCommit.commit': 'sha',
  'statusDetails.inCommit.repository': 'repository',
  status: 'status',
  statusDetails: 'statusDetails',
  substatus: 'substatus',
  assignedTo: 'assignee',
  priority: 'priority',
  hasSeen: 'hasSeen',
  isBookmarked: 'isBookmarked',
  isSubscribed: 'isSubscribed',
  merge: 'merge',
};

const statusOf = ({ status }: Input, problems: Problems): string | null => {
  if (!status) return null;
  if (!substatusesOf.has(status)) {
    problems.add('INVALID', `"status" cannot be set to ${status}: give UNRESOLVED, RESOLVED or IGNORED.`, 'status');
  }
  return status;
};

const checkSubstatus = (
  { substatus, status }: Input,
  details: StatusDetailsChange | undefined,
  problems: Problems,
): void => {
  const isConditional = details?.ignoreDuration ?? details?.ignoreCount ?? details?.ignoreUserCount;
  if (substatus === 'UNKNOWN') {
    problems.add('INVALID', '"substatus" cannot be set to UNKNOWN.', 'substatus');
  } else if (substatus && !status) {
    problems.add('CONTRADICTION', '"substatus" says nothing without the "status" it belongs to.', 'substatus');
  } else if (substatus && status && substatusesOf.get(status)?.includes(substatus) === false) {
    problems.add('CONTRADICTION', `"substatus" ${substatus} does not fit "status" ${status}.`, 'substatus');
  } else if (substatus === 'ARCHIVED_UNTIL_CONDITION_MET' && isConditional === undefined) {
    problems.add('CONTRADICTION', `"substatus" ${substatus} needs a condition in "statusDetails".`, 'substatus');
  } else if (substatus && substatus !== 'ARCHIVED_UNTIL_CONDITION_MET' && isConditional !== undefined) {
    problems.add('CONTRADICTION', `"substatus" ${substatus} has no condition, "statusDetails" has.`, 'substatus');
  }
};

/**
 * The change that an input asks for, as Sentry's body. Notes what is wrong or contradicts itself. `organization` is that of the
 * issues, where known.
 */
export const changeOf = (input: Input, organization: string | null, problems: Problems): IssueChange => {
  const status = statusOf(input, problems);
  const statusDetails = statusDetailsOf(input.statusDetails, status, problems);
  checkSubstatus(input, statusDetails, problems);
  const { substatus, assignee, priority, hasSeen, isBookmarked, isSubscribed } = input;
  if (priority === 'UNKNOWN') problems.add('INVALID', '"priority" cannot be set to UNKNOWN.', 'priority');
  const assignedTo = assignee === undefined ? null : assigneeOf(assignee, organization, problems);
  return {
    ...(status && { status: status.toLowerCase() }),
    ...(statusDetails && { statusDetails }),
    ...(substatus && { substatus: substatus.toLowerCase() }),
    ...(assignedTo !== null && { assignedTo }),
    ...(priority && { priority: priority.toLowerCase() }),
    ...(typeof hasSeen === 'boolean' && { hasSeen }),
    ...(typeof isBookmarked === 'boolean' && { isBookmarked }),
    ...(typeof isSubscribed === 'boolean' && { isSubscribed }),
  };
};

/** Whether an input asks for no change at all. */
export const isEmpty = (input: Input, change: IssueChange): boolean =>
  Object.keys(change).length === 0 && input.assignee === undefined;

/** Says what is missing of an input that asks for nothing. */
export const nothingToChange =
  'There is nothing to change: give one of status, assignee, priority, hasSeen, isBookmarked, isSubscribed';
