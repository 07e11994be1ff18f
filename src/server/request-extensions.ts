import type { Plugin } from 'graphql-yoga';
import { badInput } from '../gateway/http/coded-error.ts';

/** What a request may ask of this server in its `extensions`. */
export type RequestExtensions = {
  /** Asks for the price alone. */
  readonly dryRun?: boolean | null;
  /** Asks for a list of the calls. */
  readonly trace?: boolean | null;
  /** Reads around what is kept. */
  readonly cache?: 'bypass' | null;
  /** Lowers the deadline, in milliseconds. */
  readonly timeoutMs?: number | null;
};

type Form = { readonly told: string; fits(value: unknown): boolean };

const flag: Form = { told: 'true or false', fits: (value) => typeof value === 'boolean' };

const forms: Readonly<Record<keyof RequestExtensions, Form>> = {
  dryRun: flag,
  trace: flag,
  cache: { told: '"bypass"', fits: (value) => value === 'bypass' },
  timeoutMs: { told: 'a number of milliseconds, 1 or more', fits: (value) => typeof value === 'number' && value >= 1 },
};

const check = (extensions: Readonly<Record<string, unknown>>): void => {
  for (const [name, { told, fits }] of Object.entries(forms)) {
    const value = extensions[name] ?? null;
    if (value !== null && !fits(value)) throw badInput(`"${name}" in the extensions of a request must be ${told}.`);
    // Other names are other programs' own; one that differs in its letters' case is meant for us.
    const misspelt = Object.keys(extensions).find(
      (other) => other !== name && other.toLowerCase() === name.toLowerCase(),
    );
    if (misspelt !== undefined) throw badInput(`Write "${name}" in the extensions of a request, not "${misspelt}".`);
  }
};

/** Refuses a request that asks for something in a form that would be ignored: a dry run that is none would carry out a write. */
export const requestExtensions: Plugin = {
  onParams({ params: { extensions } }) {
    if (extensions) check(extensions);
  },
};
