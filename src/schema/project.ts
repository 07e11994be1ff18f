import { identifiers, isNumeric } from '../gateway/http/identifiers.ts';
import { projectPayload } from '../gateway/project-payload.ts';
import type { Loaders } from '../loaders/index.ts';
import { type Project as ProjectResource, slugKnown } from '../loaders/projects.ts';
import type { Provable } from '../loaders/resource.ts';
import { pages } from './address.ts';
import { builder } from './builder.ts';
import { costing } from './field-cost.ts';
import { lookup, lookupCost } from './lookup.ts';
import { andThen, free, keyed, member, needed } from './member.ts';
import { Node, nodeKind } from './node.ts';
import { nodeIdOf } from './node-id.ts';
import { Organization } from './organization.ts';
import { rootFields } from './root.ts';

export const Project = builder.objectRef<ProjectResource>('Project');

nodeKind('p', {
  type: 'Project',
  parts: ['organization', 'projectSlug'],
  find: ({ projects }, [organization = '', slug = '']) => projects.at(organization, slug),
});

Project.implement({
  description:
    'A Sentry project. An issue or release carries its `id`, `databaseId`, `slug`, `name` and `platform`; other plain fields share one batched call.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Opaque id; made of the slug, and still understood after a rename.',
      ...keyed('slug'),
      resolve: (project, _args, _context, { path }) =>
        andThen(slugOf(project, path), (slug) => nodeIdOf(project.loaders, 'p', project.key.organization, slug)),
    }),
    databaseId: t.id({ description: "Sentry's numeric id.", ...needed(projectPayload, 'id') }),
    slug: t.string({
      nullable: false,
      description: 'Slug, the name in addresses.',
      ...keyed('slug'),
      resolve: (project, _args, _context, { path }) => slugOf(project, path),
    }),
    name: t.string({ description: 'Display name.', ...needed(projectPayload, 'name') }),
    url: t.field({
      type: 'URL',
      nullable: false,
      description: 'Its page in Sentry.',
      ...keyed('slug'),
      resolve: (project, _args, _context, { path }) =>
        andThen(slugOf(project, path), (slug) => pages.project(project.key.organization, slug)),
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
  }),
});

/** The slug is the key, unless the project was looked up by its number, or has proved to be renamed. */
const slugOf = (project: ProjectResource, path: Parameters<ProjectResource['need']>[1]) =>
  isNumeric(project.key.project) ? project.need('slug', path) : slugKnown(project);

const looksUp = costing({
  lookup: true,
  gives: ({ slug }) => (isNumeric(String(slug)) ? {} : { key: ['slug'] }),
});

const projectAt = (loaders: Loaders, organization: string, slug: string, parent: Provable | null) =>
  loaders.projects.at(identifiers.organization(organization), identifiers.project(slug), parent);

rootFields((t, loadersOf) => ({
  project: t.field({
    type: Project,
    description: `A project by slug. ${lookupCost}`,
    args: {
      organization: t.arg.string({ required: true, description: 'Slug of the organization.' }),
      slug: t.arg.string({ required: true, description: 'Slug or numeric id of the project.' }),
    },
    ...looksUp,
    resolve: (root, { organization, slug }, context, info) =>
      lookup(projectAt(loadersOf(root, context), organization, slug, null), 'Project', context, info),
  }),
}));

builder.objectField(Organization, 'project', (t) =>
  t.field({
    type: Project,
    description: `A project of this organization. ${lookupCost}`,
    args: { slug: t.arg.string({ required: true, description: 'Slug or numeric id.' }) },
    ...looksUp,
    resolve: (organization, { slug }, context, info) =>
      lookup(
        projectAt(organization.loaders, organization.key.organization, slug, organization),
        'Project',
        context,
        info,
      ),
  }),
);
