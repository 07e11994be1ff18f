import { createHash } from 'node:crypto';
import { inspect } from 'node:util';

const redacted = '[redacted]';

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
    return text.replaceAll(this.#value, redacted).replace(/\bBearer\s+\S+/gi, `Bearer ${redacted}`);
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
