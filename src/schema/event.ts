import { eventPayload } from '../gateway/events.ts';
import { identifiers } from '../gateway/http/identifiers.ts';
import { member as memberOf, optional, type Row, text } from '../gateway/read.ts';
import type { Event as EventResource } from '../loaders/events.ts';
import { slugKnown } from '../loaders/projects.ts';
import { levelOf } from '../loaders/resource.ts';
import { pages } from './address.ts';
import { builder } from './builder.ts';
import { EventType, toEventType } from './event-type.ts';
import { type FieldCost, perhapsOneCall } from './field-cost.ts';
import { Issue } from './issue.ts';
import { Level, toLevel } from './level.ts';
import { andThen, free, member, needed } from './member.ts';
import { Metadata } from './metadata.ts';
import { Node, nodeKind } from './node.ts';
import { nodeIdOf } from './node-id.ts';
import { Project } from './project.ts';
import { Release } from './release.ts';

export const Event = builder.objectRef<EventResource>('Event');

nodeKind('e', {
  type: 'Event',
  parts: ['organization', 'event'],
  find: ({ events }, [organization = '', event = '']) => events.at(organization, identifiers.event(event), null),
});

/** The value of a tag; Sentry gives tags as `{"key", "value"}`. */
const tagOf =
  (name: string) =>
  (tags: readonly Row[]): string | null => {
    const tag = tags.find((entry) => memberOf(entry, 'key') === name);
    return tag ? optional(tag, 'value', text) : null;
  };

Event.implement({
  description:
    'A Sentry event. Body fields, which say so, are not in simple rows: where a list did not bring them, they share one call per event (event detail, 5/s).',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Opaque id.',
      ...free,
      resolve: ({ loaders, key }) => nodeIdOf(loaders, 'e', key.organization, key.event),
    }),
    databaseId: t.id({
      nullable: false,
      description: 'Event id: 32 hexadecimal digits.',
      ...free,
      resolve: ({ key }) => key.event,
    }),
    title: t.string({ description: 'Title.', ...needed(eventPayload, 'title') }),
    url: t.field({
      type: 'URL',
      nullable: false,
      description: 'Its page in Sentry: beneath its issue, or beneath its project where it has none.',
      extensions: { part: 'summary', reads: 'groupID' },
      resolve: (event, _args, _context, { path }) => {
        const { organization, event: id } = event.key;
        return andThen(event.get('groupID', path), (issue) => {
          if (issue !== null) return pages.event(organization, issue, id);
          const via = event.loaders.events.via(event);
          const project = via && 'project' in via ? slugKnown(via.project) : event.known('projectID');
          return pages.projectEvent(organization, project ?? '', id);
        });
      },
    }),
    type: t.field({ type: EventType, description: 'Kind.', ...needed(eventPayload, 'kind', toEventType) }),
    typeRaw: t.string({ description: "Kind in Sentry's own word.", ...needed(eventPayload, 'kind') }),
    level: t.field({
      type: Level,
      description: 'Severity, from its `level` tag.',
      ...member(eventPayload, 'tags', (tags) => {
        const level = tagOf('level')(tags);
        return level === null ? null : toLevel(level);
      }),
    }),
    levelRaw: t.string({
      description: "Severity in Sentry's own word.",
      ...member(eventPayload, 'tags', tagOf('level')),
    }),
    message: t.string({ description: 'Message.', ...member(eventPayload, 'message') }),
    culprit: t.string({
      description: 'Where it happened: transaction, view or function.',
      ...member(eventPayload, 'culprit'),
    }),
    location: t.string({
      description: 'File or address it is located at.',
      ...member(eventPayload, 'location'),
    }),
    metadata: t.field({ type: Metadata, description: 'Parts of the title.', ...needed(eventPayload, 'metadata') }),
    platform: t.string({ description: 'Platform.', ...member(eventPayload, 'platform') }),
    dateCreated: t.field({
      type: 'DateTime',
      description: 'When it happened; for a transaction when it ended.',
      ...member(eventPayload, 'dateCreated'),
    }),
    environment: t.string({
      description: 'Environment, from its tags.',
      ...member(eventPayload, 'tags', tagOf('environment')),
    }),
    release: t.field({
      type: Release,
      description: 'Release, from its tags.',
      extensions: { part: 'summary', reads: 'tags', gives: { members: ['version'] } },
      resolve: (event, _args, _context, { path }) =>
        andThen(event.get('tags', path), (tags) => {
          const version = tags && tagOf('release')(tags);
          return version ? event.loaders.releases.at(event.key.organization, version) : null;
        }),
    }),
    issue: t.field({
      type: Issue,
      description:
        'Issue it belongs to, null for a plain transaction; its `id` and `url` are free, the rest of its summary is one batched call.',
      extensions: { part: 'summary', reads: 'groupID', gives: { key: ['id'] } },
      resolve: (event, _args, _context, { path }) => event.loaders.events.issueOf(event, path),
    }),
    project: t.field({
      type: Project,
      description: 'Project; one batched call where neither the parent nor another row of this request brought it.',
      extensions: {
        part: 'summary',
        reads: 'projectID',
        calls: perhapsOneCall,
        beside: true,
        gives: { key: ['slug'] },
        // Where it was reached through its project or issue, that may answer, and proves nothing of the event.
        free: (event: EventResource) => event.loaders.events.via(event) !== undefined,
      } satisfies FieldCost,
      resolve: (event, _args, _context, { path }) => event.loaders.events.projectOf(event, path, levelOf(path)),
    }),
    nextEvent: t.field({
      type: Event,
      description:
        'The next newer event of its issue: one call (event detail) where this event came from a list or a search by id; its fields are one call more.',
      extensions: { part: eventPayload.partOf.nextEventID },
      resolve: (event, _args, _context, { path }) =>
        andThen(event.get('nextEventID', path), (id) => (id ? neighbour(event, id) : null)),
    }),
    previousEvent: t.field({
      type: Event,
      description:
        'The next older event of its issue: one call (event detail) where this event came from a list or a search by id; its fields are one call more.',
      extensions: { part: eventPayload.partOf.previousEventID },
      resolve: (event, _args, _context, { path }) =>
        andThen(event.get('previousEventID', path), (id) => (id ? neighbour(event, id) : null)),
    }),
  }),
});

const neighbour = (event: EventResource, id: string): EventResource => {
  const { events } = event.loaders;
  return events.at(event.key.organization, identifiers.event(id), events.via(event) ?? null);
};
