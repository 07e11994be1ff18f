import {
  type GraphQLField,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNullableType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { GraphContext } from '../context.ts';
import { isRow } from '../gateway/read.ts';
import { pathKeys } from '../loaders/resource.ts';
import type { FieldCost } from './field-cost.ts';
import { andThen } from './member.ts';
import { namesPerson } from './person.ts';

/** Marks the options of a field that holds personal data as a whole. Its description says that it needs the SENSITIVE scope. */
export const sensitive = <O extends object>(options: O & { readonly extensions?: FieldCost }) => ({
  ...options,
  extensions: { ...options.extensions, sensitive: 'whole' } satisfies FieldCost,
});

/** Whether the client may see personal data. */
export const seesPersons = ({ viewer }: Pick<GraphContext, 'viewer'>): boolean => viewer.scopes.includes('SENSITIVE');

/** Tells that something was left out: once for each field, however many rows of a list it stands in. */
export const withhold = (
  { operation, withheld }: GraphContext,
  { path }: Pick<GraphQLResolveInfo, 'path'>,
  need = 'personal data needs the SENSITIVE scope',
): void => {
  const names = pathKeys(path).filter((key) => typeof key === 'string');
  const name = names.join('.');
  if (withheld.has(name)) return;
  withheld.add(name);
  operation.warn({ code: 'FORBIDDEN', message: `Left out: ${need}.`, path: names });
};

/** What stands for a value that is left out: nothing, or something empty where the graph promises a value. */
const nothingOf = ({ type }: GraphQLField<unknown, GraphContext>): unknown => {
  if (!isNonNullType(type)) return null;
  return isListType(getNullableType(type)) ? [] : {};
};

const isOfPerson = (entry: unknown): boolean => isRow(entry) && typeof entry.key === 'string' && namesPerson(entry.key);

const guard = (field: GraphQLField<unknown, GraphContext>): void => {
  const { sensitive: mark } = field.extensions as FieldCost;
  const { resolve } = field;
  if (mark === undefined || !resolve) return;
  const nothing = nothingOf(field);
  field.resolve = (source, args, context, info) => {
    if (seesPersons(context)) return resolve(source, args, context, info);
    if (mark === 'whole') {
      withhold(context, info);
      return nothing;
    }
    return andThen(resolve(source, args, context, info), (entries: unknown) => {
      if (!Array.isArray(entries) || !entries.some(isOfPerson)) return entries;
      withhold(context, info);
      return entries.filter((entry) => !isOfPerson(entry));
    });
  };
};

/** Leaves personal data out of the answers of clients without the SENSITIVE scope, wherever a field is marked. */
export const guarded = (schema: GraphQLSchema): GraphQLSchema => {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type)) for (const field of Object.values(type.getFields())) guard(field);
  }
  return schema;
};
