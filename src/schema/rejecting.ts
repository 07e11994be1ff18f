import { type GraphQLFieldResolver, type GraphQLSchema, isNonNullType, isObjectType } from 'graphql';

type Resolver = GraphQLFieldResolver<unknown, unknown>;

const rejecting =
  (resolve: Resolver): Resolver =>
  (source, args, context, info) => {
    try {
      return resolve(source, args, context, info);
    } catch (error) {
      return Promise.reject(error);
    }
  };

/**
 * Has fields that are never null reject where they would throw. In a list of such objects graphql-js forgets the promises of earlier
 * items when a later one throws at once (`completeListValue`), and what those reject with nobody catches.
 */
export const rejectLate = (schema: GraphQLSchema): GraphQLSchema => {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (isNonNullType(field.type) && field.resolve) field.resolve = rejecting(field.resolve);
    }
  }
  return schema;
};
