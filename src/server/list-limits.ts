import {
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isInputType,
  isListType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  typeFromAST,
  type ValueNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { limits } from '../gateway/limits.ts';
import { tooComplex } from './too-complex.ts';

type Variables = Readonly<Record<string, unknown>>;

const longLists: ReadonlyMap<string, number> = new Map(Object.entries(limits.longLists));

/** How many values a field of an input type may hold. */
const mostOf = (type: string | undefined, field: string): number =>
  longLists.get(`${type}.${field}`) ?? limits.listArgument;

const check = (name: string, count: number, most: number): void => {
  if (count > most) throw tooComplex(`"${name}" holds ${count} values; at most ${most}: give fewer at a time.`);
};

/** Checks the lists written in a document, and tells how many values each of its variables may hold where it is used. */
const checkLiterals = (schema: GraphQLSchema, document: DocumentNode): ReadonlyMap<string, number> => {
  const types = new TypeInfo(schema);
  const variables = new Map<string, number>();
  const meet = (name: string, value: ValueNode, most: number): void => {
    if (value.kind === Kind.LIST) check(name, value.values.length, most);
    if (value.kind !== Kind.VARIABLE) return;
    const variable = value.name.value;
    variables.set(variable, Math.min(most, variables.get(variable) ?? most));
  };
  visit(
    document,
    visitWithTypeInfo(types, {
      Argument: ({ name, value }) => meet(name.value, value, limits.listArgument),
      ObjectField: ({ name, value }) => {
        const parent = types.getParentInputType();
        meet(name.value, value, mostOf(parent ? getNamedType(parent).name : undefined, name.value));
      },
      VariableDefinition: ({ variable, defaultValue }) => {
        if (defaultValue) meet(variable.name.value, defaultValue, limits.listArgument);
      },
    }),
  );
  return variables;
};

/** Checks the lists in a value of a type. As deep as the value, whose nesting is bounded before. */
const checkValue = (name: string, type: GraphQLInputType, value: unknown, most: number): void => {
  const bare = getNullableType(type);
  if (isListType(bare) && Array.isArray(value)) {
    check(name, value.length, most);
    for (const item of value) checkValue(name, bare.ofType, item, limits.listArgument);
  } else if (isListType(bare)) {
    checkValue(name, bare.ofType, value, most);
  } else if (isInputObjectType(bare) && typeof value === 'object' && value !== null) {
    for (const field of Object.values(bare.getFields())) {
      if (!Object.hasOwn(value, field.name)) continue;
      checkValue(field.name, field.type, Reflect.get(value, field.name), mostOf(bare.name, field.name));
    }
  }
};

const known = new WeakMap<DocumentNode, ReadonlyMap<string, number>>();

/**
 * Checks how many values the lists of a valid operation hold, in the document and in its variables.
 * @throws GraphQLError `QUERY_TOO_COMPLEX`
 */
export const checkLists = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): void => {
  const allowed = known.get(document) ?? checkLiterals(schema, document);
  known.set(document, allowed);
  for (const { variable, type: written } of operation.variableDefinitions ?? []) {
    const name = variable.name.value;
    const type = typeFromAST(schema, written);
    if (!isInputType(type) || !Object.hasOwn(variables, name)) continue;
    checkValue(name, type, variables[name], allowed.get(name) ?? limits.listArgument);
  }
};
