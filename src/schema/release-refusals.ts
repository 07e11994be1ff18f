import { Refused } from '../gateway/http/refused.ts';
import type { Naming } from './named.ts';
import { type FieldNames, type UserError, UserErrors, userErrorsOf } from './user-error.ts';

/** How inputs name a release. */
export const releaseNaming: Naming = {
  code: 'r',
  parts: ['organization', 'version'],
  within: 'version',
  what: 'a release',
};

/** Members of a release's body as our inputs name them. */
export const releaseNames: FieldNames = {
  version: 'version',
  projects: 'projects',
  ref: 'ref',
  url: 'externalUrl',
  dateReleased: 'dateReleased',
  status: 'status',
  commits: 'commits',
  'commits.id': 'sha',
  'commits.repository': 'repository',
  'commits.message': 'message',
  'commits.author_name': 'authorName',
  'commits.author_email': 'authorEmail',
  'commits.timestamp': 'timestamp',
  'commits.patch_set': 'patchSet',
  'commits.patch_set.path': 'path',
  'commits.patch_set.type': 'type',
  refs: 'refs',
  'refs.repository': 'repository',
  'refs.commit': 'commit',
  'refs.previousCommit': 'previousCommit',
};

const afterwards = 'Everything else that was given is written';

/** Sentry takes up commits, then refs, when the rest of a release is written: their refusal must not read as "nothing done". */
const explained = (error: UserError): UserError => {
  if (error.code === 'CONFLICT' && /being processed/i.test(error.message)) {
    const message = `Sentry is still processing commits of this release and took no commits and refs. ${afterwards}: send the same once more in some seconds.`;
    return { ...error, message };
  }
  const isRepository = error.field?.join() === 'refs' && /repositor/i.test(error.message);
  return isRepository ? { ...error, message: `${error.message} ${afterwards}.` } : error;
};

/** Waits for a write of a release, and tells its refusals so that one knows what to do. */
export const explaining = async <T>(write: Promise<T>): Promise<T> => {
  try {
    return await write;
  } catch (error) {
    if (error instanceof Refused) throw new UserErrors(userErrorsOf(error, releaseNames).map(explained));
    throw error;
  }
};
