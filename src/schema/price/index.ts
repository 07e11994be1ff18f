import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  OperationTypeNode,
} from 'graphql';
import type { Plan } from '../../gateway/plan.ts';
import { Least } from './least.ts';
import { Walk } from './walk.ts';

/** A request to run one operation of a document. */
export type Request = {
  readonly document: DocumentNode;
  readonly operationName: string | null | undefined;
  readonly variables: Readonly<Record<string, unknown>> | null | undefined;
  /** The linked account that it came with. */
  readonly account: string | null;
};

/** How many of the dearest levels a plan names. */
const dearest = 5;

/**
 * The price of the operation that runs, with its fragments, `@skip`, `@include` and the values of its variables. Null where
 * none can run, as for a variable of the wrong form: execution says why, and makes no call.
 */
export const planOf = (
  schema: GraphQLSchema,
  { document, operationName, variables, account }: Request,
): Plan | null => {
  const operation = getOperationAST(document, operationName);
  const root = operation && schema.getRootType(operation.operation);
  if (!root) return null;
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {});
  if (!coerced) return null;
  const fragments: Record<string, FragmentDefinitionNode> = {};
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  const walk = new Walk({ schema, fragments, variableValues: coerced }, account);
  const least = new Least();
  // The walk asks fields for what is beneath them, and so is the operation asked.
  const node: FieldNode = {
    kind: Kind.FIELD,
    name: { kind: Kind.NAME, value: operation.operation },
    selectionSet: operation.selectionSet,
  };
  const most = walk.root(root, [node], least);
  const { total } = least;
  return {
    least: total,
    most: Math.max(most, total),
    bounded: walk.found.isBounded,
    dearest: [...walk.found.levels]
      .sort(([, a], [, b]) => b - a)
      .slice(0, dearest)
      .map(([field, calls]) => ({ field, calls })),
    writes: operation.operation === OperationTypeNode.MUTATION ? total : 0,
    fields: walk.found.fields,
  };
};
