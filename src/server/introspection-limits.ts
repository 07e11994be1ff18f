import {
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getVariableValues,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import { limits } from '../gateway/limits.ts';
import { tooComplex } from './too-complex.ts';

type Field = GraphQLField<unknown, unknown>;
type Arguments = Record<string, unknown>;
type Info = Partial<GraphQLResolveInfo>;

const roots: ReadonlyMap<string, Field> = new Map(
  [SchemaMetaFieldDef, TypeMetaFieldDef].map((field) => [field.name, field]),
);

/** Gives the fields of a selection of a valid document, fragments put in. */
const createFieldsOf = ({ definitions }: DocumentNode): ((selected: SelectionSetNode) => readonly FieldNode[]) => {
  const fragments = new Map(
    definitions.flatMap((definition): [string, SelectionSetNode][] =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition.selectionSet]] : [],
    ),
  );
  const known = new Map<SelectionSetNode | undefined, readonly FieldNode[]>();
  const fieldsOf = (selected: SelectionSetNode | undefined): readonly FieldNode[] => {
    const fields =
      known.get(selected) ??
      (selected?.selections ?? []).flatMap((selection) => {
        if (selection.kind === Kind.FIELD) return [selection];
        return fieldsOf(
          selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments.get(selection.name.value),
        );
      });
    known.set(selected, fields);
    return fields;
  };
  return fieldsOf;
};

/**
 * Adds up what the introspection of a valid operation would answer, deprecated parts included, and no further than to the limit:
 * types stand within fields within types, so a short document may ask for more than any list of Sentry's holds.
 * @throws GraphQLError `QUERY_TOO_COMPLEX`
 */
export const checkIntrospection = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): void => {
  const fieldsOf = createFieldsOf(document);
  const asked = fieldsOf(operation.selectionSet).filter(({ name }) => roots.has(name.value));
  if (asked.length === 0) return;
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (!coerced) return;
  let bytes = 0;
  const add = (more: number): void => {
    bytes += more;
    if (bytes <= limits.introspectionBytes) return;
    throw tooComplex(
      `The introspection in this document would answer more than ${limits.introspectionBytes / 2 ** 20} MiB: ask for each type once, or take schema.graphql.`,
    );
  };
  const addField = (field: Field, node: FieldNode, source: unknown, args: Arguments, info: Info): void => {
    // The quotes, colon and comma around the name.
    add((node.alias ?? node.name).value.length + 4);
    // The resolvers of introspection read no more of it.
    const value: unknown = field.resolve?.(source, args, undefined, info as GraphQLResolveInfo) ?? null;
    const type = getNamedType(field.type);
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== null && isObjectType(type) && node.selectionSet) addObject(type, each, node.selectionSet);
      else add(JSON.stringify(each).length);
    }
  };
  const addObject = (parentType: GraphQLObjectType, source: unknown, selected: SelectionSetNode): void => {
    const fields = parentType.getFields();
    for (const node of fieldsOf(selected)) {
      const field = fields[node.name.value] ?? TypeNameMetaFieldDef;
      addField(field, node, source, { includeDeprecated: true }, { schema, parentType });
    }
  };
  for (const node of asked) {
    const field = roots.get(node.name.value);
    if (field) addField(field, node, undefined, getArgumentValues(field, node, coerced), { schema });
  }
};
