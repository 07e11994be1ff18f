/**
 * What a careful person would write for the documents of `examples/`: the REST calls that bring the same answer, as few as
 * Sentry's contract allows. By the name of the document, then by what is particular to the way it is asked.
 */
import { accounts } from './accounts.ts';
import { changes } from './changes.ts';
import { events } from './events.ts';
import { issueChanges } from './issue-changes.ts';
import { issues } from './issues.ts';
import { organizations } from './organizations.ts';
import { releases } from './releases.ts';
import type { ByHand } from './rest.ts';

export const byHand: Readonly<Record<string, ByHand>> = {
  ...accounts,
  ...changes,
  ...events,
  ...issueChanges,
  ...issues,
  ...organizations,
  ...releases,
};
