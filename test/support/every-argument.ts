import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';

/** Values of arguments that lead to an object that is there, by `field.argument` or by the argument's name. */
export type GoodValues = Readonly<Record<string, string>>;

/** One argument of the schema, and the way to it from a root. */
export type Place = {
  readonly name: string;
  readonly argument: GraphQLArgument;
  /** A document that gives the argument `count` values, as the variables `v0`, `v1` and so on. */
  document(count: number): string;
};

type Field = GraphQLField<unknown, unknown>;

const callOf = (field: Field, good: GoodValues, except?: GraphQLArgument): string | null => {
  const given: string[] = [];
  for (const argument of field.args) {
    if (argument === except || !isRequiredArgument(argument)) continue;
    const value = good[`${field.name}.${argument.name}`] ?? good[argument.name];
    if (value === undefined) return null;
    given.push(`${argument.name}: ${value}`);
  }
  if (except) given.push(`${except.name}: $V`);
  return `${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''}`;
};

/** The shortest way to every object type, as the openings of its selections. */
const waysOf = (schema: GraphQLSchema, good: GoodValues): Map<string, string[]> => {
  const ways = new Map<string, string[]>();
  const queue: string[] = [];
  for (const root of [schema.getQueryType(), schema.getMutationType()]) {
    if (root) ways.set(root.name, []);
    if (root) queue.push(root.name);
  }
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const type = schema.getType(name);
    if (!isObjectType(type) || type === schema.getMutationType()) continue;
    for (const field of Object.values(type.getFields())) {
      const target = getNamedType(field.type);
      const call = callOf(field, good);
      if (!isObjectType(target) || ways.has(target.name) || call === null) continue;
      ways.set(target.name, [...(ways.get(name) ?? []), call]);
      queue.push(target.name);
    }
  }
  return ways;
};

/** Every argument of every field that can be reached, with its place. */
export const everyArgument = (schema: GraphQLSchema, good: GoodValues): Place[] => {
  const ways = waysOf(schema, good);
  const mutation = schema.getMutationType();
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    const way = ways.get(type.name);
    if (!isObjectType(type) || type.name.startsWith('__') || !way) return [];
    return Object.values(type.getFields()).flatMap((field) =>
      field.args.map((argument): Place => {
        const call = callOf(field, good, argument) ?? '';
        const inner = isLeafType(getNamedType(field.type)) ? '' : '{ __typename }';
        return {
          name: `${type.name}.${field.name}(${argument.name}:)`,
          argument,
          document: (count) => {
            const indexes = Array.from({ length: count }, (_, index) => index);
            const variables = indexes.map((index) => `$v${index}: ${String(argument.type)}`).join(', ');
            const fields = indexes.map((index) => `a${index}: ${call.replace('$V', `$v${index}`)} ${inner}`).join('\n');
            const open = way.map((opening) => `${opening} {`).join(' ');
            return `${type === mutation ? 'mutation' : 'query'}(${variables}) { ${open} ${fields} ${'}'.repeat(way.length)} }`;
          },
        };
      }),
    );
  });
};

/** `value` in the form an argument takes it: a list of it, or an object for each of its fields that holds it there. */
export const shapesOf = ({ type }: GraphQLArgument, value: string, good: GoodValues): unknown[] => {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return [String(type).startsWith('[') ? [value] : value];
  const fields = Object.values(named.getFields());
  const rest = Object.fromEntries(
    fields
      .filter((field) => String(field.type).endsWith('!') && good[field.name] !== undefined)
      .map((field) => [field.name, JSON.parse(good[field.name] ?? 'null')]),
  );
  return fields
    .filter((field) => !isEnumType(getNamedType(field.type)))
    .map((field) => ({ ...rest, [field.name]: value }));
};
