import {
  type FieldNode,
  isObjectType,
  Kind,
  OperationTypeNode,
  parse,
  print,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { schema } from '../../src/schema/index.ts';

const fieldOf = (name: string, selectionSet: SelectionSetNode): FieldNode => ({
  kind: Kind.FIELD,
  name: { kind: Kind.NAME, value: name },
  selectionSet,
});

/** `document` with every `nodes { ... }` of a connection written as `edges { node { ... } }`. */
export const withEdges = (document: string): string => {
  const types = new TypeInfo(schema);
  const rewritten = visit(
    parse(document),
    visitWithTypeInfo(types, {
      Field: {
        leave(node) {
          const parent = types.getParentType();
          if (node.name.value !== 'nodes' || !parent?.name.endsWith('Connection') || !node.selectionSet)
            return undefined;
          const inner = fieldOf('node', node.selectionSet);
          return { ...fieldOf('edges', { kind: Kind.SELECTION_SET, selections: [inner] }), alias: undefined };
        },
      },
    }),
  );
  return print(rewritten);
};

/** What `withEdges` made of an answer, as it was before. */
export const withoutEdges = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutEdges);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]): [string, unknown] => {
      const nodes =
        name === 'edges' && Array.isArray(inner) && inner.every((edge) => Object.keys(edge).join() === 'node');
      return nodes ? ['nodes', inner.map(({ node }) => withoutEdges(node))] : [name, withoutEdges(inner)];
    }),
  );
};

/** `document` asked through `linkedAccount(id: $account)`; null where a root field of it does not stand there. */
export const throughAccount = (document: string): string | null => {
  const account = schema.getType('LinkedAccount');
  const known = isObjectType(account) ? account.getFields() : {};
  const parsed = parse(document);
  const roots = parsed.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [],
  );
  if (!roots.every((root) => root.kind === Kind.FIELD && known[root.name.value])) return null;
  const rewritten = visit(parsed, {
    OperationDefinition(operation) {
      if (operation.operation !== OperationTypeNode.QUERY) return undefined;
      const root: FieldNode = {
        ...fieldOf('linkedAccount', operation.selectionSet),
        arguments: [
          {
            kind: Kind.ARGUMENT,
            name: { kind: Kind.NAME, value: 'id' },
            value: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: 'account' } },
          },
        ],
      };
      return {
        ...operation,
        variableDefinitions: [
          ...(operation.variableDefinitions ?? []),
          {
            kind: Kind.VARIABLE_DEFINITION,
            variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: 'account' } },
            type: { kind: Kind.NON_NULL_TYPE, type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: 'ID' } } },
          },
        ],
        selectionSet: { kind: Kind.SELECTION_SET, selections: [root] },
      };
    },
  });
  return print(rewritten);
};
