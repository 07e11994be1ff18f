import { type Row, required, text } from '../gateway/read.ts';
import { columnOf, type EventSummary as EventSummaryRow } from '../loaders/event-summaries.ts';
import { pages } from './address.ts';
import { builder } from './builder.ts';
import { EventUser } from './event/event-user.ts';
import { moment } from './event/moment.ts';
import { Event } from './event.ts';
import { EventType, toEventType } from './event-type.ts';
import { costing, type FieldCost } from './field-cost.ts';
import { Issue } from './issue.ts';
import { Level, toLevel } from './level.ts';
import { Project } from './project.ts';
import { Release } from './release.ts';

export const EventSummary = builder.objectRef<EventSummaryRow>('EventSummary');

/** Options of a nullable field that shows a column; `part` is what the search is asked for. */
const column = (part: string, name = part) => ({
  extensions: { part },
  resolve: (summary: EventSummaryRow) => columnOf(summary, name),
});

/** As `column`, for Sentry's words that are values of an enum here. */
const word = <V>(part: string, name: string, shown: (value: string) => V) => ({
  extensions: { part },
  resolve: (summary: EventSummaryRow): V | null => {
    const value = columnOf(summary, name);
    return value === null ? null : shown(value);
  },
});

const userOf = (summary: EventSummaryRow): Row | null => {
  const user = {
    id: columnOf(summary, 'user.id'),
    email: columnOf(summary, 'user.email'),
    username: columnOf(summary, 'user.username'),
    ip_address: columnOf(summary, 'user.ip'),
  };
  return Object.values(user).every((value) => value === null) ? null : user;
};

EventSummary.implement({
  description: "A row of Sentry's event search: one occurrence, without its body.",
  fields: (t) => ({
    databaseId: t.id({
      nullable: false,
      description: 'Event id: 32 hexadecimal digits.',
      resolve: ({ row }) => required(row, 'id', text),
    }),
    dateCreated: t.field({
      type: 'DateTime',
      nullable: false,
      description: 'When it happened, to the second.',
      resolve: ({ row }) => required(row, 'timestamp', moment),
    }),
    title: t.string({
      nullable: false,
      description: 'Title.',
      extensions: { part: 'title' },
      resolve: (summary) => columnOf(summary, 'title') ?? '',
    }),
    url: t.field({
      type: 'URL',
      nullable: false,
      description: 'Its page in Sentry.',
      extensions: { part: 'issueId' },
      resolve: (summary) => {
        const { organization, row } = summary;
        const [id, issue] = [required(row, 'id', text), columnOf(summary, 'issue.id')];
        return issue === null || issue === '0'
          ? pages.projectEvent(organization, required(row, 'project', text), id)
          : pages.event(organization, issue, id);
      },
    }),
    message: t.string({ description: 'Message.', ...column('message') }),
    transaction: t.string({ description: 'Transaction or view it happened in.', ...column('transaction') }),
    level: t.field({ type: Level, description: 'Severity.', ...word('level', 'level', toLevel) }),
    levelRaw: t.string({ description: "Severity in Sentry's own word.", ...column('level') }),
    type: t.field({ type: EventType, description: 'Kind.', ...word('type', 'event.type', toEventType) }),
    typeRaw: t.string({ description: "Kind in Sentry's own word.", ...column('type', 'event.type') }),
    platform: t.string({ description: 'Platform.', ...column('platform', 'platform.name') }),
    environment: t.string({ description: 'Environment.', ...column('environment') }),
    traceId: t.string({ description: 'Trace id.', ...column('trace') }),
    user: t.field({
      type: EventUser,
      description:
        'Whom it happened to; needs the SENSITIVE scope. The event search knows id, e-mail address, user name and IP address alone.',
      extensions: { part: 'user', sensitive: 'whole' } satisfies FieldCost,
      resolve: userOf,
    }),
    release: t.field({
      type: Release,
      description: 'Release; its version is free, the rest one batched call for all rows.',
      extensions: { part: 'release', gives: { members: ['version'] } },
      resolve: (summary) => {
        const version = columnOf(summary, 'release');
        return version === null ? null : summary.loaders.releases.at(summary.organization, version);
      },
    }),
    project: t.field({
      type: Project,
      description: 'Project; its ids and slug are free, the rest one batched call for all rows.',
      extensions: { part: 'projectId', gives: { members: ['id', 'slug'] } },
      resolve: (summary) => summary.loaders.eventSummaries.projectOf(summary),
    }),
    issue: t.field({
      type: Issue,
      description:
        'Issue, null where it is gone; its ids and short id are free, the rest one batched call for all rows.',
      extensions: { part: 'issue', gives: { members: ['id', 'shortId'] } },
      resolve: (summary) => summary.loaders.eventSummaries.issueOf(summary),
    }),
    event: t.field({
      type: Event,
      description: 'The event itself; its ids are free, the rest one call per row (event detail, 5/s).',
      ...costing({ gives: {}, instead: 'the fields of the row itself' }),
      resolve: (summary) => summary.loaders.eventSummaries.eventOf(summary),
    }),
  }),
});
