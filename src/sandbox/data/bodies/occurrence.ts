import type { Moment } from '../stories/story.ts';

/** A line of evidence, ready to show. */
export type Evidence = { name: string; value: string; important: boolean };

/** What Sentry found, for events that no SDK reported as an error. */
export type Finding = {
  title: string;
  subtitle: string;
  culprit: string | null;
  level: string;
  /** Sentry's number for the kind of issue. */
  kind: number;
  evidence: Evidence[];
  data: Record<string, unknown>;
};

/** The occurrence of an event. */
export function occurrenceOf(moment: Moment, finding: Finding): Record<string, unknown> {
  const { title, subtitle, culprit, level, kind, evidence, data } = finding;
  return {
    id: moment.random.hex(32),
    projectId: Number(moment.projectId),
    eventId: moment.id,
    fingerprint: [moment.hash],
    issueTitle: title,
    subtitle,
    resourceId: null,
    evidenceData: data,
    evidenceDisplay: evidence,
    type: kind,
    detectionTime: moment.date / 1000,
    level,
    culprit,
    assignee: null,
    priority: 50,
  };
}
