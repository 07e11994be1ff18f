import { type GraphQLField, type GraphQLObjectType, getNamedType, isLeafType, isObjectType } from 'graphql';
import { schema } from '../../src/schema/index.ts';
import type { Graph } from './graph.ts';
import type { Values } from './random-document.ts';
import { valuesOf } from './random-query.ts';

type Field = GraphQLField<unknown, unknown>;

const fieldsOf = (type: GraphQLObjectType): Field[] =>
  Object.values(type.getFields()).filter(({ type: given }) => !/Connection$/.test(getNamedType(given).name));

const isNode = (type: unknown): type is GraphQLObjectType =>
  isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node');

/** A field with each of the arguments that are known for it; none where one that it needs is not known. */
const headsOf = (field: Field, on: string, values: Values): string[] => {
  const known = field.args.map(({ name, type }) => {
    const own = values[`${on}.${field.name}(${name}:)`];
    const isNeeded = String(type).endsWith('!');
    const given = own ?? (isNeeded ? (values[`${field.name}(${name}:)`] ?? values[name] ?? []) : []);
    const written = given.map((value) => `${name}: ${value}`);
    return isNeeded ? written : ['', ...written];
  });
  const lists = known.reduce<string[][]>(
    (found, given) => found.flatMap((before) => given.map((value) => [...before, value])),
    [[]],
  );
  return lists.map((list) => {
    const args = list.filter((value) => value !== '').join(', ');
    return args === '' ? field.name : `${field.name}(${args})`;
  });
};

/**
 * Queries of one field alone, asked with all arguments known for it: of whatever a root field looks up, and of the objects that
 * this holds.
 */
export const narrowQueries = (graph: Graph): string[] => {
  const values = valuesOf(graph);
  const root = schema.getQueryType();
  const asked = (field: Field, on: string): string => {
    const beneath = isLeafType(getNamedType(field.type)) ? '' : ' { __typename }';
    return headsOf(field, on, values)
      .map((head, index) => `a${index}: ${head}${beneath}`)
      .join(' ');
  };
  const selections = (type: GraphQLObjectType, isDeep: boolean): string[] =>
    fieldsOf(type).flatMap((field) => {
      const inner = getNamedType(field.type);
      const alone = asked(field, type.name);
      const [head] = headsOf(field, type.name, values);
      const beneath =
        isDeep && head && isNode(inner) ? selections(inner, false).map((each) => `${head} { ${each} }`) : [];
      return [...(alone === '' ? [] : [alone]), ...beneath];
    });
  return Object.values(root?.getFields() ?? {}).flatMap((field) => {
    const type = getNamedType(field.type);
    if (!isNode(type)) return [];
    const heads = headsOf(field, 'Query', values);
    const [first] = heads;
    const ways = new Set([first, heads[1], heads.at(-1)]);
    return [...ways].flatMap((head) =>
      head ? selections(type, head === first).map((each) => `{ ${head} { ${each} } }`) : [],
    );
  });
};
