import type { GraphQLResolveInfo } from 'graphql';
import type { GraphContext } from '../context.ts';
import { identifiers } from '../gateway/http/identifiers.ts';
import type { Loaders } from '../loaders/index.ts';
import { type Eventually, levelOf } from '../loaders/resource.ts';
import { costing, noCall, perhapsOneCall } from './field-cost.ts';
import { lookup } from './lookup.ts';
import { Node, type NodeObject } from './node.ts';
import { rootFields } from './root.ts';
import { readSentryAddress, type SentryAddress } from './sentry-address.ts';

/** The event of an address, through what it stands under there: that decides the path it is read by. */
const eventAt = (loaders: Loaders, { organization, project, issue }: SentryAddress, event: string): NodeObject => {
  const { projects, issues, events } = loaders;
  const id = identifiers.event(event);
  if (issue !== undefined) return events.within({ issue: issues.at(organization, issue) }, id, null);
  if (project !== undefined) return events.within({ project: projects.at(organization, project) }, id, null);
  return events.at(organization, id);
};

const objectAt = (loaders: Loaders, address: SentryAddress): NodeObject => {
  const { organization, project, team, issue, version, event } = address;
  if (event !== undefined) return eventAt(loaders, address, event);
  if (issue !== undefined) return loaders.issues.at(organization, issue);
  if (version !== undefined) return loaders.releases.at(organization, version);
  if (team !== undefined) return loaders.teams.at(organization, team);
  if (project !== undefined) return loaders.projects.at(organization, project);
  return loaders.organizations.at(organization);
};

const find = (
  loaders: Loaders,
  address: SentryAddress,
  context: GraphContext,
  info: GraphQLResolveInfo,
): Eventually<NodeObject | null> => {
  const { organization, issue, event } = address;
  if (issue !== undefined && (event === 'latest' || event === 'oldest' || event === 'recommended')) {
    return loaders.events.named(loaders.issues.at(organization, issue), event, null, levelOf(info.path));
  }
  const object = objectAt(loaders, address);
  return lookup(object, object.typeName, context, info);
};

const typeAt = ({ project, team, issue, version, event }: SentryAddress): string => {
  if (event !== undefined) return 'Event';
  if (issue !== undefined) return 'Issue';
  if (version !== undefined) return 'Release';
  if (team !== undefined) return 'Team';
  return project !== undefined ? 'Project' : 'Organization';
};

/** The latest event and its kin are not looked up by a key. */
const isNamedEvent = (url: unknown): boolean => /^[^?#]*\/events\/(latest|oldest|recommended)/.test(String(url));

rootFields((t, loadersOf) => ({
  resource: t.field({
    type: Node,
    description:
      "The object behind an address copied from Sentry's web interface or API: organization, project, team, issue, event or release. The address is parsed, never fetched; no call for key fields but one to see that the object is there.",
    args: {
      url: t.arg({
        type: 'URL',
        required: true,
        description:
          "Address in any of Sentry's host forms (`acme.sentry.io`, `sentry.io/organizations/acme`, a region's `/api/0/`); its query string is ignored. Addresses of a self-hosted Sentry are refused.",
      }),
    },
    ...costing({
      lookup: ({ url }) => !isNamedEvent(url),
      types: ({ url }) => [typeAt(readSentryAddress(String(url)))],
      calls: ({ args: { url } }) => (isNamedEvent(url) ? perhapsOneCall : noCall),
      gives: ({ url }) => (isNamedEvent(url) ? { parts: ['summary', 'body', 'neighbours'] } : { key: ['slug'] }),
      veiled: true,
    }),
    resolve: (root, { url }, context, info) => find(loadersOf(root, context), readSentryAddress(url), context, info),
  }),
}));
