/** Reads one value of a body, or throws what is wrong with it. */
export type Read<T> = (value: unknown) => T;

/** A value is not as Sentry wants it: a list of messages, or for what is inside, a map or list of them. */
export class Invalid extends Error {
  readonly problem: unknown;

  constructor(problem: unknown) {
    super('invalid');
    this.problem = problem;
  }
}

/** One message about a value. */
export function invalid(message: string): Invalid {
  return new Invalid([message]);
}

/** The name that Sentry's messages call a JSON value by. */
export function kindOf(value: unknown): string {
  if (value === null) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  switch (typeof value) {
    case 'string':
      return 'str';
    case 'boolean':
      return 'bool';
    case 'number':
      return Number.isInteger(value) ? 'int' : 'float';
    default:
      return 'dict';
  }
}
