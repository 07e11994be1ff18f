import { issueDetailParts } from '../../gateway/issue-payload.ts';
import { issueCalls } from '../../loaders/issue-batch.ts';
import { projectCalls } from '../../loaders/project-batch.ts';
import { releaseCalls } from '../../loaders/releases.ts';

/** Calls that bring some parts of one object, none of them known. */
export const loadCalls = (type: string, parts: ReadonlySet<string>): number => {
  if (parts.size === 0) return 0;
  const wanted = { text: '', parts };
  if (type === 'Issue') return issueCalls([{ ...wanted, key: { organization: '', issue: '1' } }]);
  if (type === 'Project') return projectCalls([{ ...wanted, key: { organization: '', project: '' } }]);
  if (type === 'Release') return releaseCalls([{ ...wanted, key: { organization: '', version: '' } }]);
  // The search by an event's id does not tell its neighbours.
  return type === 'Event' && parts.has('neighbours') ? 2 : 1;
};

/** Whether an object's parts take a call of its own, which brings no other object. */
export const isLoadedAlone = (type: string, parts: ReadonlySet<string>): boolean =>
  type === 'Event' ||
  type === 'LinkedAccount' ||
  parts.has('detail') ||
  (type === 'Issue' && [...parts].some((part) => issueDetailParts.has(part)));
