import type { Caller } from './gateway/http/call.ts';
import type { CodedError } from './gateway/http/coded-error.ts';
import type { Gateway } from './gateway/http/index.ts';
import type { Operation } from './gateway/operation.ts';
import { createLoadersFor, type Loaders } from './loaders/index.ts';
import type { Provable, ResponsePath } from './loaders/resource.ts';

/** What resolvers know of the request they answer. */
export type GraphContext = {
  readonly operation: Operation;
  readonly caller: Caller;
  /** Loaders by linked account; null is the account the request came with. */
  loadersFor(account: string | null): Loaders;
  /** Every lookup of the operation with its place in the answer; what proves missing is set to null at the end. */
  readonly lookups: { readonly path: ResponsePath; readonly resource: Provable }[];
  /** Errors that belong to the answer although their field has a value. */
  readonly faults: { readonly path: ResponsePath; readonly error: CodedError }[];
};

/** Makes the context of one operation. */
export const createContext = (gateway: Gateway, caller: Caller, operation: Operation): GraphContext => ({
  operation,
  caller,
  loadersFor: createLoadersFor(gateway, caller, operation),
  lookups: [],
  faults: [],
});
