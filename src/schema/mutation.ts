import type { GraphQLResolveInfo } from 'graphql';
import type { AuditLine, GraphContext, Scope } from '../context.ts';
import type { Api } from '../gateway/api.ts';
import { CodedError } from '../gateway/http/coded-error.ts';
import { Refused } from '../gateway/http/refused.ts';
import type { Key } from '../gateway/keys.ts';
import type { Loaders } from '../loaders/index.ts';
import { levelOf, pathKeys, type Resource } from '../loaders/resource.ts';
import { builder } from './builder.ts';
import { selects } from './selection.ts';
import { type FieldNames, type UserError, UserErrors, UserErrorType, userErrorsOf } from './user-error.ts';

builder.mutationType({
  description: 'Everything that can be changed; fields run one after another, each write is sent at most once.',
});

/** What a mutation came to: its objects, all absent where it was refused, and the refusals. */
export type Outcome<T> = { readonly [N in keyof T]?: T[N] | null } & { readonly userErrors: readonly UserError[] };

type OutcomeBuilder<T> = Parameters<
  NonNullable<Parameters<ReturnType<typeof builder.objectRef<Outcome<T>>>['implement']>[0]['fields']>
>[0];
type OutcomeFields<T> = ReturnType<
  NonNullable<Parameters<ReturnType<typeof builder.objectRef<Outcome<T>>>['implement']>[0]['fields']>
>;

/** Makes the payload type of a mutation: its own fields, all nullable, and `userErrors`. */
export const payloadType = <T>(name: string, description: string, fields: (t: OutcomeBuilder<T>) => OutcomeFields<T>) =>
  builder.objectRef<Outcome<T>>(name).implement({
    description,
    fields: (t) => ({
      ...fields(t),
      userErrors: t.field({
        type: [UserErrorType],
        nullable: false,
        description: 'Refusals; empty where the change was made.',
        resolve: ({ userErrors }) => [...userErrors],
      }),
    }),
  });

const outcomeOf = (error: unknown): AuditLine['outcome'] => {
  if (error instanceof Refused) return 'refused';
  return error instanceof CodedError && error.outcome === 'UNKNOWN' ? 'unknown' : 'failed';
};

/** What a write goes through, and the member of the input that names it. */
type NamedObject = { readonly object: { notFound(): Error }; readonly field: string };

/** Whether Sentry's "not found" of a write speaks of no member of its body. */
const isMissing = (error: unknown): boolean =>
  error instanceof Refused && error.status === 404 && error.problems.every(({ path }) => path.length === 0);

const missing = ({ object, field }: NamedObject): UserErrors =>
  new UserErrors([{ code: 'NOT_FOUND', message: object.notFound().message, field: [field] }]);

/** One root field of a mutation while it runs. */
export class Writing {
  readonly #context: GraphContext;
  readonly #info: GraphQLResolveInfo;
  readonly #fresh: () => (account: string | null) => Loaders;
  #loaders: (account: string | null) => Loaders;

  constructor(context: GraphContext, info: GraphQLResolveInfo) {
    this.#context = context;
    this.#info = info;
    this.#fresh = context.startField(this.level);
    this.#loaders = this.#fresh();
  }

  /** Response path, for reads before the write. */
  get level(): string {
    return levelOf(this.#info.path);
  }

  /** Loaders of an account that know nothing from before the last write. @throws CodedError for one that may not be named. */
  loaders(account: string | null): Loaders {
    return this.#loaders(account);
  }

  /** Whether a field of the payload is selected. */
  wants(field: string): boolean {
    return selects(this.#info, field);
  }

  /** Leaves a note for `extensions.warnings` at the mutation's field. */
  warn(code: string, message: string): void {
    this.#context.operation.warn({ code, message, path: pathKeys(this.#info.path) });
  }

  /**
   * A member of an object that is about to be deleted, for a field of the payload: read only where that is selected. Null where
   * the object is not there.
   */
  async before<K extends Key, F, N extends keyof F & string>(
    field: string,
    object: Resource<K, F>,
    name: N,
  ): Promise<F[N] | null> {
    return this.wants(field) ? this.find(object, name) : null;
  }

  /** A member of an object; null where the object is not there. */
  async find<K extends Key, F, N extends keyof F & string>(object: Resource<K, F>, name: N): Promise<F[N] | null> {
    try {
      return await object.get(name, this.#info.path);
    } catch (error) {
      if (object.disproved) return null;
      throw error;
    }
  }

  /**
   * Deletes an object. Sentry deletes later and says "not found" meanwhile, so that a repeated deletion reads as done; since
   * an object that never was there reads the same, a warning tells.
   */
  async remove(
    account: string | null,
    ids: readonly string[],
    object: { describe(): string },
    write: (api: Api) => Promise<void>,
  ): Promise<void> {
    try {
      await this.send(account, ids, write);
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 404) throw error;
      this.warnGone(object);
    }
  }

  /** Tells that what was to be deleted was not there, and what else that may mean. */
  warnGone(object: { describe(): string }, perhaps = 'is not wholly visible to the linked account'): void {
    this.warn('NOT_FOUND', `${object.describe()} was not found: it is deleted already, never was, or ${perhaps}.`);
  }

  /**
   * Makes a write that concerns `ids`, leaves a line in the audit log, and forgets what was read before. Sentry's "not found"
   * becomes a user error about `what` was named.
   */
  async send<T>(
    account: string | null,
    ids: readonly string[],
    write: (api: Api) => Promise<T>,
    what?: NamedObject,
  ): Promise<T> {
    const line = { mutation: this.#info.fieldName, account, ids };
    const { api } = this.#loaders(account);
    try {
      const result = await write(api);
      this.#context.audit({ ...line, outcome: 'done' });
      return result;
    } catch (error) {
      this.#context.audit({ ...line, outcome: outcomeOf(error) });
      throw what && isMissing(error) ? missing(what) : error;
    } finally {
      this.#loaders = this.#fresh();
    }
  }
}

/** Scopes that mutations ask for. */
type ChangingScope = Exclude<Scope, 'READ' | 'SENSITIVE'>;

const switchedOff: Readonly<Record<ChangingScope, () => CodedError>> = {
  WRITE: () =>
    new CodedError(
      'WRITES_DISABLED',
      'Writes are off here: the service changes nothing until it is started with WRITES=1.',
    ),
  MANAGE_LINKED_ACCOUNTS: () =>
    new CodedError(
      'FORBIDDEN',
      'Linked accounts are not managed here: the service creates and deletes none until it is started with LINKED_ACCOUNTS_MANAGE=1.',
    ),
};

/** Why a client may not make a change: the service is not set up for it, or the client's own proof does not allow it. */
const refusalOf = (scope: ChangingScope, { scopes, offered = scopes }: GraphContext['viewer']): CodedError =>
  offered.includes(scope)
    ? new CodedError('FORBIDDEN', `This needs the ${scope} scope, which the client's token does not have.`)
    : switchedOff[scope]();

/**
 * The resolver of a mutation. `act` checks its input, writes, and gives the payload's objects; what it throws as `UserErrors`,
 * and what Sentry refuses, becomes `userErrors`, with Sentry's members named as `names` says.
 */
export const writing =
  <A, T>(
    names: FieldNames,
    act: (
      args: A,
      write: Writing,
    ) => Promise<{ readonly [N in keyof T]?: T[N] | null } & { readonly userErrors?: readonly UserError[] }>,
    scope: ChangingScope = 'WRITE',
  ) =>
  async (_root: unknown, args: A, context: GraphContext, info: GraphQLResolveInfo): Promise<Outcome<T>> => {
    if (!context.viewer.scopes.includes(scope)) throw refusalOf(scope, context.viewer);
    const failed = (userErrors: readonly UserError[]) => ({ userErrors }) as unknown as Outcome<T>;
    try {
      const done = await act(args, new Writing(context, info));
      return { ...done, userErrors: done.userErrors ?? [] };
    } catch (error) {
      if (error instanceof UserErrors) return failed(error.errors);
      if (error instanceof Refused) return failed(userErrorsOf(error, names));
      throw error;
    }
  };
