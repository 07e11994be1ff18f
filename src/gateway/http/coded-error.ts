/** Every code an error of this product can carry; `docs/errors.md` explains each. */
export type ErrorCode =
  | 'BAD_USER_INPUT'
  | 'CANCELLED'
  | 'FORBIDDEN'
  | 'GRAPHQL_PARSE_FAILED'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'INTERNAL_SERVER_ERROR'
  | 'LINKED_ACCOUNT_EXPIRED'
  | 'LINKED_ACCOUNT_NOT_FOUND'
  | 'LINKED_ACCOUNT_REQUIRED'
  | 'NOT_AVAILABLE'
  | 'NOT_FOUND'
  | 'OVERLOADED'
  | 'PERSISTED_QUERY_NOT_SUPPORTED'
  | 'QUERY_TOO_COMPLEX'
  | 'QUERY_TOO_COSTLY'
  | 'RATE_LIMITED'
  | 'UNAUTHENTICATED'
  | 'UPSTREAM_BAD_RESPONSE'
  | 'UPSTREAM_ERROR'
  | 'UPSTREAM_REDIRECT'
  | 'UPSTREAM_TIMEOUT'
  | 'UPSTREAM_TOO_LARGE'
  | 'UPSTREAM_UNAUTHENTICATED'
  | 'UPSTREAM_UNAVAILABLE'
  | 'WRITES_DISABLED';

/** Who of the upstream answered. */
export type Origin = 'MATON' | 'SENTRY';

/** What is known of a failure beside its code and sentence. */
export type ErrorFacts = {
  /** Whose answer it was; absent when nobody answered or the answer did not tell. */
  origin?: Origin;
  /** Seconds after which trying again makes sense. */
  retryAfter?: number;
  /** Whether a write was carried out. */
  outcome?: 'UNKNOWN';
  upstreamStatus?: number;
  /** Sentry's new slug of a renamed project, unchecked. */
  movedTo?: string;
  cause?: unknown;
};

/** The one error of this product: a code for programs, a sentence for people. Only the server makes a GraphQL error of it. */
export class CodedError extends Error {
  override readonly name = 'CodedError';
  readonly code: ErrorCode;
  readonly origin: Origin | undefined;
  readonly retryAfter: number | undefined;
  readonly outcome: 'UNKNOWN' | undefined;
  readonly upstreamStatus: number | undefined;
  readonly movedTo: string | undefined;

  constructor(code: ErrorCode, message: string, facts: ErrorFacts = {}) {
    super(message, { cause: facts.cause });
    this.code = code;
    this.origin = facts.origin;
    this.retryAfter = facts.retryAfter;
    this.outcome = facts.outcome;
    this.upstreamStatus = facts.upstreamStatus;
    this.movedTo = facts.movedTo;
  }
}

/** Refuses a value a person gave; nothing has been sent. */
export const badInput = (message: string): CodedError => new CodedError('BAD_USER_INPUT', message);

/** An answer of the upstream that cannot be read. The sentence never quotes the answer. */
export const badResponse = (message: string, cause?: unknown): CodedError =>
  new CodedError('UPSTREAM_BAD_RESPONSE', message, { cause });

const advice = 'It is unknown whether the change was made: read before you repeat it.';

/** The same error of a write that may have been carried out. */
export const outcomeUnknown = ({ code, message, origin, retryAfter, upstreamStatus, cause }: CodedError): CodedError =>
  new CodedError(code, message.endsWith(advice) ? message : `${message} ${advice}`, {
    outcome: 'UNKNOWN',
    cause,
    ...(origin && { origin }),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(upstreamStatus !== undefined && { upstreamStatus }),
  });

/** Whether `error` says that something is not there. */
export const isNotFound = (error: unknown): error is CodedError =>
  error instanceof CodedError && error.code === 'NOT_FOUND';
