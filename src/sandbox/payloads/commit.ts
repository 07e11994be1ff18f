import type { CommitRecord, OrganizationRecord, ReleaseRecord, RepositoryRecord } from '../data/model.ts';
import { iso, isoOrNull } from '../time.ts';
import { authorPayload } from './author.ts';
import { shortVersion } from './version.ts';

type Payload = Record<string, unknown>;

/** A repository. */
export function repositoryPayload(repository: RepositoryRecord): Payload {
  return {
    id: repository.id,
    name: repository.name,
    url: repository.url,
    provider: repository.provider,
    status: 'active',
    dateCreated: iso(repository.dateCreated),
    integrationId: null,
    externalSlug: repository.name,
    externalId: repository.id,
    settings: null,
  };
}

/** A commit of a release. */
export function commitPayload(organization: OrganizationRecord, release: ReleaseRecord, commit: CommitRecord): Payload {
  const repository = organization.repositories.find(({ id }) => id === commit.repositoryId);
  const author = commit.author === null ? null : authorPayload(organization, commit.author);
  const { pullRequest } = commit;
  return {
    id: commit.sha,
    message: commit.message,
    dateCreated: iso(commit.dateCreated),
    pullRequest:
      pullRequest === null || repository === undefined
        ? null
        : {
            id: pullRequest.id,
            title: pullRequest.title,
            message: null,
            dateCreated: iso(commit.dateCreated),
            mergedAt: iso(commit.dateCreated),
            status: 'merged',
            repository: repositoryPayload(repository),
            author,
            externalUrl: pullRequest.url,
          },
    suspectCommitType: '',
    ...(repository === undefined ? {} : { repository: repositoryPayload(repository) }),
    author,
    releases: [
      {
        version: release.version,
        shortVersion: shortVersion(release.version),
        ref: release.ref,
        url: release.url,
        dateReleased: isoOrNull(release.dateReleased),
        dateCreated: iso(release.dateCreated),
      },
    ],
  };
}
