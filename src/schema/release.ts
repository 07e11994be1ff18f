import { member as memberOf } from '../gateway/read.ts';
import { releasePayload } from '../gateway/releases.ts';
import type { Release as ReleaseResource } from '../loaders/releases.ts';
import { pages } from './address.ts';
import { builder } from './builder.ts';
import { CommitAuthor, inside } from './commit-author.ts';
import { known } from './known.ts';
import { andThen, free, member } from './member.ts';
import { Node, nodeKind } from './node.ts';
import { nodeIdOf } from './node-id.ts';
import { Organization } from './organization.ts';
import { User } from './user.ts';
import { VersionInfo } from './version-info.ts';

export const Release = builder.objectRef<ReleaseResource>('Release');

nodeKind('r', {
  type: 'Release',
  parts: ['organization', 'version'],
  find: ({ releases }, [organization = '', version = '']) => releases.at(organization, version),
});

const statuses = ['OPEN', 'ARCHIVED'] as const;

export const ReleaseStatus = builder.enumType('ReleaseStatus', {
  description: 'Status of a release.',
  values: {
    OPEN: { description: 'In use.' },
    ARCHIVED: { description: 'Archived.' },
    UNKNOWN: { description: 'A status this service does not know; read the raw field.' },
  },
});

const placeOf = ({ loaders, key }: ReleaseResource) => ({ loaders, organization: key.organization });

Release.implement({
  description:
    'A Sentry release. Elsewhere often only its version is known: then the other plain fields share one batched call. Where it can no longer be read they are null, without an error.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Opaque id.',
      ...free,
      resolve: ({ loaders, key }) => nodeIdOf(loaders, 'r', key.organization, key.version),
    }),
    databaseId: t.id({ description: "Sentry's numeric id.", ...member(releasePayload, 'id') }),
    version: t.string({
      nullable: false,
      description: 'Version, unique in the organization.',
      ...free,
      resolve: ({ key }) => key.version,
    }),
    url: t.field({
      type: 'URL',
      nullable: false,
      description: 'Its page in Sentry.',
      ...free,
      resolve: ({ key }) => pages.release(key.organization, key.version),
    }),
    organization: t.field({
      type: Organization,
      nullable: false,
      description: 'Organization.',
      ...free,
      resolve: ({ loaders, key }) => loaders.organizations.at(key.organization),
    }),
    shortVersion: t.string({
      description: 'Version shortened for display.',
      ...member(releasePayload, 'shortVersion'),
    }),
    status: t.field({
      type: ReleaseStatus,
      description: 'Status.',
      ...member(releasePayload, 'status', (status) => known(status, statuses)),
    }),
    statusRaw: t.string({ description: "Status in Sentry's own word.", ...member(releasePayload, 'status') }),
    ref: t.string({ description: 'Commit or branch it was built from.', ...member(releasePayload, 'ref') }),
    externalUrl: t.string({
      description: "Link given when it was created (`url` in Sentry's API).",
      ...member(releasePayload, 'url'),
    }),
    versionInfo: t.field({
      type: VersionInfo,
      description: 'Version taken apart, null if it follows no known scheme.',
      ...member(releasePayload, 'versionInfo'),
    }),
    authors: t.field({
      type: [CommitAuthor],
      description: 'Authors of its commits.',
      extensions: { part: 'summary', reads: 'authors' },
      resolve: (release, _args, _context, { path }) =>
        andThen(release.get('authors', path), (authors) => authors?.map((row) => inside(placeOf(release), row))),
    }),
    owner: t.field({
      type: User,
      description: 'Owner.',
      extensions: { part: 'summary', reads: 'owner', gives: { members: ['id'] } },
      resolve: (release, _args, _context, { path }) =>
        andThen(release.get('owner', path), (owner) =>
          owner && memberOf(owner, 'id') !== undefined
            ? release.loaders.users.of(release.key.organization, owner, { stub: true })
            : null,
        ),
    }),
    dateCreated: t.field({
      type: 'DateTime',
      description: 'When it was created.',
      ...member(releasePayload, 'dateCreated'),
    }),
    dateReleased: t.field({
      type: 'DateTime',
      description: 'When it was released.',
      ...member(releasePayload, 'dateReleased'),
    }),
    firstEventAt: t.field({
      type: 'DateTime',
      description: 'When its first event arrived.',
      ...member(releasePayload, 'firstEvent'),
    }),
    lastEventAt: t.field({
      type: 'DateTime',
      description: 'When its last event arrived.',
      ...member(releasePayload, 'lastEvent'),
    }),
    newIssueCount: t.int({
      description: 'Number of issues first seen in it (`newGroups`).',
      ...member(releasePayload, 'newGroups'),
    }),
    commitCount: t.int({ description: 'Number of commits.', ...member(releasePayload, 'commitCount') }),
    deployCount: t.int({
      description: 'Number of deploys ever, more than `deploys` lists.',
      ...member(releasePayload, 'deployCount'),
    }),
    userAgent: t.string({ description: 'Client that created it.', ...member(releasePayload, 'userAgent') }),
    data: t.field({ type: 'JSON', description: 'Data of its own.', ...member(releasePayload, 'data') }),
  }),
});
