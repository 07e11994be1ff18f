import type { OrganizationRecord, ProjectRecord } from '../data/model.ts';
import { readForm } from '../form/body.ts';
import type { Form } from '../form/form.ts';
import { choice, flag, orNull } from '../form/values.ts';
import { invalidFields } from '../reply.ts';
import type { Scope } from '../scope.ts';
import { type Assignee, actor } from './actor.ts';
import { type DetailsSurroundings, readConditions, type StatusDetails, statusDetails } from './status-details.ts';

const substatuses = choice([
  'archived_until_escalating',
  'archived_until_condition_met',
  'archived_forever',
  'escalating',
  'ongoing',
  'regressed',
  'new',
]);

/** What a body wants of issues; undefined is what it does not speak of. */
export type IssueUpdate = {
  status: 'resolved' | 'unresolved' | 'ignored' | 'resolvedInNextRelease' | 'muted' | undefined;
  details: StatusDetails;
  substatus: string | null | undefined;
  assignedTo: Assignee | undefined;
  priority: 'low' | 'medium' | 'high' | undefined;
  hasSeen: boolean | undefined;
  isBookmarked: boolean | undefined;
  isSubscribed: boolean | undefined;
  isPublic: boolean | undefined;
  inbox: boolean | undefined;
  merge: boolean | undefined;
  discard: boolean | undefined;
};

const noRelease = { inNextRelease: undefined, inUpcomingRelease: undefined, inRelease: undefined, inCommit: undefined };

function readMembers(form: Form, surroundings: DetailsSurroundings): IssueUpdate {
  const beside = { ...noRelease, ...readConditions(form) };
  return {
    status: form.read('status', choice(['resolved', 'unresolved', 'ignored', 'resolvedInNextRelease', 'muted'])),
    details: form.read('statusDetails', statusDetails(surroundings)) ?? beside,
    substatus: form.read('substatus', orNull(substatuses)),
    assignedTo: form.read('assignedTo', actor(surroundings)),
    priority: form.read('priority', choice(['low', 'medium', 'high'])),
    hasSeen: form.read('hasSeen', flag),
    isBookmarked: form.read('isBookmarked', flag),
    isSubscribed: form.read('isSubscribed', flag),
    isPublic: form.read('isPublic', flag),
    inbox: form.read('inbox', flag),
    merge: form.read('merge', flag),
    discard: form.read('discard', flag),
  };
}

/** Reads the body against each project that it touches; the first one that it does not suit refuses all. */
export function readIssueUpdate(
  scope: Scope,
  organization: OrganizationRecord,
  projects: readonly ProjectRecord[],
): IssueUpdate | undefined {
  const hasUpcoming = scope.switches.upcomingReleaseFeature;
  let update: IssueUpdate | undefined;
  for (const project of projects) {
    update = readForm(scope, (form) => {
      const members = readMembers(form, { organization, project, hasUpcoming });
      if (members.discard !== undefined && form.names().length > 1) {
        throw invalidFields({ non_field_errors: ['Other attributes cannot be updated when discarding'] });
      }
      return members;
    });
  }
  return update;
}
