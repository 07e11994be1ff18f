import SchemaBuilder from '@pothos/core';
import type { GraphContext } from '../context.ts';

/** What a field tells the selection helper about the calls it makes. */
export type FieldCost = {
  /** Answered from the key alone: it neither makes a call nor shows that its object exists. May depend on the object. */
  readonly free?: true | ((object: never) => boolean);
  /** Its object stands inside the same row: parts wanted beneath it are wanted of the row. */
  readonly inRow?: true;
  /** Holds personal data: as a whole, or in those entries of its list whose `key` names a person. */
  readonly sensitive?: 'whole' | 'keys';
  /** Part of the payload it is read from, if any; may depend on its arguments. */
  readonly part?: string | ((args: Readonly<Record<string, unknown>>) => string | undefined);
};

/** The schema's one builder. Files of types import it; it defines none. Fields are nullable unless they say otherwise. */
export const builder = new SchemaBuilder<{
  Context: GraphContext;
  Scalars: {
    Count: { Input: number; Output: number };
    DateTime: { Input: string; Output: string };
    ID: { Input: string; Output: string };
    JSON: { Input: unknown; Output: unknown };
    Period: { Input: string; Output: string };
    URL: { Input: string; Output: string };
  };
}>({});
