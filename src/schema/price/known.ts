import { type GraphQLObjectType, isObjectType } from 'graphql';
import type { Arrival } from '../field-cost.ts';
import { partsOfEach } from '../selection.ts';
import { partsBrought } from './brought.ts';
import type { Reading } from './reading.ts';

/** What is known of an object when its fields are asked. */
export type Known = {
  readonly type: string;
  readonly parts: ReadonlySet<string>;
  readonly members: ReadonlySet<string>;
  readonly key: ReadonlySet<string>;
};

const isNode = (type: GraphQLObjectType): boolean => type.getInterfaces().some(({ name }) => name === 'Node');

/** A page of a connection: how many rows it holds, and which parts of their payload they bring. */
export type Page = { readonly size: number; readonly parts: readonly string[] };

const nodeTypeOf = (type: unknown): string => (isObjectType(type) ? type.name.replace(/Connection$/, '') : '');

/** The rows that a connection brings. */
export const pageOf = ({ inner, field, args, wanted }: Reading, size: number, on: string): Page => {
  const listed = { field: `${on}.${field.name}`, args, wanted };
  return { size, parts: partsBrought(nodeTypeOf(inner), listed) };
};

/** What is known of the objects of a type that a field gives: of rows what the page brings, else what the field says. */
export const knownOf = (
  type: GraphQLObjectType,
  { cost: { gives, inRow }, field, args, selecting }: Reading,
  page: Page | null,
  parent: Known | null,
): Known | null => {
  if (!isNode(type)) return inRow ? parent : null;
  const arrival = (): Arrival => {
    if (page && ['nodes', 'node'].includes(field.name)) return { parts: page.parts };
    if (gives === 'row') {
      return { parts: partsBrought(type.name, { field: field.name, args, wanted: partsOfEach(selecting) }) };
    }
    return (typeof gives === 'function' ? gives(args) : gives) ?? {};
  };
  const { parts = [], members = [], key = [] } = arrival();
  return { type: type.name, parts: new Set(parts), members: new Set(members), key: new Set(key) };
};
