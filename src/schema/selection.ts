import {
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getNamedType,
  isObjectType,
  Kind,
} from 'graphql';
import { costOf, type Document, fieldsBeneath, objectTypeOf, partOf, type Selected } from './selected.ts';

/** A field with its selection, as a resolver or a price looks at it. */
export type Selecting = Document & Pick<GraphQLResolveInfo, 'fieldNodes' | 'returnType'>;

/**
 * Whether anything selected of a looked-up object will make a call that shows that it exists. `all`: whether sensitive fields
 * are answered too; where they are not they make none.
 */
export const provesItself = (info: Selecting, type: GraphQLObjectType, object: unknown, all: boolean): boolean =>
  fieldsBeneath(info.fieldNodes, type, info).some((selected) => {
    const { free, sensitive } = costOf(selected);
    if (sensitive === 'whole' && !all) return false;
    return typeof free === 'function' ? !free(object as never) : free !== true;
  });

/** Parts of the row that are wanted beneath a field whose object stands inside it. */
const partsInside = (selected: Selected, info: Document): string[] => {
  const inner = costOf(selected).inRow && objectTypeOf(selected.field);
  if (!inner) return [];
  return fieldsBeneath(selected.nodes, inner, info).flatMap((field) => {
    const part = partOf(field, info);
    return [...(part === undefined ? [] : [part]), ...partsInside(field, info)];
  });
};

/** Parts of a looked-up object that are wanted beneath objects inside its row, which its own fields do not show. */
export const nestedParts = (info: Selecting, type: GraphQLObjectType): string[] =>
  fieldsBeneath(info.fieldNodes, type, info).flatMap((selected) => partsInside(selected, info));

/** Adds the parts that the fields of `type` selected beneath field nodes are read from. */
const addParts = (parts: Set<string>, nodes: readonly FieldNode[], type: GraphQLObjectType, info: Document): void => {
  for (const selected of fieldsBeneath(nodes, type, info)) {
    const part = partOf(selected, info);
    if (part !== undefined) parts.add(part);
    for (const inner of partsInside(selected, info)) parts.add(inner);
  }
};

/**
 * The parts of the row payload that a connection's selection wants: those of `nodes` and `edges { node }`, those that fields of
 * the edge name for themselves, and those of objects that the row holds whole.
 */
export const partsWanted = (info: Selecting): Set<string> => {
  const parts = new Set<string>();
  const connection = getNamedType(info.returnType);
  if (!isObjectType(connection)) return parts;
  for (const child of fieldsBeneath(info.fieldNodes, connection, info)) {
    const type = objectTypeOf(child.field);
    if (!type || !['nodes', 'edges'].includes(child.field.name)) continue;
    addParts(parts, child.nodes, type, info);
    if (child.field.name !== 'edges') continue;
    for (const inner of fieldsBeneath(child.nodes, type, info)) {
      const node = objectTypeOf(inner.field);
      if (inner.field.name === 'node' && node) addParts(parts, inner.nodes, node, info);
    }
  }
  return parts;
};

/** The parts of the row payload that the selection of a plain list of objects wants. */
export const partsOfEach = (info: Selecting): Set<string> => {
  const parts = new Set<string>();
  const type = getNamedType(info.returnType);
  if (isObjectType(type)) addParts(parts, info.fieldNodes, type, info);
  return parts;
};

/** Whether nothing but some fields is selected of the objects that a field gives. */
export const wantsOnly = (info: Selecting, names: readonly string[]): boolean => {
  const type = getNamedType(info.returnType);
  return (
    isObjectType(type) && fieldsBeneath(info.fieldNodes, type, info).every(({ field }) => names.includes(field.name))
  );
};

/** Whether a field is selected of the object that a field gives. */
export const selects = (info: Selecting, name: string): boolean => {
  const type = getNamedType(info.returnType);
  return isObjectType(type) && fieldsBeneath(info.fieldNodes, type, info).some(({ field }) => field.name === name);
};

/** Whether an argument was written out, with a value or a variable that has one, rather than left to its default. */
export const isGiven = (info: Selecting, name: string): boolean =>
  info.fieldNodes.some((node) =>
    node.arguments?.some(
      ({ name: { value }, value: given }) =>
        value === name && (given.kind !== Kind.VARIABLE || Object.hasOwn(info.variableValues, given.name.value)),
    ),
  );
