import {
  type FieldNode,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  type SelectionNode,
} from 'graphql';
import type { FieldCost } from './builder.ts';

type Selected = {
  readonly field: GraphQLField<unknown, unknown>;
  readonly nodes: FieldNode[];
};

const isIncluded = (node: SelectionNode, info: GraphQLResolveInfo): boolean => {
  if (!node.directives?.length) return true;
  const { variableValues } = info;
  if (getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.if !== false;
};

const applies = (name: string | undefined, type: GraphQLObjectType, info: GraphQLResolveInfo): boolean => {
  if (name === undefined || name === type.name) return true;
  const condition = info.schema.getType(name);
  return isAbstractType(condition) && info.schema.isSubType(condition, type);
};

/** The fields of `type` selected beneath field nodes, after fragments, `@skip` and `@include`; `__typename` is left out. */
const fieldsBeneath = (nodes: readonly FieldNode[], type: GraphQLObjectType, info: GraphQLResolveInfo): Selected[] => {
  const selected = new Map<string, Selected>();
  const definitions = type.getFields();
  const visit = (selections: readonly SelectionNode[]): void => {
    for (const node of selections) {
      if (!isIncluded(node, info)) continue;
      if (node.kind === Kind.FIELD) {
        const field = definitions[node.name.value];
        if (!field) continue;
        const name = node.alias?.value ?? node.name.value;
        const known = selected.get(name);
        if (known) known.nodes.push(node);
        else selected.set(name, { field, nodes: [node] });
      } else if (node.kind === Kind.INLINE_FRAGMENT) {
        if (applies(node.typeCondition?.name.value, type, info)) visit(node.selectionSet.selections);
      } else {
        const fragment = info.fragments[node.name.value];
        if (fragment && applies(fragment.typeCondition.name.value, type, info)) visit(fragment.selectionSet.selections);
      }
    }
  };
  for (const node of nodes) visit(node.selectionSet?.selections ?? []);
  return [...selected.values()];
};

const costOf = ({ field }: Selected): FieldCost => field.extensions as FieldCost;

const partOf = (selected: Selected, info: GraphQLResolveInfo): string | undefined => {
  const { part } = costOf(selected);
  const node = selected.nodes[0];
  if (typeof part !== 'function' || !node) return typeof part === 'string' ? part : undefined;
  return part(getArgumentValues(selected.field, node, info.variableValues));
};

const objectTypeOf = (field: GraphQLField<unknown, unknown>): GraphQLObjectType | undefined => {
  const type = getNamedType(field.type);
  return isObjectType(type) ? type : undefined;
};

/**
 * Whether anything selected of a looked-up object will make a call that shows that it exists. `all`: whether sensitive fields
 * are answered too; where they are not they make none.
 */
export const provesItself = (
  info: GraphQLResolveInfo,
  type: GraphQLObjectType,
  object: unknown,
  all: boolean,
): boolean =>
  fieldsBeneath(info.fieldNodes, type, info).some((selected) => {
    const { free, sensitive } = costOf(selected);
    if (sensitive === 'whole' && !all) return false;
    return typeof free === 'function' ? !free(object as never) : free !== true;
  });

/** Parts of the row that are wanted beneath a field whose object stands inside it. */
const partsInside = (selected: Selected, info: GraphQLResolveInfo): string[] => {
  const inner = costOf(selected).inRow && objectTypeOf(selected.field);
  if (!inner) return [];
  return fieldsBeneath(selected.nodes, inner, info).flatMap((field) => {
    const part = partOf(field, info);
    return [...(part === undefined ? [] : [part]), ...partsInside(field, info)];
  });
};

/** Parts of a looked-up object that are wanted beneath objects inside its row, which its own fields do not show. */
export const nestedParts = (info: GraphQLResolveInfo, type: GraphQLObjectType): string[] =>
  fieldsBeneath(info.fieldNodes, type, info).flatMap((selected) => partsInside(selected, info));

/** Adds the parts that the fields of `type` selected beneath field nodes are read from. */
const addParts = (
  parts: Set<string>,
  nodes: readonly FieldNode[],
  type: GraphQLObjectType,
  info: GraphQLResolveInfo,
): void => {
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
export const partsWanted = (info: GraphQLResolveInfo): Set<string> => {
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
export const partsOfEach = (info: GraphQLResolveInfo): Set<string> => {
  const parts = new Set<string>();
  const type = getNamedType(info.returnType);
  if (isObjectType(type)) addParts(parts, info.fieldNodes, type, info);
  return parts;
};

/** Whether nothing but some fields is selected of the objects that a field gives. */
export const wantsOnly = (info: GraphQLResolveInfo, names: readonly string[]): boolean => {
  const type = getNamedType(info.returnType);
  return (
    isObjectType(type) && fieldsBeneath(info.fieldNodes, type, info).every(({ field }) => names.includes(field.name))
  );
};

/** Whether a field is selected of the object that a field gives. */
export const selects = (info: GraphQLResolveInfo, name: string): boolean => {
  const type = getNamedType(info.returnType);
  return isObjectType(type) && fieldsBeneath(info.fieldNodes, type, info).some(({ field }) => field.name === name);
};

/** Whether an argument was written out, with a value or a variable that has one, rather than left to its default. */
export const isGiven = (info: GraphQLResolveInfo, name: string): boolean =>
  info.fieldNodes.some((node) =>
    node.arguments?.some(
      ({ name: { value }, value: given }) =>
        value === name && (given.kind !== Kind.VARIABLE || Object.hasOwn(info.variableValues, given.name.value)),
    ),
  );
