import { eventPayload } from '../../gateway/events.ts';
import { time } from '../../gateway/read.ts';
import { builder } from '../builder.ts';
import { Event } from '../event.ts';
import type { FieldCost } from '../field-cost.ts';
import { andThen, member } from '../member.ts';
import { sensitive } from '../sensitive.ts';
import { Breadcrumb, breadcrumbsOf } from './breadcrumb.ts';
import { Contexts } from './contexts.ts';
import { EventEntry, entriesOf } from './entries.ts';
import { EventTag, tagsOf } from './event-tag.ts';
import { EventUser } from './event-user.ts';
import { Exception, exceptionsOf } from './exception.ts';
import { Occurrence } from './occurrence.ts';
import { EventProcessingError } from './processing-error.ts';
import { HttpRequest, requestOf } from './request.ts';
import { Sdk } from './sdk.ts';
import { Stacktrace, shownStacktrace } from './stacktrace.ts';
import { Thread, threadsOf } from './thread.ts';

builder.objectFields(Event, (t) => ({
  tags: t.field({
    type: [EventTag],
    nullable: false,
    description:
      'Tags; those that name a person (`user`, `user.*`, `ip`) need the SENSITIVE scope and are left out without.',
    extensions: { part: eventPayload.partOf.tags, sensitive: 'keys' } satisfies FieldCost,
    resolve: (event, _args, _context, { path }) => andThen(event.get('tags', path), (tags) => tagsOf(tags ?? [])),
  }),
  user: t.field({
    type: EventUser,
    description:
      'Whom it happened to; needs the SENSITIVE scope. Without the body Sentry usually gives only id, e-mail address, user name and IP address.',
    ...sensitive(member(eventPayload, 'user')),
  }),
  dateReceived: t.field({
    type: 'DateTime',
    description: 'When Sentry received it. Body field.',
    ...member(eventPayload, 'dateReceived'),
  }),
  size: t.int({ description: 'Size in bytes. Body field.', ...member(eventPayload, 'size') }),
  dist: t.string({ description: 'Distribution of the release. Body field.', ...member(eventPayload, 'dist') }),
  exceptions: t.field({
    type: [Exception],
    description: 'Exception chain, innermost cause first, as Sentry stores it; null where it has none. Body field.',
    ...member(eventPayload, 'entries', exceptionsOf),
  }),
  stacktrace: t.field({
    type: Stacktrace,
    description:
      'Stack trace to show first: of the last exception, else of the crashed thread, else of the current one, else of the event itself. Body field.',
    ...member(eventPayload, 'entries', shownStacktrace),
  }),
  threads: t.field({
    type: [Thread],
    description: 'Threads; null where it has none. Body field.',
    ...member(eventPayload, 'entries', threadsOf),
  }),
  breadcrumbs: t.field({
    type: [Breadcrumb],
    description: 'Breadcrumbs, oldest first; null where it has none. Body field.',
    ...member(eventPayload, 'entries', breadcrumbsOf),
  }),
  request: t.field({
    type: HttpRequest,
    description: 'HTTP request. Body field.',
    ...member(eventPayload, 'entries', requestOf),
  }),
  contexts: t.field({
    type: Contexts,
    description: 'Contexts: device, system, runtime, browser, trace and others. Body field.',
    ...member(eventPayload, 'contexts'),
  }),
  sdk: t.field({ type: Sdk, description: 'SDK that sent it. Body field.', ...member(eventPayload, 'sdk') }),
  extra: t.field({
    type: 'JSON',
    description:
      "Extra data set by the application (`context` in Sentry's API); needs the SENSITIVE scope. Body field.",
    ...sensitive(member(eventPayload, 'context')),
  }),
  packages: t.field({
    type: 'JSON',
    description: 'Installed packages and their versions. Body field.',
    ...member(eventPayload, 'packages'),
  }),
  errors: t.field({
    type: [EventProcessingError],
    description: 'Problems Sentry met while processing it. Body field.',
    ...member(eventPayload, 'errors'),
  }),
  fingerprints: t.stringList({
    description: 'Fingerprints used for grouping. Body field.',
    ...member(eventPayload, 'fingerprints'),
  }),
  occurrence: t.field({
    type: Occurrence,
    description: 'What Sentry found, for events that are not errors. Body field.',
    ...member(eventPayload, 'occurrence'),
  }),
  startTimestamp: t.field({
    type: 'DateTime',
    description: 'Start of a transaction. Body field.',
    ...member(eventPayload, 'startTimestamp', time),
  }),
  endTimestamp: t.field({
    type: 'DateTime',
    description: 'End of a transaction. Body field.',
    ...member(eventPayload, 'endTimestamp', time),
  }),
  entries: t.field({
    type: [EventEntry],
    description: 'Raw interfaces, for what is not modelled here; needs the SENSITIVE scope. Body field.',
    args: { types: t.arg.stringList({ description: 'Only these types, such as `debugmeta`.' }) },
    extensions: { part: eventPayload.partOf.entries, sensitive: 'whole' } satisfies FieldCost,
    resolve: (event, { types }, _context, { path }) =>
      andThen(event.get('entries', path), (entries) => entries && entriesOf(entries, types)),
  }),
  raw: t.field({
    type: 'JSON',
    description: 'The whole body as Sentry gave it; needs the SENSITIVE scope. Body field.',
    ...sensitive(member(eventPayload, 'raw')),
  }),
}));
