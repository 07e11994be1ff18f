import type { FieldNode } from 'graphql';
import type { Mode } from './config.ts';
import type { Arrivals } from './gateway/arrivals.ts';
import type { Caller } from './gateway/http/call.ts';
import type { CodedError } from './gateway/http/coded-error.ts';
import type { Gateway } from './gateway/http/index.ts';
import type { Operation } from './gateway/operation.ts';
import { createLoadersFor, type Loaders } from './loaders/index.ts';
import type { Provable, ResponsePath } from './loaders/resource.ts';
import { RowCount } from './loaders/row-count.ts';

/** A field in the answer and in the document. */
export type Place = { readonly path: ResponsePath; readonly nodes: readonly FieldNode[] };

/** What a client may do. */
export type Scope = 'READ' | 'WRITE' | 'MANAGE_LINKED_ACCOUNTS' | 'SENSITIVE';

/** The client as it may see itself. */
export type Viewer = {
  /** Null where nobody has to identify. */
  readonly name: string | null;
  readonly mode: Mode;
  readonly scopes: readonly Scope[];
  /** What the service would let anyone do; absent where that is `scopes`. */
  readonly offered?: readonly Scope[];
};

/** What the log keeps of a write: ids and outcome, never a value. */
export type AuditLine = {
  readonly mutation: string;
  readonly account: string | null;
  readonly ids: readonly string[];
  readonly outcome: 'done' | 'refused' | 'unknown' | 'failed';
};

/** What resolvers know of the request they answer. */
export type GraphContext = {
  readonly operation: Operation;
  /** What has come of the operation so far, where its budget must know. */
  readonly arrivals: Arrivals | null;
  readonly caller: Caller;
  readonly viewer: Viewer;
  /** Linked accounts that may be named; null is any. */
  readonly choosable: ReadonlySet<string> | null;
  /** Loaders by linked account; null is the account the request came with. @throws CodedError for one that may not be named. */
  loadersFor(account: string | null): Loaders;
  /** Starts the clock of a mutation's root field, by its response path; gives what makes loaders for it that know nothing yet. */
  startField(level: string): () => (account: string | null) => Loaders;
  /** Writes one line about a write into the log. */
  audit(line: AuditLine): void;
  /** Rows of connections given so far. */
  readonly rows: RowCount;
  /** Every lookup of the operation with its place in the answer; what proves missing is set to null at the end. */
  readonly lookups: (Place & { readonly resource: Provable })[];
  /** Fields whose personal data was left out, by their names in the answer. */
  readonly withheld: Set<string>;
  /** Errors that belong to the answer although their field has a value. */
  readonly faults: (Place & { readonly error: CodedError })[];
};

/** Makes the context of one operation. */
export const createContext = (
  gateway: Gateway,
  { caller, viewer, choosable }: Pick<GraphContext, 'caller' | 'viewer' | 'choosable'>,
  {
    operation,
    arrivals,
    field,
  }: { readonly operation: Operation; readonly arrivals: Arrivals | null; field(level: string): Operation },
  audit: GraphContext['audit'],
): GraphContext => ({
  operation,
  arrivals,
  caller,
  viewer,
  choosable,
  loadersFor: createLoadersFor(gateway, caller, operation, choosable),
  startField: (level) => {
    const own = field(level);
    return () => createLoadersFor(gateway, caller, own, choosable);
  },
  audit,
  rows: new RowCount(),
  lookups: [],
  withheld: new Set(),
  faults: [],
});
