import type { OrganizationRecord, ReleaseRecord } from '../data/model.ts';
import { invalidFields, refuse } from '../reply.ts';
import type { Scope } from '../scope.ts';
import { setCommits } from './commits.ts';
import { resolveFixed } from './fixes.ts';
import type { ReleaseInput } from './read.ts';

/** Carries out commits and refs. By then Sentry has written the rest of a release, whatever becomes of these. */
export function applyCommits(
  scope: Scope,
  organization: OrganizationRecord,
  release: ReleaseRecord,
  { commits = [], refs = [] }: ReleaseInput,
): void {
  if (scope.switches.releaseBusy && commits.length + refs.length > 0) {
    throw refuse(409, 'Release commits are currently being processed');
  }
  if (commits.length > 0) {
    setCommits(scope, organization, release, commits);
    resolveFixed(scope, organization, release);
  }
  // The commits of refs are fetched later, which the sandbox never does.
  const unknown = refs.filter((name) => !organization.repositories.some((repository) => repository.name === name));
  if (unknown.length > 0) throw invalidFields({ refs: [`Invalid repository names: ${unknown.join(',')}`] });
}
