import type { Api } from './api.ts';
import { writtenRow } from './page.ts';
import { member, type Row, text } from './read.ts';

type Maybe<T> = T | null | undefined;

/** A commit as a release is given it. */
export type NewCommit = {
  readonly sha: string;
  readonly repository?: Maybe<string>;
  readonly message?: Maybe<string>;
  readonly authorName?: Maybe<string>;
  readonly authorEmail?: Maybe<string>;
  readonly timestamp?: Maybe<string>;
  /** Files, each with the letter of its change: A, M or D. */
  readonly patchSet?: Maybe<readonly { readonly path: string; readonly type: string }[]>;
};

/** The head commit of a repository. */
export type NewRef = {
  readonly repository: string;
  readonly commit: string;
  readonly previousCommit?: Maybe<string>;
};

/** What of a release can be set; null is left out. */
export type ReleaseChanges = {
  readonly ref?: Maybe<string>;
  readonly externalUrl?: Maybe<string>;
  readonly dateReleased?: Maybe<string>;
  readonly commits?: Maybe<readonly NewCommit[]>;
  readonly refs?: Maybe<readonly NewRef[]>;
  /** `open` or `archived`. */
  readonly status?: Maybe<string>;
};

/** A release to create. */
export type NewRelease = ReleaseChanges & { readonly version: string; readonly projects: readonly string[] };

/** A deploy to record; null is left out. */
export type NewDeploy = {
  readonly environment: string;
  readonly name?: Maybe<string>;
  readonly externalUrl?: Maybe<string>;
  readonly dateStarted?: Maybe<string>;
  readonly dateFinished?: Maybe<string>;
  readonly projects?: Maybe<readonly string[]>;
};

/** The members that have a value: a null message of a commit, for one, is an internal error of Sentry's (`set_commits.py`). */
const present = (members: Row): Row =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null && value !== undefined));

const commitBody = ({ sha, repository, message, authorName, authorEmail, timestamp, patchSet }: NewCommit): Row =>
  present({
    id: sha,
    repository,
    message,
    author_name: authorName,
    author_email: authorEmail,
    timestamp,
    patch_set: patchSet?.map(({ path, type }) => ({ path, type })),
  });

const refBody = ({ repository, commit, previousCommit }: NewRef): Row =>
  present({ repository, commit, previousCommit });

const releaseBody = ({ ref, externalUrl, dateReleased, commits, refs, status }: ReleaseChanges): Row =>
  present({
    ref,
    url: externalUrl,
    dateReleased,
    status,
    commits: commits?.map(commitBody),
    refs: refs?.map(refBody),
  });

/** Answers to writes leave the event store unasked (`no_snuba_for_release_creation`): null is not known there. */
const withoutUnasked = (from: Row): Row => {
  const unasked = ['firstEvent', 'lastEvent', 'newGroups'].filter((name) => member(from, name) === null);
  return Object.fromEntries(Object.entries(from).filter(([name]) => !unasked.includes(name)));
};

/**
 * POST `/organizations/{organization}/releases/`: 201 where the release or one of its projects is new, else 208. A release that
 * is there keeps its ref, url and dates. Commits and refs are taken up last: their refusal (409, 400) leaves the rest written.
 */
export const createRelease = async (
  api: Api,
  organization: string,
  { version, projects, ...changes }: NewRelease,
): Promise<{ readonly row: Row; readonly created: boolean }> => {
  const written = await api.write({
    family: 'organization.releases',
    method: 'POST',
    template: '/organizations/{organization}/releases/',
    segments: { organization },
    body: { version, projects, ...releaseBody(changes) },
  });
  return { row: withoutUnasked(writtenRow(written, { version: text })), created: written.status !== 208 };
};

/** PUT `.../releases/{version}/`: what is empty changes nothing, but that `refs: []` clears the commits. Order as above. */
export const updateRelease = async (
  api: Api,
  organization: string,
  version: string,
  changes: ReleaseChanges,
): Promise<Row> =>
  withoutUnasked(
    writtenRow(
      await api.write({
        family: 'release',
        method: 'PUT',
        template: '/organizations/{organization}/releases/{version}/',
        segments: { organization, version },
        body: releaseBody(changes),
      }),
      { version: text },
    ),
  );

/** DELETE `.../releases/{version}/`: at once. A 400 while issues or session health refer to it. */
export const deleteRelease = async (api: Api, organization: string, version: string): Promise<void> => {
  await api.write({
    family: 'release',
    method: 'DELETE',
    template: '/organizations/{organization}/releases/{version}/',
    segments: { organization, version },
  });
};

/** POST `.../releases/{version}/deploys/`: each call is one more deploy. */
export const createDeploy = async (
  api: Api,
  organization: string,
  version: string,
  { environment, name, externalUrl, dateStarted, dateFinished, projects }: NewDeploy,
): Promise<Row> =>
  writtenRow(
    await api.write({
      family: 'release.deploys',
      method: 'POST',
      template: '/organizations/{organization}/releases/{version}/deploys/',
      segments: { organization, version },
      body: present({ environment, name, url: externalUrl, dateStarted, dateFinished, projects }),
    }),
    { id: text, environment: text },
  );
