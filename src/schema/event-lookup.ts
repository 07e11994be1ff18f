import { identifiers } from '../gateway/http/identifiers.ts';
import { builder } from './builder.ts';
import { Event } from './event.ts';
import { costing } from './field-cost.ts';
import { lookup } from './lookup.ts';
import { Organization } from './organization.ts';
import { rootFields } from './root.ts';

const idDescription = 'Event id: 32 hexadecimal digits, dashes allowed.';

rootFields((t, loadersOf) => ({
  event: t.field({
    type: Event,
    description:
      'An event by its id. One call: with `project` event detail (5/s), without it a search through all projects.',
    args: {
      organization: t.arg.string({ required: true, description: 'Slug of the organization.' }),
      project: t.arg.string({ description: 'Slug or numeric id of the project, if known.' }),
      id: t.arg.id({ required: true, description: idDescription }),
    },
    ...costing({ lookup: true }),
    resolve: (root, args, context, info) => {
      const { events, projects } = loadersOf(root, context);
      const organization = identifiers.organization(args.organization);
      const id = identifiers.event(args.id);
      const project = args.project ? projects.at(organization, identifiers.project(args.project)) : null;
      const event = project ? events.within({ project }, id, null) : events.at(organization, id);
      return lookup(event, 'Event', context, info);
    },
  }),
}));

builder.objectField(Organization, 'event', (t) =>
  t.field({
    type: Event,
    description: 'An event anywhere in this organization. One call (event id lookup, a search through all projects).',
    args: { id: t.arg.id({ required: true, description: idDescription }) },
    ...costing({ lookup: true }),
    resolve: (organization, { id }, context, info) =>
      lookup(
        organization.loaders.events.at(organization.key.organization, identifiers.event(id), null, organization),
        'Event',
        context,
        info,
      ),
  }),
);
