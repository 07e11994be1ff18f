import { limits } from '../gateway/limits.ts';
import { builder } from './builder.ts';
import { ReleaseStatus } from './release.ts';
import { addressLength } from './web-address.ts';

/** The longest texts that Sentry takes. */
export const lengths = {
  version: 200,
  ref: 200,
  sha: 64,
  commitRepository: 64,
  authorName: 128,
  authorEmail: 200,
  path: 510,
  refRepository: 200,
} as const;

const PatchType = builder.enumType('PatchType', {
  description: 'Kind of change to a file.',
  values: {
    ADDED: { value: 'A', description: 'Added (`A`).' },
    MODIFIED: { value: 'M', description: 'Modified (`M`).' },
    DELETED: { value: 'D', description: 'Deleted (`D`).' },
  },
});

const PatchInput = builder.inputType('PatchInput', {
  description: 'A file changed by a commit.',
  fields: (t) => ({
    path: t.string({ required: true, description: `Path, at most ${lengths.path} characters.` }),
    type: t.field({ type: PatchType, required: true, description: 'Kind of change.' }),
  }),
});

const ReleaseCommitInput = builder.inputType('ReleaseCommitInput', {
  description: 'A commit of a release.',
  fields: (t) => ({
    sha: t.string({
      required: true,
      description: `Hash, at most ${lengths.sha} characters (\`id\` in Sentry's API).`,
    }),
    repository: t.string({
      description: `Name of the repository as Sentry knows it, at most ${lengths.commitRepository} characters; one that it does not know is added.`,
    }),
    message: t.string({
      description:
        'Message; a short id after a word like "fixes" resolves that issue, `#skipsentry` keeps the commit out.',
    }),
    authorName: t.string({ description: `Name of the author, at most ${lengths.authorName} characters.` }),
    authorEmail: t.string({ description: `E-mail address of the author, at most ${lengths.authorEmail} characters.` }),
    timestamp: t.field({
      type: 'DateTime',
      description:
        'When it was made: for all commits or for none. They are sorted by it; without it the newest comes first.',
    }),
    patchSet: t.field({ type: [PatchInput], description: 'Files it changed.' }),
  }),
});

const ReleaseRefInput = builder.inputType('ReleaseRefInput', {
  description: 'The head commit of a repository in a release.',
  fields: (t) => ({
    repository: t.string({
      required: true,
      description: `Name of a repository that Sentry knows, at most ${lengths.refRepository} characters.`,
    }),
    commit: t.string({
      required: true,
      description: `Hash of the head commit, at most ${lengths.sha} characters.`,
    }),
    previousCommit: t.string({
      description: `Hash of the head commit of the release before, at most ${lengths.sha} characters.`,
    }),
  }),
});

type InputFields = Parameters<Parameters<typeof builder.inputType>[1]['fields']>[0];

/** What new releases and changes have in common. */
const releaseFields = (t: InputFields) => ({
  ref: t.string({ description: `Commit or branch it is built from, at most ${lengths.ref} characters.` }),
  externalUrl: t.string({
    description: `http or https address to show beside it, at most ${addressLength} characters (\`url\` in Sentry's API).`,
  }),
  dateReleased: t.field({ type: 'DateTime', description: 'When it was released.' }),
  commits: t.field({
    type: [ReleaseCommitInput],
    description: `Commits it brings, at most ${limits.releaseCommits}; they take the place of those it has.`,
  }),
});

export const CreateReleaseInput = builder.inputType('CreateReleaseInput', {
  description: 'A release to create, or to add projects and commits to: one that exists keeps its ref, link and dates.',
  fields: (t) => ({
    organization: t.id({ required: true, description: 'Node id or slug of the organization.' }),
    version: t.string({
      required: true,
      description: `Version, at most ${lengths.version} characters, without slashes and line breaks.`,
    }),
    projects: t.idList({
      required: true,
      description: 'Node ids, slugs or numeric ids of its projects, at least one.',
    }),
    ...releaseFields(t),
    refs: t.field({
      type: [ReleaseRefInput],
      description:
        'Head commits, one for each repository; Sentry fetches the commits between later, unless `commits` are given as well.',
    }),
    status: t.field({ type: ReleaseStatus, description: 'Status; OPEN if left out.' }),
  }),
});

export const UpdateReleaseInput = builder.inputType('UpdateReleaseInput', {
  description: 'Changes to a release; what is left out stays, nothing but commits can be cleared.',
  fields: (t) => ({
    organization: t.string({ description: 'Slug of the organization; leave out if `id` is a node id.' }),
    id: t.id({ required: true, description: 'Node id, or version with `organization`.' }),
    ...releaseFields(t),
    refs: t.field({
      type: [ReleaseRefInput],
      description:
        'Head commits, one for each repository; Sentry fetches the commits between later, unless `commits` are given as well. An empty list clears the commits.',
    }),
    status: t.field({ type: ReleaseStatus, description: 'New status.' }),
  }),
});
