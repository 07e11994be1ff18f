import type { GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import type { GraphContext } from '../context.ts';
import { type Eventually, levelOf, type Provable, type ResponsePath } from '../loaders/resource.ts';
import { nestedParts, provesItself } from './selection.ts';
import { seesPersons } from './sensitive.ts';

type Checkable = Provable & { check(level: string): Promise<void>; expect(parts: readonly string[]): void };

/** What a lookup costs, for descriptions. */
export const lookupCost = 'No call for its key fields but one to see that it is there.';

/**
 * Gives a looked-up object without asking for it, as long as something selected of it will make a call that shows that it is
 * there; otherwise checks with one call. Should it prove missing later, its place becomes null when the result is finished.
 */
export const lookup = <R extends Checkable>(
  resource: R,
  type: string,
  context: GraphContext,
  info: GraphQLResolveInfo,
  path: ResponsePath = info.path,
): Eventually<R> => {
  context.lookups.push({ path, nodes: info.fieldNodes, resource });
  const definition = info.schema.getType(type) as GraphQLObjectType;
  resource.expect(nestedParts(info, definition));
  if (resource.proved || provesItself(info, definition, resource, seesPersons(context))) return resource;
  return resource.check(levelOf(path)).then(() => resource);
};
