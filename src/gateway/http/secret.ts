import { createHash } from 'node:crypto';
import { inspect } from 'node:util';

const redacted = '[redacted]';

/** `text` without whatever calls itself a bearer token; the quotes of a JSON line stay whole. */
export const withoutBearer = (text: string): string =>
  text.replace(/\bBearer\s+["']?[^\s"'\\]+/gi, `Bearer ${redacted}`);

/** How many keys of a file are remembered, to be struck out: those before the last few are in nobody's hands any more. */
const mostKeys = 10;

/** The latest keys that a service has held. A call may still be under way with one that was replaced. */
export class HeldKeys {
  #keys: readonly Secret[] = [];

  readonly add = (key: Secret): void => {
    this.#keys = [key, ...this.#keys].slice(0, mostKeys);
  };

  /** `text` with all of them struck out. */
  readonly redact = (text: string): string => this.#keys.reduce((rest, key) => key.redact(rest), text);
}

/** A credential that shows itself only to who calls `reveal`; logs, JSON and inspection print `[redacted]`. */
export class Secret {
  readonly #value: string;
  /** SHA-256 of the value in hex: a key for maps that never holds the credential itself. */
  readonly fingerprint: string;

  constructor(value: string) {
    this.#value = value;
    this.fingerprint = createHash('sha256').update(value).digest('hex');
  }

  reveal(): string {
    return this.#value;
  }

  /** `text` with this credential and whatever calls itself a bearer token struck out. */
  redact(text: string): string {
    return withoutBearer(text.replaceAll(this.#value, redacted));
  }

  toString(): string {
    return redacted;
  }

  toJSON(): string {
    return redacted;
  }

  [inspect.custom](): string {
    return redacted;
  }
}
