import type { GraphQLResolveInfo } from 'graphql';
import type { Key } from '../gateway/keys.ts';
import type { Payload } from '../gateway/payload.ts';
import { optional, type Reader, type Row } from '../gateway/read.ts';
import type { Eventually, Resource } from '../loaders/resource.ts';
import type { FieldCost } from './field-cost.ts';

/** Goes on with a value that may still be on its way, at once where it is there. */
export const andThen = <T, U>(value: Eventually<T>, next: (value: T) => U): Eventually<U> =>
  value instanceof Promise ? value.then(next) : next(value);

/** Options of a field that depends on nothing but its object's key. */
export const free = { extensions: { free: true } satisfies FieldCost };

/** Options of a field that depends on its object's key, or on one member where another key was given. */
export const keyed = (reads: string) => ({ extensions: { free: true, part: 'summary', reads } satisfies FieldCost });

/** Options of a nullable field that shows a member of its resource's payload, perhaps in another form. */
export function member<F, N extends keyof F & string>(
  payload: Payload<F>,
  name: N,
): {
  extensions: FieldCost;
  resolve: <K extends Key>(
    resource: Resource<K, F>,
    args: object,
    context: object,
    info: GraphQLResolveInfo,
  ) => Eventually<F[N] | null>;
};
export function member<F, N extends keyof F & string, T>(
  payload: Payload<F>,
  name: N,
  shown: (value: F[N]) => T,
): {
  extensions: FieldCost;
  resolve: <K extends Key>(
    resource: Resource<K, F>,
    args: object,
    context: object,
    info: GraphQLResolveInfo,
  ) => Eventually<T | null>;
};
export function member<F, N extends keyof F & string>(
  payload: Payload<F>,
  name: N,
  shown: (value: F[N]) => unknown = (value) => value,
) {
  const show = (value: F[N] | null) => (value === null ? null : shown(value));
  return {
    extensions: { part: payload.partOf[name], reads: name } satisfies FieldCost,
    resolve: <K extends Key>(resource: Resource<K, F>, _args: object, _context: object, { path }: GraphQLResolveInfo) =>
      andThen(resource.get(name, path), show),
  };
}

type Needed<F, T> = {
  nullable: false;
  extensions: FieldCost;
  resolve: <K extends Key>(
    resource: Resource<K, F>,
    args: object,
    context: object,
    info: GraphQLResolveInfo,
  ) => Eventually<T>;
};

/** As `member`, for what every payload carries: a null there is an error at the field. */
export function needed<F, N extends keyof F & string>(payload: Payload<F>, name: N): Needed<F, F[N]>;
export function needed<F, N extends keyof F & string, T>(
  payload: Payload<F>,
  name: N,
  shown: (value: F[N]) => T,
): Needed<F, T>;
export function needed<F, N extends keyof F & string>(
  payload: Payload<F>,
  name: N,
  shown: (value: F[N]) => unknown = (value) => value,
): Needed<F, unknown> {
  return {
    nullable: false,
    extensions: { part: payload.partOf[name], reads: name },
    resolve: (resource, _args, _context, { path }) => andThen(resource.need(name, path), shown),
  };
}

/** Options of a nullable field that shows a member of a plain payload object. */
export const part = <T>(name: string, reader: Reader<T>) => ({
  resolve: (row: Row): T | null => optional(row, name, reader),
});
