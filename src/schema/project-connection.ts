import { badInput } from '../gateway/http/coded-error.ts';
import { identifiers } from '../gateway/http/identifiers.ts';
import { levelOf } from '../loaders/resource.ts';
import { someOf } from './arguments.ts';
import { builder } from './builder.ts';
import { connect, connectionType } from './connection.ts';
import { costing, oneCall } from './field-cost.ts';
import { projectsByIds } from './id-arguments.ts';
import { Organization } from './organization.ts';
import { bothWays } from './page-arguments.ts';
import { Project } from './project.ts';
import { partsOfEach, partsWanted } from './selection.ts';
import { Team } from './team.ts';

const { ConnectionType: ProjectConnection } = connectionType(Project, {
  name: 'Project',
  page: 'A page of projects.',
  row: 'A project in a page.',
});

builder.objectFields(Organization, (t) => ({
  allProjects: t.field({
    type: [Project],
    description:
      'Every project, by slug, in one unpaginated call; for pickers and portals. `stats` is not in it: one batched call more for each 100 projects.',
    ...costing({ calls: oneCall, gives: 'row' }),
    resolve: (organization, _args, _context, info) =>
      organization.loaders.projects.all(organization, partsOfEach(info), levelOf(info.path)),
  }),
  projects: t.field({
    type: ProjectConnection,
    description: "Projects, bookmarked ones of the linked account's user first, then by slug. One call a page.",
    args: {
      search: t.arg.string({ description: 'Words contained in name or slug.' }),
      slugs: t.arg.stringList({ description: 'Only these slugs.' }),
      ids: t.arg.idList({ description: 'Only these numeric ids, or these node ids; not together with `slugs`.' }),
      team: t.arg.string({ description: 'Only projects of the team with this slug.' }),
      ...bothWays(t.arg),
    },
    resolve: (organization, args, context, info) => {
      const { loaders, key } = organization;
      if (args.slugs && args.ids) throw badInput('Give either "slugs" or "ids": Sentry would read both as "and".');
      const filter = {
        search: args.search,
        slugs: someOf('slugs', args.slugs, identifiers.projectSlug),
        ...(args.ids && projectsByIds(args.ids, { loaders, ...key })),
        team: args.team ? identifiers.teamSlug(args.team) : null,
      };
      const parts = partsWanted(info);
      return connect(
        {
          loaders,
          paging: 'pages',
          parent: organization,
          args,
          fetch: (place, level) =>
            organization.through(level, loaders.projects.list(key.organization, filter, parts, place, level)),
          node: (row) => loaders.projects.of(key.organization, row),
        },
        context,
        info,
      );
    },
  }),
}));

builder.objectField(Team, 'projects', (t) =>
  t.field({
    type: ProjectConnection,
    description: 'Its projects, by slug. One call a page.',
    args: bothWays(t.arg),
    resolve: (team, args, context, info) => {
      const { loaders, key } = team;
      const parts = partsWanted(info);
      return connect(
        {
          loaders,
          paging: 'pages',
          parent: team,
          args,
          fetch: (place, level) => loaders.projects.listOfTeam(team, parts, place, level),
          node: (row) => loaders.projects.of(key.organization, row),
        },
        context,
        info,
      );
    },
  }),
);
