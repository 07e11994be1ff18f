import { identifiers } from '../gateway/http/identifiers.ts';
import type { StatusDetailsChange } from '../gateway/issue-writes.ts';
import { builder } from './builder.ts';
import type { Problems } from './problems.ts';

/** Minutes of a week: the longest window in which Sentry counts. */
const longestWindow = 10_080;
const shaLength = 64;
const repositoryLength = 200;

const CommitReferenceInput = builder.inputType('CommitReferenceInput', {
  description: 'A commit, named.',
  fields: (t) => ({
    sha: t.string({ required: true, description: `Hash of the commit, at most ${shaLength} characters.` }),
    repository: t.string({ required: true, description: 'Name of the repository as Sentry knows it.' }),
  }),
});

export const IssueStatusDetailsInput = builder.inputType('IssueStatusDetailsInput', {
  description: 'How to resolve or archive an issue: at most one way to resolve, or one condition to archive until.',
  fields: (t) => ({
    inNextRelease: t.boolean({ description: 'Resolve in the next release.' }),
    inRelease: t.string({ description: 'Resolve in this version, or `latest`.' }),
    inCommit: t.field({ type: CommitReferenceInput, description: 'Resolve in this commit.' }),
    ignoreDuration: t.int({ description: 'Archive for this many minutes.' }),
    ignoreCount: t.int({ description: 'Archive until this many more events.' }),
    ignoreWindow: t.int({ description: `Within this many minutes, at most ${longestWindow}; needs \`ignoreCount\`.` }),
    ignoreUserCount: t.int({ description: 'Archive until this many more users.' }),
    ignoreUserWindow: t.int({
      description: `Within this many minutes, at most ${longestWindow}; needs \`ignoreUserCount\`.`,
    }),
  }),
});

type Input = typeof IssueStatusDetailsInput.$inferInput;

const at = 'statusDetails';
const ways = ['inNextRelease', 'inRelease', 'inCommit'] as const;
const conditions = ['ignoreDuration', 'ignoreCount', 'ignoreUserCount'] as const;
const windows = [
  ['ignoreWindow', 'ignoreCount'],
  ['ignoreUserWindow', 'ignoreUserCount'],
] as const;
const numbers = [...conditions, 'ignoreWindow', 'ignoreUserWindow'] as const;

const isVersion = (version: string): string => (version === 'latest' ? version : identifiers.version(version));

const inCommitOf = ({ sha, repository }: NonNullable<Input['inCommit']>, problems: Problems) => {
  problems.blank(sha, at, 'inCommit', 'sha');
  problems.length(sha, shaLength, at, 'inCommit', 'sha');
  problems.blank(repository, at, 'inCommit', 'repository');
  problems.length(repository, repositoryLength, at, 'inCommit', 'repository');
  return { commit: sha, repository };
};

const numbersOf = (input: Input, problems: Problems): Pick<StatusDetailsChange, (typeof numbers)[number]> => {
  const given = numbers.flatMap((name): [string, number][] => {
    const value = input[name];
    return value === null || value === undefined ? [] : [[name, value]];
  });
  for (const [name, value] of given) {
    if (value < 1) problems.add('INVALID', `"${at}.${name}" is ${value}: give 1 or more.`, at, name);
  }
  for (const [window, count] of windows) {
    const minutes = input[window] ?? 0;
    if (minutes > longestWindow) {
      problems.add('INVALID', `"${at}.${window}" is ${minutes}: give at most ${longestWindow} minutes.`, at, window);
    }
    if (typeof input[window] === 'number' && typeof input[count] !== 'number') {
      problems.add('CONTRADICTION', `"${at}.${window}" says nothing without "${at}.${count}".`, at, window);
    }
  }
  return Object.fromEntries(given);
};

const misfits = (names: readonly string[], status: string, fits: string, problems: Problems): void => {
  for (const name of names) {
    problems.add('CONTRADICTION', `"${at}.${name}" fits "status" ${fits}, not ${status}.`, at, name);
  }
};

/** Notes what stands against the status, or against another member. */
const contradictions = (details: StatusDetailsChange, status: string | null, problems: Problems): void => {
  const resolving = ways.filter((name) => details[name] !== undefined);
  const archiving = numbers.filter((name) => details[name] !== undefined);
  if (status === null && resolving.length + archiving.length > 0) {
    problems.add('CONTRADICTION', `"${at}" says nothing without "status": give RESOLVED or IGNORED as well.`, at);
  }
  if (status !== null && status !== 'RESOLVED') misfits(resolving, status, 'RESOLVED', problems);
  if (status !== null && status !== 'IGNORED') misfits(archiving, status, 'IGNORED', problems);
  if (resolving.length > 1) {
    problems.add('CONTRADICTION', `Give one way to resolve, not ${resolving.join(' and ')}.`, at);
  }
  const until = conditions.filter((name) => details[name] !== undefined);
  if (until.length > 1) {
    problems.add('CONTRADICTION', `Give one condition to archive until, not ${until.join(' and ')}.`, at);
  }
};

/**
 * How an input resolves or archives, as Sentry's `statusDetails`; undefined where it says nothing of it. Notes what is wrong in
 * itself or does not fit `status`.
 */
export const statusDetailsOf = (
  input: Input | null | undefined,
  status: string | null,
  problems: Problems,
): StatusDetailsChange | undefined => {
  if (!input) return undefined;
  const { inNextRelease, inRelease, inCommit } = input;
  const version = typeof inRelease === 'string' ? problems.check(inRelease, isVersion, at, 'inRelease') : null;
  const details: StatusDetailsChange = {
    ...(inNextRelease === true && { inNextRelease }),
    ...(typeof inRelease === 'string' && { inRelease: version ?? '' }),
    ...(inCommit && { inCommit: inCommitOf(inCommit, problems) }),
    ...numbersOf(input, problems),
  };
  contradictions(details, status, problems);
  return Object.keys(details).length > 0 ? details : undefined;
};
