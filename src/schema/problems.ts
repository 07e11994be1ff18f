import { CodedError } from '../gateway/http/coded-error.ts';
import { limits } from '../gateway/limits.ts';
import { type UserError, type UserErrorCode, UserErrors } from './user-error.ts';

/** Gathers what is wrong with an input, so that a person is told all of it at once, before anything is sent. */
export class Problems {
  readonly #errors: UserError[] = [];

  /** Notes a problem; what is beyond a number that a person can use is left out. */
  add(code: UserErrorCode, message: string, ...field: string[]): void {
    if (this.#errors.length >= limits.userErrors) return;
    this.#errors.push({ code, message, field: field.length > 0 ? field : null });
  }

  /** Notes a value that is longer than Sentry takes, in characters as it counts them, an emoji being one. */
  length(value: string | null | undefined, longest: number, ...field: string[]): void {
    const length = value ? [...value].length : 0;
    if (length > longest) {
      this.add('TOO_LONG', `"${field.join('.')}" has ${length} characters: give at most ${longest}.`, ...field);
    }
  }

  /** Notes a value that holds half of a surrogate pair, which Sentry fails to store. */
  characters(value: string | null | undefined, ...field: string[]): void {
    if (value && !value.isWellFormed()) {
      const message = `"${field.join('.')}" holds half of a UTF-16 surrogate pair, which is no character: leave it out.`;
      this.add('INVALID', message, ...field);
    }
  }

  /** Notes a text that is blank, longer than Sentry takes, or no text. */
  text(value: string | null | undefined, longest: number, ...field: string[]): void {
    this.blank(value, ...field);
    this.length(value, longest, ...field);
    this.characters(value, ...field);
  }

  /** Notes a value that is there but blank. */
  blank(value: string | null | undefined, ...field: string[]): void {
    if (typeof value === 'string' && value.trim() === '') {
      this.add('REQUIRED', `"${field.join('.')}" is blank: give a value or leave it out.`, ...field);
    }
  }

  /** Checks a value as it would be checked as a direct argument; null where it is wrong. */
  check<T>(value: string, check: (value: string) => T, ...field: string[]): T | null {
    try {
      return check(value);
    } catch (error) {
      if (!(error instanceof CodedError) || error.code !== 'BAD_USER_INPUT') throw error;
      this.add('INVALID', error.message, ...field);
      return null;
    }
  }

  /** @throws UserErrors if anything was noted. */
  done(): void {
    if (this.#errors.length > 0) throw new UserErrors(this.#errors);
  }
}
