import { optional, type Row, required, text, time } from '../gateway/read.ts';
import type { Release as ReleaseResource } from '../loaders/releases.ts';
import { pages } from './address.ts';
import { builder } from './builder.ts';
import { connect, connectionType } from './connection.ts';
import { costing } from './field-cost.ts';
import { andThen } from './member.ts';
import { bothWays } from './page-arguments.ts';
import { Release } from './release.ts';

/** A deploy as its release's payloads and lists tell it. */
export type DeployOf = { readonly release: ReleaseResource; readonly row: Row };

export const Deploy = builder.objectRef<DeployOf>('Deploy');

Deploy.implement({
  description: 'A deploy of a release to an environment; it cannot be fetched alone.',
  fields: (t) => ({
    databaseId: t.id({
      nullable: false,
      description: "Sentry's numeric id.",
      resolve: ({ row }) => required(row, 'id', text),
    }),
    environment: t.string({
      nullable: false,
      description: 'Environment deployed to.',
      resolve: ({ row }) => required(row, 'environment', text),
    }),
    release: t.field({
      type: Release,
      nullable: false,
      description: 'Release deployed.',
      ...costing({ gives: { members: ['version'] } }),
      resolve: ({ release }) => release,
    }),
    url: t.field({
      type: 'URL',
      nullable: false,
      description: "The release's page in Sentry, where its deploys are shown.",
      resolve: ({ release: { key } }) => pages.release(key.organization, key.version),
    }),
    name: t.string({ description: 'Name.', resolve: ({ row }) => optional(row, 'name', text) || null }),
    externalUrl: t.string({
      description: "Link given when it was created (`url` in Sentry's API).",
      resolve: ({ row }) => optional(row, 'url', text),
    }),
    dateStarted: t.field({
      type: 'DateTime',
      description: 'When it started.',
      resolve: ({ row }) => optional(row, 'dateStarted', time),
    }),
    dateFinished: t.field({
      type: 'DateTime',
      description: 'When it finished.',
      resolve: ({ row }) => optional(row, 'dateFinished', time),
    }),
  }),
});

const { ConnectionType: DeployConnection } = connectionType(Deploy, {
  name: 'Deploy',
  page: 'A page of deploys.',
  row: 'A deploy in a page.',
});

builder.objectFields(Release, (t) => ({
  lastDeploy: t.field({
    type: Deploy,
    description: 'Last deploy to any environment.',
    extensions: { part: 'summary', reads: 'lastDeploy' },
    resolve: (release, _args, _context, { path }) =>
      andThen(release.get('lastDeploy', path), (row) => row && { release, row }),
  }),
  deploys: t.field({
    type: DeployConnection,
    description:
      'The latest deploy for each project and environment, newest first; Sentry keeps no list of the earlier ones. One call a page.',
    args: bothWays(t.arg),
    resolve: (release, args, context, info) => {
      const { loaders } = release;
      return connect(
        {
          loaders,
          paging: 'pages',
          parent: release,
          args,
          fetch: (place, level) => loaders.releases.deploys(release, place, level),
          node: (row) => ({ release, row }),
        },
        context,
        info,
      );
    },
  }),
}));
