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
import type { FieldCost } from './field-cost.ts';

/** What a selection is read with. */
export type Document = Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'variableValues'>;

/** A field with its nodes in the document. */
export type Selected = {
  readonly field: GraphQLField<unknown, unknown>;
  readonly nodes: FieldNode[];
};

const isIncluded = (node: SelectionNode, document: Document): boolean => {
  if (!node.directives?.length) return true;
  const { variableValues } = document;
  if (getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.if !== false;
};

const applies = (name: string | undefined, type: GraphQLObjectType, document: Document): boolean => {
  if (name === undefined || name === type.name) return true;
  const condition = document.schema.getType(name);
  return isAbstractType(condition) && document.schema.isSubType(condition, type);
};

/** The fields of `type` selected beneath field nodes, after fragments, `@skip` and `@include`; `__typename` is left out. */
export const fieldsBeneath = (nodes: readonly FieldNode[], type: GraphQLObjectType, document: Document): Selected[] => {
  const selected = new Map<string, Selected>();
  const definitions = type.getFields();
  const visit = (selections: readonly SelectionNode[]): void => {
    for (const node of selections) {
      if (!isIncluded(node, document)) continue;
      if (node.kind === Kind.FIELD) {
        const field = definitions[node.name.value];
        if (!field) continue;
        const name = node.alias?.value ?? node.name.value;
        const known = selected.get(name);
        if (known) known.nodes.push(node);
        else selected.set(name, { field, nodes: [node] });
      } else if (node.kind === Kind.INLINE_FRAGMENT) {
        if (applies(node.typeCondition?.name.value, type, document)) visit(node.selectionSet.selections);
      } else {
        const fragment = document.fragments[node.name.value];
        if (fragment && applies(fragment.typeCondition.name.value, type, document))
          visit(fragment.selectionSet.selections);
      }
    }
  };
  for (const node of nodes) visit(node.selectionSet?.selections ?? []);
  return [...selected.values()];
};

/** What a field tells of its calls. */
export const costOf = ({ field }: Selected): FieldCost => field.extensions as FieldCost;

/** The part that a field is read from. */
export const partOf = (selected: Selected, document: Document): string | undefined => {
  const { part } = costOf(selected);
  const node = selected.nodes[0];
  if (typeof part !== 'function' || !node) return typeof part === 'string' ? part : undefined;
  return part(getArgumentValues(selected.field, node, document.variableValues));
};

/** The object type that a field gives, alone or in a list. */
export const objectTypeOf = (field: GraphQLField<unknown, unknown>): GraphQLObjectType | undefined => {
  const type = getNamedType(field.type);
  return isObjectType(type) ? type : undefined;
};
