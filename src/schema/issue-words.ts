import { builder } from './builder.ts';
import { known } from './known.ts';

export const IssueStatus = builder.enumType('IssueStatus', {
  description: 'Status of an issue; arguments take UNRESOLVED, RESOLVED and IGNORED.',
  values: {
    UNRESOLVED: { description: 'Open.' },
    RESOLVED: { description: 'Resolved.' },
    IGNORED: { description: 'Archived.' },
    PENDING_DELETION: { description: 'Being deleted.' },
    PENDING_MERGE: { description: 'Being merged.' },
    REPROCESSING: { description: 'Being processed again.' },
    UNKNOWN: { description: 'A status this service does not know; read the raw field.' },
  },
});

const statuses = ['UNRESOLVED', 'RESOLVED', 'IGNORED', 'PENDING_DELETION', 'PENDING_MERGE', 'REPROCESSING'] as const;

/** Sentry's older word for an archived issue is `muted`. */
export const toIssueStatus = (word: string) => (word === 'muted' ? 'IGNORED' : known(word, statuses));

export const IssueSubstatus = builder.enumType('IssueSubstatus', {
  description: 'Finer status of an issue.',
  values: {
    NEW: { description: 'New in the last days.' },
    ONGOING: { description: 'Unresolved for a while.' },
    ESCALATING: { description: 'More events than expected.' },
    REGRESSED: { description: 'Came back after being resolved.' },
    ARCHIVED_UNTIL_ESCALATING: { description: 'Archived until it escalates.' },
    ARCHIVED_UNTIL_CONDITION_MET: { description: 'Archived until a condition is met.' },
    ARCHIVED_FOREVER: { description: 'Archived for good.' },
    UNKNOWN: { description: 'A substatus this service does not know; read the raw field.' },
  },
});

const substatuses = [
  'NEW',
  'ONGOING',
  'ESCALATING',
  'REGRESSED',
  'ARCHIVED_UNTIL_ESCALATING',
  'ARCHIVED_UNTIL_CONDITION_MET',
  'ARCHIVED_FOREVER',
] as const;

/** The `IssueSubstatus` of Sentry's word. */
export const toIssueSubstatus = (word: string) => known(word, substatuses);

export const IssuePriority = builder.enumType('IssuePriority', {
  description: 'Priority of an issue.',
  values: {
    LOW: { description: 'Low.' },
    MEDIUM: { description: 'Medium.' },
    HIGH: { description: 'High.' },
    UNKNOWN: { description: 'A priority this service does not know; read the raw field.' },
  },
});

const priorities = ['LOW', 'MEDIUM', 'HIGH'] as const;

/** The `IssuePriority` of Sentry's word. */
export const toIssuePriority = (word: string) => known(word, priorities);

export const IssueSort = builder.enumType('IssueSort', {
  description: 'Order of issues.',
  values: {
    DATE: { description: 'Last seen first.' },
    NEW: { description: 'Newest first, by when first seen; the only order that is stable while paging.' },
    FREQ: { description: 'Most events first.' },
    USER: { description: 'Most users first.' },
    TRENDS: { description: 'Strongest trend first.' },
    RECOMMENDED: { description: "Sentry's recommendation." },
    INBOX: {
      description: 'Latest arrival for review first; needs UNRESOLVED and `query: "is:for_review"`, looks back 7 days.',
    },
  },
});

export const IssueStatsPeriod = builder.enumType('IssueStatsPeriod', {
  description: "Window of an issue's series.",
  values: {
    LAST_24_HOURS: { description: "Sentry's `24h`." },
    LAST_14_DAYS: { description: "Sentry's `14d`." },
    LAST_30_DAYS: { description: "Sentry's `30d`." },
  },
});
