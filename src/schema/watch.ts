import {
  defaultFieldResolver,
  type FieldNode,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isObjectType,
} from 'graphql';
import type { GraphContext } from '../context.ts';
import type { Arrivals } from '../gateway/arrivals.ts';
import type { Planned } from '../gateway/plan.ts';
import { levelOf } from '../loaders/resource.ts';

type Resolver = GraphQLFieldResolver<unknown, GraphContext | undefined>;

/** The executor hands the same nodes to a field of every object at its level. */
const plannedByNodes = new WeakMap<Arrivals, WeakMap<readonly FieldNode[], Planned | null>>();

const plannedOf = (arrivals: Arrivals, { fieldNodes, path, parentType }: GraphQLResolveInfo): Planned | null => {
  const known = plannedByNodes.get(arrivals) ?? new WeakMap<readonly FieldNode[], Planned | null>();
  plannedByNodes.set(arrivals, known);
  const found = known.get(fieldNodes);
  if (found !== undefined) return found;
  const planned = arrivals.find(levelOf(path), parentType.name);
  known.set(fieldNodes, planned);
  return planned;
};

/** The type of an object: its own word where its field gives objects of several types. */
const typeOf = (value: unknown, { returnType }: GraphQLResolveInfo): string => {
  const type = getNamedType(returnType);
  if (isObjectType(type)) return type.name;
  return typeof value === 'object' && value !== null && 'typeName' in value ? String(value.typeName) : '';
};

/** Counts what a field gives of one object, each part of it as it comes. */
const follow = (arrivals: Arrivals, field: Planned, info: GraphQLResolveInfo, value: unknown): unknown => {
  if (value instanceof Promise) {
    return value.then(
      (given) => follow(arrivals, field, info, given),
      (error: unknown) => {
        arrivals.arrive(field, []);
        throw error;
      },
    );
  }
  if (!Array.isArray(value)) {
    arrivals.arrive(field, value === null || value === undefined ? [] : [typeOf(value, info)]);
    return value;
  }
  const items = value.map((item: unknown) => {
    if (!(item instanceof Promise)) return item;
    arrivals.expect(field);
    return follow(arrivals, field, info, item);
  });
  const here = items.filter((item) => !(item instanceof Promise) && item !== null);
  arrivals.arrive(
    field,
    here.map((item) => typeOf(item, info)),
  );
  return items;
};

const watched =
  (resolve: Resolver): Resolver =>
  (source, args, context, info) => {
    const arrivals = context?.arrivals;
    const field = arrivals ? plannedOf(arrivals, info) : null;
    if (!arrivals || !field) return resolve(source, args, context, info);
    arrivals.start(field);
    try {
      return follow(arrivals, field, info, resolve(source, args, context, info));
    } catch (error) {
      arrivals.arrive(field, []);
      throw error;
    }
  };

const watchType = (type: GraphQLObjectType): void => {
  for (const field of Object.values(type.getFields())) {
    if (isCompositeType(getNamedType(field.type))) field.resolve = watched(field.resolve ?? defaultFieldResolver);
  }
};

/** Has every field that gives objects tell an operation's budget how many it gave, where that must know. */
export const watch = (schema: GraphQLSchema): GraphQLSchema => {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type) && !type.name.startsWith('__')) watchType(type);
  }
  return schema;
};
