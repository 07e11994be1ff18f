import type { CommitAuthor, CommitRecord, OrganizationRecord, ReleaseRecord } from '../data/model.ts';
import { type Form, formOf } from '../form/form.ts';
import type { Read } from '../form/invalid.ts';
import { choice, list, moment, orNull, text } from '../form/values.ts';
import type { Scope } from '../scope.ts';
import { slugify } from '../slugs.ts';

/** A commit as it is sent. */
export type CommitInput = {
  id: string;
  repository: string | null;
  message: string | null;
  authorName: string | null;
  authorEmail: string | null;
  timestamp: number | null;
  patchSet: { path: string; type: string }[] | null;
};

const patch = formOf((form) => ({
  path: form.read('path', text({ max: 510 }), { required: true }) ?? '',
  type: form.read('type', choice(['A', 'M', 'D']), { required: true }) ?? '',
}));

const commit: Read<CommitInput> = formOf((form) => ({
  id: form.read('id', text({ max: 64 }), { required: true }) ?? '',
  repository: form.read('repository', orNull(text({ max: 64, blank: true }))) || null,
  message: form.read('message', orNull(text({ blank: true }))) ?? null,
  authorName: form.read('author_name', orNull(text({ max: 128, blank: true }))) || null,
  authorEmail: form.read('author_email', orNull(text({ max: 200, blank: true }))) || null,
  timestamp: form.read('timestamp', orNull(moment)) ?? null,
  patchSet: form.read('patch_set', orNull(list(patch))) ?? null,
}));

/** Reads `commits`. */
export function readCommits(form: Form): CommitInput[] | undefined {
  return form.read('commits', list(commit));
}

/** Repositories that nobody told of come with their first commit. */
function repositoryId(scope: Scope, organization: OrganizationRecord, given: string | null): string {
  const name = given ?? `organization-${organization.id}`;
  const found = organization.repositories.find((repository) => repository.name === name);
  if (found !== undefined) return found.id;
  const id = scope.newId();
  const provider = { id: 'unknown', name: 'Unknown Provider' };
  organization.repositories.push({ id, name, provider, url: null, dateCreated: scope.now });
  return id;
}

function authorOf({ authorName, authorEmail }: CommitInput): CommitAuthor | null {
  if (authorName === null && authorEmail === null) return null;
  const email = authorEmail ?? `${slugify(authorName ?? '', 75)}@localhost`;
  return { name: authorName ?? email, email };
}

/** Puts commits in the place of a release's own, the newest first. */
export function setCommits(
  scope: Scope,
  organization: OrganizationRecord,
  release: ReleaseRecord,
  inputs: readonly CommitInput[],
): void {
  const newestFirst = [...inputs].sort((a, b) => (b.timestamp ?? 0) - (a.timestamp ?? 0));
  release.commits = newestFirst.map(
    (input): CommitRecord => ({
      sha: input.id,
      message: input.message,
      dateCreated: input.timestamp ?? scope.now,
      repositoryId: repositoryId(scope, organization, input.repository),
      author: authorOf(input),
      pullRequest: null,
      ...(input.patchSet === null ? {} : { patchSet: input.patchSet }),
    }),
  );
}
