import SchemaBuilder from '@pothos/core';
import type { GraphContext } from '../context.ts';

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
