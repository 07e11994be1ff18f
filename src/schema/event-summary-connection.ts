import { environmentName, searchWindow, someOf } from './arguments.ts';
import { builder } from './builder.ts';
import { connect, connectionType } from './connection.ts';
import { EventSummary } from './event-summary.ts';
import { projectsAsked } from './id-arguments.ts';
import { Organization } from './organization.ts';
import { bothWays } from './page-arguments.ts';
import { impersonal } from './person.ts';
import { partsWanted } from './selection.ts';
import { seesPersons } from './sensitive.ts';
import { windowArguments } from './window-arguments.ts';

const { ConnectionType: EventSummaryConnection } = connectionType(EventSummary, {
  name: 'EventSummary',
  page: 'A page of event summaries.',
  row: 'An event summary in a page.',
});

builder.objectField(Organization, 'events', (t) =>
  t.field({
    type: EventSummaryConnection,
    description:
      'Error events over all visible projects, or some, newest first, as rows without bodies; rows shift while events arrive. One call a page.',
    args: {
      query: t.arg.string({
        description:
          "Terms in Sentry's event search syntax, such as `user.email:jane@acme.com`; `OR` is understood. Terms that name a person (`user`, `user.*`, `ip`) need the SENSITIVE scope.",
      }),
      projects: t.arg.idList({
        description:
          "Node ids, slugs or numeric ids; null means every visible project, not only the linked account's own.",
      }),
      environment: t.arg.stringList({ description: 'Only these environments.' }),
      ...windowArguments(t.arg),
      ...bothWays(t.arg),
    },
    resolve: (organization, args, context, info) => {
      const { loaders, key } = organization;
      const search = {
        query: impersonal(args.query, context) || null,
        projects: projectsAsked(args.projects, { loaders, ...key }),
        environments: someOf('environment', args.environment, environmentName),
        ...searchWindow(args, context.operation.now),
      };
      const parts = partsWanted(info);
      if (!seesPersons(context)) parts.delete('user');
      return connect(
        {
          loaders,
          paging: 'rows',
          parent: organization,
          args,
          fetch: (place, level) => loaders.eventSummaries.list(organization, search, parts, place, level),
          node: (row) => loaders.eventSummaries.of(key.organization, row),
        },
        context,
        info,
      );
    },
  }),
);
