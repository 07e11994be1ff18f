import { CodedError } from './http/coded-error.ts';
import type { Ask } from './operation.ts';
import type { Planned } from './plan.ts';

/** Someone who waits until a level is decided. */
type Waiting = { readonly ask: Ask; readonly isAhead: boolean; resolve(): void; reject(error: CodedError): void };

/** A level and what came of it so far. */
export type Level = {
  readonly name: string;
  readonly fields: readonly Planned[];
  readonly order: number;
  isAdmitted: boolean;
  /** Calls it was admitted for, and what it was admitted for since they were counted. */
  asked: number;
  uncounted: Ask[];
  /** Calls of those that were asked ahead and have not been made. */
  ahead: number;
  /** Whether all objects it is asked of have come, and been asked. */
  isWhole: boolean;
  waiting: Waiting[];
  refusal: CodedError | null;
};

/** A level that nothing was asked of yet. */
export const newLevel = (name: string, fields: readonly Planned[]): Level => ({
  name,
  fields,
  order: fields[0]?.order ?? Number.POSITIVE_INFINITY,
  isAdmitted: false,
  asked: 0,
  uncounted: [],
  ahead: 0,
  isWhole: false,
  waiting: [],
  refusal: null,
});

const calls = (count: number): string => `${count} ${count === 1 ? 'call' : 'calls'}`;

/** The error of every field of a level that does not fit into what is left. */
export const refusal = ({ name, fields }: Level, cost: number, left: number, ceiling: number): CodedError => {
  const instead = fields.find((field) => field.instead !== null)?.instead;
  const advice = instead ? `ask ${instead} instead` : 'ask for fewer rows above it, or leave it out';
  return new CodedError(
    'QUERY_TOO_COSTLY',
    `"${name}" would cost ${calls(cost)}, and ${left} of the ${ceiling} that one operation may make are left: ${advice}.`,
  );
};
