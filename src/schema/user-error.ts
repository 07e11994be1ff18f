import type { Problem, Refused } from '../gateway/http/refused.ts';
import { builder } from './builder.ts';

const codes = {
  REQUIRED: { description: 'A value is missing.' },
  INVALID: { description: 'A value has the wrong form.' },
  TOO_LONG: { description: 'A value is too long, or a list too large.' },
  TAKEN: { description: 'The name or slug is in use.' },
  CONTRADICTION: { description: 'Values contradict each other.' },
  NOT_FOUND: { description: 'The object does not exist or is not visible.' },
  CONFLICT: { description: 'The object is busy or in a state that forbids it; trying later may help.' },
  REFUSED: { description: 'Sentry refused by a rule of its own; see the message.' },
} as const;

/** Why a mutation refused what it was asked. */
export type UserErrorCode = keyof typeof codes;

/** A refusal of what a mutation asks. `field` is a path inside `input`; null concerns the whole. */
export type UserError = {
  readonly code: UserErrorCode;
  readonly message: string;
  readonly field: readonly string[] | null;
};

/** Refusals found before anything was sent. */
export class UserErrors extends Error {
  override readonly name = 'UserErrors';
  readonly errors: readonly UserError[];

  constructor(errors: readonly UserError[]) {
    super(errors.map(({ message }) => message).join(' '));
    this.errors = errors;
  }
}

const UserErrorCodeEnum = builder.enumType('UserErrorCode', {
  description: 'Why a request was refused.',
  values: codes,
});

export const UserErrorType = builder.objectRef<UserError>('UserError').implement({
  description: 'A refusal of the request itself; nothing was changed unless the message says so.',
  fields: (t) => ({
    code: t.field({
      type: UserErrorCodeEnum,
      nullable: false,
      description: 'Stable code.',
      resolve: ({ code }) => code,
    }),
    message: t.string({
      nullable: false,
      description: 'One sentence: what is wrong and what to do.',
      resolve: ({ message }) => message,
    }),
    field: t.stringList({
      description: 'Path inside `input`, such as `["commits", "0", "sha"]`; null if it concerns the whole.',
      resolve: ({ field }) => (field ? [...field] : null),
    }),
  }),
});

/**
 * Members of a body as our inputs name them, by their path without positions: `commits.id` is `sha`. Where a path is not
 * listed its last name alone is looked up.
 */
export type FieldNames = Readonly<Record<string, string>>;

const own = (names: FieldNames, name: string): string | undefined =>
  Object.hasOwn(names, name) ? names[name] : undefined;

/** Where in the input a problem lies; null where Sentry speaks of something that the input does not hold. */
const fieldOf = ({ path }: Problem, names: FieldNames): string[] | null => {
  const field: string[] = [];
  const walked: string[] = [];
  for (const step of path) {
    if (/^\d+$/.test(step)) {
      field.push(step);
      continue;
    }
    walked.push(step);
    const name = own(names, walked.join('.')) ?? own(names, step);
    if (name === undefined) return null;
    field.push(...name.split('.'));
  }
  return field.length > 0 ? field : null;
};

/** Sentry tells the kind of a refusal in words alone. */
const codeOf = (status: number, message: string, isField: boolean): UserErrorCode => {
  if (status === 404) return 'NOT_FOUND';
  if (/already (exists|in use|been taken|taken|using)|is (already )?(in use|taken|reserved)/i.test(message))
    return 'TAKEN';
  if (status === 409) return 'CONFLICT';
  if (/required|may not be (blank|null|empty)/i.test(message)) return 'REQUIRED';
  if (/no more than|longer than|too long|at most|maximum/i.test(message)) return 'TOO_LONG';
  return isField ? 'INVALID' : 'REFUSED';
};

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** The refusals of Sentry as user errors with paths inside the input. */
export const userErrorsOf = ({ status, problems, movedTo }: Refused, names: FieldNames): UserError[] => {
  if (movedTo !== undefined) {
    const isSlug = /^[a-z0-9_-]{1,100}$/.test(movedTo);
    const message = `The project was renamed: name it by its new slug${isSlug ? ` "${movedTo}"` : ''}.`;
    return [{ code: 'NOT_FOUND', message, field: ['id'] }];
  }
  if (problems.length === 0) {
    const message =
      status === 404 ? 'It does not exist or is not visible.' : 'Sentry refused it without giving a reason.';
    return [{ code: status === 404 ? 'NOT_FOUND' : 'REFUSED', message, field: null }];
  }
  return problems.map((problem) => {
    const field = fieldOf(problem, names);
    const label = field === null && problem.path.length > 0 ? `${problem.path.join('.')}: ` : '';
    const message = sentence(`${label}${problem.message}`);
    return { code: codeOf(status, problem.message, field !== null), message, field };
  });
};
