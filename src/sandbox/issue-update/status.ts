import type { IssueRecord } from '../data/model.ts';
import { userPayload } from '../payloads/user.ts';
import type { Scope } from '../scope.ts';
import { DAY, iso, MINUTE } from '../time.ts';
import { addActivity, subscribe } from './activity.ts';
import type { IssueUpdate } from './read.ts';
import type { Conditions } from './status-details.ts';

const archived = ['archived_until_escalating', 'archived_until_condition_met', 'archived_forever'];
const open = ['new', 'ongoing', 'escalating', 'regressed'];

function isConditional(conditions: Conditions): boolean {
  return [conditions.ignoreDuration, conditions.ignoreCount, conditions.ignoreUserCount].some((each) => !!each);
}

/** The substatus meant: the given one where it suits the status, else one that Sentry infers. */
function substatusOf(scope: Scope, update: IssueUpdate, isIgnored: boolean, issues: readonly IssueRecord[]): string {
  const { substatus, details } = update;
  if (substatus != null && (isIgnored ? archived : open).includes(substatus)) return substatus;
  if (isIgnored) return isConditional(details) ? 'archived_until_condition_met' : 'archived_forever';
  const [issue] = issues;
  if (issues.length > 1 || issue === undefined) return 'ongoing';
  if (issue.status === 'ignored') return scope.now - issue.firstSeen < 7 * DAY ? 'new' : 'ongoing';
  return issue.status === 'resolved' ? 'regressed' : (issue.substatus ?? 'ongoing');
}

function archival(scope: Scope, substatus: string, conditions: Conditions): Record<string, unknown> {
  if (substatus === 'archived_until_escalating') return { ignoreUntilEscalating: true };
  if (!isConditional(conditions)) return {};
  const { ignoreDuration, ignoreCount, ignoreWindow, ignoreUserCount, ignoreUserWindow } = conditions;
  return {
    ignoreCount: ignoreCount ?? null,
    ignoreUntil: ignoreDuration ? iso(scope.now + ignoreDuration * MINUTE) : null,
    ignoreUserCount: ignoreUserCount ?? null,
    ignoreUserWindow: ignoreUserWindow ?? null,
    ignoreWindow: ignoreWindow ?? null,
    actor: userPayload(scope.world.viewer),
  };
}

function activityData(details: Record<string, unknown>): Record<string, unknown> {
  const names = ['ignoreCount', 'ignoreUntil', 'ignoreUserCount', 'ignoreUserWindow', 'ignoreWindow'];
  return Object.fromEntries([...names, 'ignoreUntilEscalating'].map((name) => [name, details[name] ?? null]));
}

/** Reopens or archives issues. Gives what the delta says of it. */
export function changeStatus(
  scope: Scope,
  issues: readonly IssueRecord[],
  update: IssueUpdate,
): Record<string, unknown> {
  const isIgnored = update.status !== 'unresolved';
  const status = isIgnored ? 'ignored' : 'unresolved';
  const substatus = substatusOf(scope, update, isIgnored, issues);
  const details = isIgnored ? archival(scope, substatus, update.details) : {};
  for (const issue of issues) {
    const isChanged = issue.status !== status || issue.substatus !== substatus;
    issue.status = status;
    issue.substatus = substatus;
    // Reads do not tell of waiting for an escalation: the substatus does.
    issue.statusDetails = substatus === 'archived_until_escalating' ? {} : details;
    if (isIgnored) issue.inbox = false;
    if (!isChanged) continue;
    addActivity(scope, issue, isIgnored ? 'set_ignored' : 'set_unresolved', isIgnored ? activityData(details) : {});
    if (issues.length === 1) subscribe(issue, 'changed_status');
  }
  return { status: update.status, statusDetails: details, ...(isIgnored ? { inbox: null } : {}) };
}
