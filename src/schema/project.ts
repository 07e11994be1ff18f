import { badInput } from '../gateway/http/coded-error.ts';
import { identifiers, isNumeric } from '../gateway/http/identifiers.ts';
import { projectPayload } from '../gateway/projects.ts';
import type { Loaders } from '../loaders/index.ts';
import type { Project as ProjectResource } from '../loaders/projects.ts';
import type { Provable } from '../loaders/resource.ts';
import { pages } from './address.ts';
import { someOf } from './arguments.ts';
import { builder } from './builder.ts';
import { connect, connectionType } from './connection.ts';
import { lookup } from './lookup.ts';
import { andThen, free, member, needed } from './member.ts';
import { Node, nodeKind } from './node.ts';
import { nodeIdOf } from './node-id.ts';
import { Organization } from './organization.ts';
import { bothWays } from './page-arguments.ts';
import { rootFields } from './root.ts';
import { partsWanted } from './selection.ts';

export const Project = builder.objectRef<ProjectResource>('Project');

nodeKind('p', {
  type: 'Project',
  parts: ['organization', 'projectSlug'],
  find: ({ projects }, [organization = '', slug = '']) => projects.at(organization, slug),
});

const ProjectSettings = builder.objectRef<ProjectResource>('ProjectSettings').implement({
  description: 'Settings of a project.',
  fields: (t) => ({
    subjectPrefix: t.string({ description: 'Prefix of mail subjects.', ...member(projectPayload, 'subjectPrefix') }),
    subjectTemplate: t.string({
      description: 'Template of mail subjects.',
      ...member(projectPayload, 'subjectTemplate'),
    }),
    resolveAge: t.int({
      description: 'Hours without an event after which issues resolve by themselves; 0 never.',
      ...member(projectPayload, 'resolveAge'),
    }),
    defaultEnvironment: t.string({
      description: 'Environment shown first.',
      ...member(projectPayload, 'defaultEnvironment'),
    }),
    enableAutoReleaseCreation: t.boolean({
      description: 'Whether events create releases.',
      ...member(projectPayload, 'enableAutoReleaseCreation'),
    }),
    scmSourceContextEnabled: t.boolean({
      description: 'Whether source context comes from the connected repositories.',
      ...member(projectPayload, 'scmSourceContextEnabled'),
    }),
    highlightTags: t.stringList({
      description: 'Tags highlighted on issues.',
      ...member(projectPayload, 'highlightTags'),
    }),
    highlightContext: t.field({
      type: 'JSON',
      description: 'Context keys highlighted on issues, by context.',
      ...member(projectPayload, 'highlightContext'),
    }),
    allowedDomains: t.stringList({
      description: 'Domains that may send events from browsers.',
      ...member(projectPayload, 'allowedDomains'),
    }),
    dataScrubber: t.boolean({
      description: 'Whether data scrubbing is on.',
      ...member(projectPayload, 'dataScrubber'),
    }),
    dataScrubberDefaults: t.boolean({
      description: 'Whether the default scrubbers apply.',
      ...member(projectPayload, 'dataScrubberDefaults'),
    }),
    scrubIPAddresses: t.boolean({
      description: 'Whether IP addresses are not stored.',
      ...member(projectPayload, 'scrubIPAddresses'),
    }),
    sensitiveFields: t.stringList({
      description: 'Further field names to scrub.',
      ...member(projectPayload, 'sensitiveFields'),
    }),
    safeFields: t.stringList({ description: 'Field names never scrubbed.', ...member(projectPayload, 'safeFields') }),
    groupingConfig: t.string({
      description: 'Name of the grouping algorithm.',
      ...member(projectPayload, 'groupingConfig'),
    }),
    fingerprintingRules: t.string({
      description: 'Own fingerprinting rules.',
      ...member(projectPayload, 'fingerprintingRules'),
    }),
  }),
});

Project.implement({
  description:
    'A Sentry project. An issue or release carries its `id`, `databaseId`, `slug`, `name` and `platform`; other plain fields share one batched call.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Opaque id; made of the slug, and still understood after a rename.',
      ...free,
      resolve: (project, _args, _context, { path }) =>
        andThen(slugOf(project, path), (slug) => nodeIdOf(project.loaders, 'p', project.key.organization, slug)),
    }),
    databaseId: t.id({ description: "Sentry's numeric id.", ...needed(projectPayload, 'id') }),
    slug: t.string({
      nullable: false,
      description: 'Slug, the name in addresses.',
      ...free,
      resolve: (project, _args, _context, { path }) => slugOf(project, path),
    }),
    name: t.string({ description: 'Display name.', ...needed(projectPayload, 'name') }),
    url: t.field({
      type: 'URL',
      nullable: false,
      description: 'Its page in Sentry.',
      ...free,
      resolve: ({ key }) => pages.project(key.organization, key.project),
    }),
    organization: t.field({
      type: Organization,
      nullable: false,
      description: 'Organization it belongs to.',
      ...free,
      resolve: ({ loaders, key }) => loaders.organizations.at(key.organization),
    }),
    platform: t.string({
      description: 'Platform it was set up for, such as `python`.',
      ...member(projectPayload, 'platform'),
    }),
    platforms: t.stringList({ description: 'Platforms seen in its events.', ...member(projectPayload, 'platforms') }),
    dateCreated: t.field({
      type: 'DateTime',
      description: 'When it was created.',
      ...member(projectPayload, 'dateCreated'),
    }),
    firstEventAt: t.field({
      type: 'DateTime',
      description: 'When its first event arrived.',
      ...member(projectPayload, 'firstEvent'),
    }),
    features: t.stringList({ description: 'Features switched on.', ...member(projectPayload, 'features') }),
    isBookmarked: t.boolean({
      description: "Whether the linked account's user bookmarked it.",
      ...member(projectPayload, 'isBookmarked'),
    }),
    isMember: t.boolean({
      description: "Whether the linked account's user is a member.",
      ...member(projectPayload, 'isMember'),
    }),
    hasAccess: t.boolean({
      description: "Whether the linked account's user may see it.",
      ...member(projectPayload, 'hasAccess'),
    }),
    settings: t.field({
      type: ProjectSettings,
      description: 'Settings. One call per project (project detail).',
      resolve: (project, _args, _context, { path }) => project.load('detail', path).then(() => project),
    }),
  }),
});

/** The slug is the key, unless the project was looked up by its number. */
const slugOf = (project: ProjectResource, path: Parameters<ProjectResource['need']>[1]) =>
  isNumeric(project.key.project) ? project.need('slug', path) : project.key.project;

export const { ConnectionType: ProjectConnection } = connectionType(Project, {
  name: 'Project',
  page: 'A page of projects.',
  row: 'A project in a page.',
});

const projectAt = (loaders: Loaders, organization: string, slug: string, parent: Provable | null) =>
  loaders.projects.at(identifiers.organization(organization), identifiers.project(slug), parent);

rootFields((t, loadersOf) => ({
  project: t.field({
    type: Project,
    description: 'A project by slug. One call for fields beyond its slug.',
    args: {
      organization: t.arg.string({ required: true, description: 'Slug of the organization.' }),
      slug: t.arg.string({ required: true, description: 'Slug or numeric id of the project.' }),
    },
    resolve: (root, { organization, slug }, context, info) =>
      lookup(projectAt(loadersOf(root, context), organization, slug, null), 'Project', context, info),
  }),
}));

builder.objectFields(Organization, (t) => ({
  project: t.field({
    type: Project,
    description: 'A project of this organization. One call for fields beyond its slug.',
    args: { slug: t.arg.string({ required: true, description: 'Slug or numeric id.' }) },
    resolve: (organization, { slug }, context, info) =>
      lookup(
        projectAt(organization.loaders, organization.key.organization, slug, organization),
        'Project',
        context,
        info,
      ),
  }),
  projects: t.field({
    type: ProjectConnection,
    description: "Projects, bookmarked ones of the linked account's user first, then by slug. One call a page.",
    args: {
      search: t.arg.string({ description: 'Words contained in name or slug.' }),
      slugs: t.arg.stringList({ description: 'Only these slugs.' }),
      ids: t.arg.idList({ description: 'Only these numeric ids; not together with `slugs`.' }),
      team: t.arg.string({ description: 'Only projects of the team with this slug.' }),
      ...bothWays(t.arg),
    },
    resolve: (organization, args, context, info) => {
      const { loaders, key } = organization;
      if (args.slugs && args.ids) throw badInput('Give either "slugs" or "ids": Sentry would read both as "and".');
      const filter = {
        search: args.search,
        slugs: someOf('slugs', args.slugs, identifiers.projectSlug),
        ids: someOf('ids', args.ids, identifiers.number),
        team: args.team ? identifiers.projectSlug(args.team) : null,
      };
      const parts = partsWanted(info);
      return connect(
        {
          loaders,
          paging: 'pages',
          parent: key,
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
