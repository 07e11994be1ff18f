import { identifiers } from '../gateway/http/identifiers.ts';
import { limits } from '../gateway/limits.ts';
import type { NewCommit, NewRef, ReleaseChanges } from '../gateway/release-writes.ts';
import type { Problems } from './problems.ts';
import { lengths } from './release-inputs.ts';
import { checkAddress } from './web-address.ts';

type Given = Omit<ReleaseChanges, 'status'> & { readonly status?: 'OPEN' | 'ARCHIVED' | 'UNKNOWN' | null | undefined };

const checkCommit = (commit: NewCommit, problems: Problems, at: readonly string[]): void => {
  problems.text(commit.sha, lengths.sha, ...at, 'sha');
  problems.text(commit.repository, lengths.commitRepository, ...at, 'repository');
  problems.blank(commit.message, ...at, 'message');
  problems.characters(commit.message, ...at, 'message');
  problems.text(commit.authorName, lengths.authorName, ...at, 'authorName');
  problems.text(commit.authorEmail, lengths.authorEmail, ...at, 'authorEmail');
  for (const [index, { path }] of commit.patchSet?.entries() ?? []) {
    problems.text(path, lengths.path, ...at, 'patchSet', String(index), 'path');
  }
};

const checkCommits = (commits: readonly NewCommit[], problems: Problems): void => {
  if (commits.length > limits.releaseCommits) {
    const message = `"commits" holds ${commits.length}: give at most ${limits.releaseCommits}, the newest of them.`;
    problems.add('TOO_LONG', message, 'commits');
    return;
  }
  for (const [index, commit] of commits.entries()) checkCommit(commit, problems, ['commits', String(index)]);
  // Sentry sorts by the timestamps and fails on a mixture, after it has written the rest (`set_commits.py`).
  const timed = commits.filter(({ timestamp }) => timestamp).length;
  if (timed > 0 && timed < commits.length) {
    const message = `${timed} of ${commits.length} commits have a "timestamp": give it for all of them or for none.`;
    problems.add('CONTRADICTION', message, 'commits');
  }
};

const checkRefs = (refs: readonly NewRef[], problems: Problems): void => {
  const met = new Set<string>();
  for (const [index, { repository, commit, previousCommit }] of refs.entries()) {
    const at = ['refs', String(index)];
    problems.text(repository, lengths.refRepository, ...at, 'repository');
    problems.text(commit, lengths.sha, ...at, 'commit');
    problems.text(previousCommit, lengths.sha, ...at, 'previousCommit');
    if (met.has(repository)) {
      problems.add('CONTRADICTION', 'A repository has one head commit: name it once.', ...at, 'repository');
    }
    met.add(repository);
  }
};

/** Checks what a release is given by the rules that Sentry documents. */
export const changesOf = (
  { ref, externalUrl, dateReleased, commits, refs, status }: Given,
  problems: Problems,
): ReleaseChanges => {
  problems.text(ref, lengths.ref, 'ref');
  checkAddress(externalUrl, problems, 'externalUrl');
  checkCommits(commits ?? [], problems);
  checkRefs(refs ?? [], problems);
  if (status === 'UNKNOWN') problems.add('INVALID', 'UNKNOWN is no status to set: give OPEN or ARCHIVED.', 'status');
  return { ref, externalUrl, dateReleased, commits, refs, status: status?.toLowerCase() };
};

/** Checks the version of a new release; one that exists may be longer. */
export const checkVersion = (version: string, problems: Problems): void => {
  problems.length(version, lengths.version, 'version');
  if ([...version].length <= lengths.version) problems.check(version, identifiers.newVersion, 'version');
};

const clearable = 'Sentry clears nothing of a release but its commits, with an empty "refs"';

/** Notes what would change nothing: Sentry takes an empty or null member for one that is left out, and says so to nobody. */
export const refuseEmpty = (given: Given, problems: Problems): void => {
  const { ref, externalUrl, dateReleased, commits, refs, status } = given;
  const members = Object.entries({ ref, externalUrl, dateReleased, commits, refs, status });
  for (const [name, value] of members) {
    if (value === null) problems.add('REQUIRED', `"${name}" is null: ${clearable}. Leave it out.`, name);
  }
  if (commits?.length === 0) problems.add('REQUIRED', `"commits" is empty: ${clearable}. Leave it out.`, 'commits');
  if (refs?.length === 0 && commits?.length) {
    problems.add('CONTRADICTION', 'An empty "refs" clears the commits that "commits" gives: leave one out.', 'refs');
  }
  if (members.every(([, value]) => value === undefined)) {
    problems.add('REQUIRED', `Give one of ${members.map(([name]) => `"${name}"`).join(', ')}.`);
  }
};
