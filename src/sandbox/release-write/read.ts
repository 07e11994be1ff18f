import { type Form, formOf } from '../form/form.ts';
import { invalid, type Read } from '../form/invalid.ts';
import { choice, list, moment, orNull, text, url } from '../form/values.ts';
import { type CommitInput, readCommits } from './commits.ts';

/** What may be written of a release, new or not. */
export type ReleaseInput = {
  ref: string | null | undefined;
  url: string | null | undefined;
  dateReleased: number | null | undefined;
  status: 'open' | 'archived' | undefined;
  commits: CommitInput[] | undefined;
  /** The names of the repositories whose commits are to be fetched. */
  refs: string[] | undefined;
};

const ref: Read<string> = formOf((form) => {
  form.read('commit', text({ max: 64 }), { required: true });
  form.read('previousCommit', orNull(text({ max: 64, blank: true })));
  return form.read('repository', text({ max: 200 }), { required: true }) ?? '';
});

/** The form that `refs` had before. */
const headCommit: Read<string> = formOf((form) => {
  form.read('currentId', text({ max: 64 }), { required: true });
  form.read('previousId', orNull(text({ max: 64, blank: true })));
  return form.read('repository', text({ max: 64 }), { required: true }) ?? '';
});

/** Reads a version: no line breaks, tabs or slashes, and no word that paths use. */
export const version: Read<string> = (value) => {
  const given = text({ max: 200 })(value);
  if (/[\r\n\f\t/\\]/.test(given) || ['.', '..', 'latest'].includes(given.toLowerCase())) {
    throw invalid(`Release with name ${given} is not allowed`);
  }
  return given;
};

/** Reads what new and known releases have in common. */
export function readRelease(form: Form): ReleaseInput {
  const refs = form.read('refs', list(ref));
  const heads = form.read('headCommits', list(headCommit));
  return {
    ref: form.read('ref', orNull(text({ max: 200, blank: true }))),
    url: form.read('url', orNull(url({ blank: true }))),
    dateReleased: form.read('dateReleased', orNull(moment)),
    status: form.read('status', choice(['open', 'archived'])),
    commits: readCommits(form),
    refs: refs !== undefined && refs.length > 0 ? refs : (heads ?? refs),
  };
}
