import type { Api } from '../gateway/api.ts';
import { CodedError } from '../gateway/http/coded-error.ts';
import { Refused } from '../gateway/http/refused.ts';
import type { IssuesNamed } from './issues-named.ts';
import type { Writing } from './mutation.ts';
import { type FieldNames, type UserError, userErrorsOf } from './user-error.ts';

/** What came of several bulk calls. */
export type CallsMade<T> = {
  readonly answers: readonly T[];
  /** Numbers of the issues of answered calls. */
  readonly done: readonly string[];
  /** Numbers of the issues of calls whose answer was lost. */
  readonly unknown: readonly string[];
  /** What Sentry refused after other calls had been made. */
  readonly userErrors: readonly UserError[];
};

/** What the selection tells of single issues: which were reached, and which are unknown. */
type Tells = { readonly done: boolean; readonly unknown: boolean };

const isLost = (error: unknown): error is CodedError => error instanceof CodedError && error.outcome === 'UNKNOWN';

const issues = (count: number): string => `${count} ${count === 1 ? 'issue' : 'issues'}`;

const withNote = (error: CodedError, note: string): CodedError =>
  new CodedError(error.code, `${error.message} ${note}`, {
    cause: error,
    ...(error.origin && { origin: error.origin }),
    ...(error.outcome && { outcome: error.outcome }),
    ...(error.retryAfter !== undefined && { retryAfter: error.retryAfter }),
    ...(error.upstreamStatus !== undefined && { upstreamStatus: error.upstreamStatus }),
  });

/**
 * Makes bulk calls one after another, each sent at most once, all within one deadline. A lost answer does not keep the next call
 * from being made: the issues are others. Anything else that fails ends it, for the next call would fare the same. What failed
 * is told in words: as the error of the field where nothing else is to be told or the selection leaves no place to tell it, as
 * user errors where Sentry refused, else as a warning.
 */
export const makeCalls = async <T>(
  write: Writing,
  { account, organization, given }: IssuesNamed,
  runs: readonly (readonly string[])[],
  { names, tells }: { readonly names: FieldNames; readonly tells: Tells },
  call: (api: Api, run: readonly string[]) => Promise<T>,
): Promise<CallsMade<T>> => {
  const { api } = write.loaders(account);
  const answers: T[] = [];
  const done: string[] = [];
  const unknown: string[] = [];
  let lost: CodedError | undefined;
  let failure: unknown;
  for (const run of runs) {
    try {
      answers.push(await write.send(account, [organization, ...run], () => call(api, run)));
      done.push(...run);
    } catch (error) {
      if (!isLost(error)) {
        failure = error;
        break;
      }
      lost ??= error;
      unknown.push(...run);
    }
  }
  const reached = done.length + unknown.length;
  if (failure !== undefined && reached === 0) throw failure;
  const isTold = tells.unknown || (tells.done && done.length > 0);
  if (lost) {
    const note = `This concerns ${issues(unknown.length)} of ${given.size}; the calls for ${done.length} were answered.`;
    if (!isTold) throw withNote(lost, note);
    write.warn(lost.code, `${lost.message} ${note}`);
  }
  if (failure === undefined) return { answers, done, unknown, userErrors: [] };
  const note = `Before this the calls for ${issues(reached)} of ${given.size} had been sent; ${given.size - reached} stay as they were.`;
  if (failure instanceof Refused) {
    const userErrors = userErrorsOf(failure, names).map((error) => ({ ...error, message: `${error.message} ${note}` }));
    return { answers, done, unknown, userErrors };
  }
  if (!(failure instanceof CodedError)) throw failure;
  if (!tells.done) throw withNote(failure, note);
  write.warn(failure.code, `${failure.message} ${note}`);
  return { answers, done, unknown, userErrors: [] };
};
