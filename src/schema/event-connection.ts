import type { GraphQLResolveInfo } from 'graphql';
import type { GraphContext } from '../context.ts';
import { identifiers } from '../gateway/http/identifiers.ts';
import { limits } from '../gateway/limits.ts';
import type { Event as EventResource, Via } from '../loaders/events.ts';
import type { Issue as IssueResource } from '../loaders/issues.ts';
import type { Project as ProjectResource } from '../loaders/projects.ts';
import { levelOf } from '../loaders/resource.ts';
import { environmentName, searchWindow, someOf } from './arguments.ts';
import { builder } from './builder.ts';
import { type Connection, connect, connectionType, type Listing } from './connection.ts';
import { Event } from './event.ts';
import { filtersBeside, isEventId, refuseBesideEventId } from './event-id-query.ts';
import { costing, type FieldCost, oneCall } from './field-cost.ts';
import { Issue } from './issue.ts';
import { lookup } from './lookup.ts';
import { type Args, bothWays } from './page-arguments.ts';
import { impersonal } from './person.ts';
import { Project } from './project.ts';
import { partsWanted } from './selection.ts';
import { windowArguments } from './window-arguments.ts';

const { ConnectionType: EventConnection } = connectionType(Event, {
  name: 'Event',
  page: 'A page of events.',
  row: 'An event in a page.',
});

/** Event detail brings all there is of an event. */
const namedEvent: FieldCost = { calls: oneCall, gives: { parts: ['summary', 'body', 'neighbours'] } };

const eventArgument = (arg: Args) => ({
  id: arg.id({ required: true, description: 'Event id: 32 hexadecimal digits, dashes allowed.' }),
});

const environmentArgument = (arg: Args) => ({
  environment: arg.stringList({ description: 'Only events in these environments.' }),
});

/** Reads a page of events of an issue or project; where a body field is selected the rows bring their bodies, 10 a call. */
const connectEvents = (
  parent: IssueResource | ProjectResource,
  via: Via,
  args: Listing<EventResource>['args'],
  fetch: (bodies: boolean) => Listing<EventResource>['fetch'],
  context: GraphContext,
  info: GraphQLResolveInfo,
): Promise<Connection<EventResource>> => {
  const { loaders, key } = parent;
  const bodies = partsWanted(info).has('body');
  return connect(
    {
      loaders,
      paging: 'rows',
      parent,
      args,
      ...(bodies && { perCall: limits.bodiesPerPage }),
      fetch: fetch(bodies),
      node: (row) => loaders.events.of(key.organization, row, via),
    },
    context,
    info,
  );
};

builder.objectFields(Issue, (t) => ({
  latestEvent: t.field({
    type: Event,
    description: 'Its newest event. One call per issue; for a glance `metadata` and `culprit` are free.',
    args: environmentArgument(t.arg),
    ...costing({ ...namedEvent, instead: '`metadata` and `culprit`' }),
    resolve: (issue, { environment }, _context, { path }) =>
      issue.loaders.events.named(issue, 'latest', someOf('environment', environment, environmentName), levelOf(path)),
  }),
  oldestEvent: t.field({
    type: Event,
    description: 'Its oldest event. One call per issue; for its date alone `firstSeen` is free.',
    args: environmentArgument(t.arg),
    ...costing({ ...namedEvent, instead: '`firstSeen`' }),
    resolve: (issue, { environment }, _context, { path }) =>
      issue.loaders.events.named(issue, 'oldest', someOf('environment', environment, environmentName), levelOf(path)),
  }),
  recommendedEvent: t.field({
    type: Event,
    description: 'The event Sentry shows first. One call per issue; for a glance `metadata` and `culprit` are free.',
    args: environmentArgument(t.arg),
    ...costing({ ...namedEvent, instead: '`metadata` and `culprit`' }),
    resolve: (issue, { environment }, _context, { path }) =>
      issue.loaders.events.named(
        issue,
        'recommended',
        someOf('environment', environment, environmentName),
        levelOf(path),
      ),
  }),
  event: t.field({
    type: Event,
    description: 'One of its events. One call.',
    args: eventArgument(t.arg),
    ...costing({ lookup: true }),
    resolve: (issue, { id }, context, info) =>
      lookup(issue.loaders.events.within({ issue }, identifiers.event(id), issue), 'Event', context, info),
  }),
  events: t.field({
    type: EventConnection,
    description:
      'Its events, newest first. One call a page; where bodies are selected the upstream page is 10 rows, so 25 cost 3 calls.',
    args: {
      query: t.arg.string({
        description:
          "Terms in Sentry's event search syntax; those that name a person (`user`, `user.*`, `ip`) need the SENSITIVE scope. A lone event id is a lookup, beside which no other filter may stand.",
      }),
      environment: t.arg.stringList({ description: 'Only these environments.' }),
      ...windowArguments(t.arg),
      ...bothWays(t.arg),
    },
    ...costing({ shortWithBodies: true }),
    resolve: (issue, args, context, info) => {
      if (isEventId(args.query ?? '')) refuseBesideEventId(filtersBeside(args));
      const filter = {
        query: impersonal(args.query, context) || null,
        environments: someOf('environment', args.environment, environmentName),
        ...searchWindow(args, context.operation.now),
      };
      return connectEvents(
        issue,
        { issue },
        args,
        (bodies) => (place, level) => issue.loaders.events.listOfIssue(issue, filter, bodies, place, level),
        context,
        info,
      );
    },
  }),
}));

builder.objectFields(Project, (t) => ({
  event: t.field({
    type: Event,
    description: 'One of its events. One call (event detail, 5/s).',
    args: eventArgument(t.arg),
    ...costing({ lookup: true }),
    resolve: (project, { id }, context, info) =>
      lookup(project.loaders.events.within({ project }, identifiers.event(id), project), 'Event', context, info),
  }),
  events: t.field({
    type: EventConnection,
    description:
      'Its error events, newest first. One call a page (60 a minute, one at a time; pages of 10 where bodies are selected): prefer `Issue.events`.',
    args: {
      text: t.arg.string({ description: 'Text contained in the message; not search syntax.' }),
      ...windowArguments(t.arg),
      ...bothWays(t.arg),
    },
    ...costing({ shortWithBodies: true, instead: '`Organization.events(projects:)`, one call for many projects,' }),
    resolve: (project, args, context, info) => {
      const filter = { query: args.text || null, environments: null, ...searchWindow(args, context.operation.now) };
      return connectEvents(
        project,
        { project },
        args,
        (bodies) => (place, level) => project.loaders.events.listOfProject(project, filter, bodies, place, level),
        context,
        info,
      );
    },
  }),
}));
