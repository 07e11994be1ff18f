import { badInput } from '../gateway/http/coded-error.ts';
import { identifiers } from '../gateway/http/identifiers.ts';
import { listed, listedRelease, type ReleaseFilter } from '../gateway/releases.ts';
import type { Loaders } from '../loaders/index.ts';
import type { Provable } from '../loaders/resource.ts';
import { environmentName, someOf } from './arguments.ts';
import { builder } from './builder.ts';
import { connect, connectionType } from './connection.ts';
import { costing } from './field-cost.ts';
import { projectsAsked } from './id-arguments.ts';
import { lookup, lookupCost } from './lookup.ts';
import { Organization } from './organization.ts';
import { bothWays } from './page-arguments.ts';
import { Project } from './project.ts';
import { Release, ReleaseStatus } from './release.ts';
import { rootFields } from './root.ts';
import { quoted, searchText } from './search-terms.ts';
import { partsWanted } from './selection.ts';

const { ConnectionType: ReleaseConnection } = connectionType(Release, {
  name: 'Release',
  page: 'A page of releases.',
  row: 'A release in a page.',
});

const ReleaseSort = builder.enumType('ReleaseSort', {
  description: 'Order of releases.',
  values: {
    DATE: { description: 'Newest first.' },
    BUILD: { description: 'Highest build number first.' },
    SEMVER: { description: 'Highest semantic version first.' },
    ADOPTION: { description: 'Latest adopted first.' },
  },
});

type Args = Parameters<Parameters<typeof builder.queryField>[1]>[0]['arg'];

const releaseArguments = (arg: Args) => ({
  search: arg.string({ description: 'Text contained in the version.' }),
  versions: arg.stringList({ description: 'Only these versions.' }),
  environment: arg.stringList({ description: 'Only releases seen in these environments.' }),
  status: arg({
    type: ReleaseStatus,
    defaultValue: 'OPEN',
    description: 'Only releases in this status, null for both.',
  }),
  query: arg.string({
    description: "Further terms in Sentry's release search syntax, such as `release.version:>=2.0`.",
  }),
  sort: arg({ type: ReleaseSort, defaultValue: 'DATE', description: 'Order.' }),
  ...bothWays(arg),
});

type ReleaseArguments = {
  readonly search?: string | null | undefined;
  readonly versions?: readonly string[] | null | undefined;
  readonly environment?: readonly string[] | null | undefined;
  readonly status?: string | null | undefined;
  readonly query?: string | null | undefined;
  readonly sort?: string | null | undefined;
};

const version = (value: string): string => {
  if (/[*"]/.test(value)) {
    throw badInput(
      'Sentry cannot list versions that hold "*" or double quotes: look them up one by one with `release(version:)`.',
    );
  }
  return identifiers.version(value);
};

/** Translates the arguments of a release list. @throws CodedError `BAD_USER_INPUT` for what Sentry would misread. */
const releaseFilter = (args: ReleaseArguments): Omit<ReleaseFilter, 'projects'> => {
  if (args.status === 'UNKNOWN') throw badInput('Sentry cannot search for the status UNKNOWN: use OPEN or ARCHIVED.');
  const versions = someOf('versions', args.versions, version);
  const terms = [
    ...(versions ? [`release:[${versions.map(listed).join(',')}]`] : []),
    ...(args.search?.trim() ? [quoted(searchText('search')(args.search.trim()))] : []),
    ...(args.query?.trim() ? [args.query.trim()] : []),
  ];
  return {
    query: terms.join(' ') || null,
    environments: someOf('environment', args.environment, environmentName),
    status: args.status?.toLowerCase() ?? '',
    sort: args.sort && args.sort !== 'DATE' ? args.sort.toLowerCase() : null,
  };
};

const releaseAt = (loaders: Loaders, organization: string, name: string, parent: Provable | null) =>
  loaders.releases.at(identifiers.organization(organization), identifiers.version(name), parent);

const releaseDescription = `A release by version. ${lookupCost}`;

rootFields((t, loadersOf) => ({
  release: t.field({
    type: Release,
    description: releaseDescription,
    args: {
      organization: t.arg.string({ required: true, description: 'Slug of the organization.' }),
      version: t.arg.string({ required: true, description: 'Version, exactly as Sentry stores it.' }),
    },
    ...costing({ lookup: true, gives: { members: ['version'] } }),
    resolve: (root, { organization, version: name }, context, info) =>
      lookup(releaseAt(loadersOf(root, context), organization, name, null), 'Release', context, info),
  }),
}));

builder.objectFields(Organization, (t) => ({
  release: t.field({
    type: Release,
    description: releaseDescription,
    args: { version: t.arg.string({ required: true, description: 'Version, exactly as Sentry stores it.' }) },
    ...costing({ lookup: true, gives: { members: ['version'] } }),
    resolve: (organization, { version: name }, context, info) =>
      lookup(
        releaseAt(organization.loaders, organization.key.organization, name, organization),
        'Release',
        context,
        info,
      ),
  }),
  releases: t.field({
    type: ReleaseConnection,
    description: 'Releases of all visible projects, or some; all filters are AND-ed. One call a page.',
    args: {
      projects: t.arg.idList({
        description:
          "Node ids, slugs or numeric ids; null means every visible project, not only the linked account's own.",
      }),
      ...releaseArguments(t.arg),
    },
    resolve: (organization, args, context, info) => {
      const { loaders, key } = organization;
      const filter = { ...releaseFilter(args), projects: projectsAsked(args.projects, { loaders, ...key }) };
      const parts = partsWanted(info);
      return connect(
        {
          loaders,
          paging: 'pages',
          parent: organization,
          args,
          fetch: (place, level) => loaders.releases.list(organization, filter, parts, place, level),
          node: (row) => loaders.releases.of(key.organization, listedRelease(row, filter)),
        },
        context,
        info,
      );
    },
  }),
}));

builder.objectField(Project, 'releases', (t) =>
  t.field({
    type: ReleaseConnection,
    description: 'Its releases; all filters are AND-ed. One call a page.',
    args: releaseArguments(t.arg),
    ...costing({ instead: '`Organization.releases(projects:)`, one call for many projects,' }),
    resolve: (project, args, context, info) => {
      const { loaders, key } = project;
      const filter = releaseFilter(args);
      const parts = partsWanted(info);
      return connect(
        {
          loaders,
          paging: 'pages',
          parent: project,
          args,
          fetch: (place, level) => loaders.releases.listOfProject(project, filter, parts, place, level),
          node: (row) => loaders.releases.of(key.organization, listedRelease(row, { ...filter, projects: [] })),
        },
        context,
        info,
      );
    },
  }),
);
