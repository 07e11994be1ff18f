import { GraphQLError } from 'graphql';
import type { ErrorCode } from '../gateway/http/coded-error.ts';
import { presentable } from './errors.ts';
import { clipped } from './too-complex.ts';

/** Codes that yoga, the scalars and our own plugins give before a document runs, and ours for them. */
const codes: ReadonlyMap<unknown, ErrorCode> = new Map<unknown, ErrorCode>([
  ['QUERY_TOO_COMPLEX', 'QUERY_TOO_COMPLEX'],
  ['REQUEST_ENTITY_TOO_LARGE', 'QUERY_TOO_COMPLEX'],
  ['PERSISTED_QUERY_NOT_SUPPORTED', 'PERSISTED_QUERY_NOT_SUPPORTED'],
  ['BAD_USER_INPUT', 'BAD_USER_INPUT'],
  ['BAD_REQUEST', 'BAD_USER_INPUT'],
  ['OPERATION_RESOLUTION_FAILURE', 'BAD_USER_INPUT'],
]);

/** What graphql-js says, and nothing else, where comparing the fields of a document costs it too much. */
const aborted = 'Validation aborted.';

const codeOf = ({ message, extensions }: GraphQLError): ErrorCode => {
  if (message === aborted) return 'QUERY_TOO_COMPLEX';
  if (message.startsWith('Syntax Error')) return 'GRAPHQL_PARSE_FAILED';
  return codes.get(extensions.code) ?? 'GRAPHQL_VALIDATION_FAILED';
};

const forwardsOnly = /^Unknown argument "(?:last|before)" on field "\w+\.(?:issues|newIssues)"\./;

/** What graphql-js says, with the reason where Sentry or a limit is the reason. */
const sentenceOf = ({ message }: GraphQLError): string => {
  if (message === aborted) {
    return 'The document selects the same fields too many times over: ask for each once, or in several requests.';
  }
  const [told] = forwardsOnly.exec(message) ?? [];
  return told
    ? `${told} Issue lists page forwards only: Sentry's issue search cannot page back truthfully.`
    : clipped(message);
};

/** The status for both media types; a hash alone is no mistake of the client, and 405 names the method to use. */
const httpOf = (code: ErrorCode, { extensions: { http } }: GraphQLError): object => {
  if (code === 'PERSISTED_QUERY_NOT_SUPPORTED') return { status: 200 };
  const isMethod = typeof http === 'object' && http !== null && 'status' in http && http.status === 405;
  return isMethod ? { status: 405, headers: { allow: 'POST' } } : { status: 400 };
};

const statusOf: ReadonlyMap<unknown, number> = new Map([
  ['INTERNAL_SERVER_ERROR', 500],
  ['FORBIDDEN', 403],
]);

/** Errors of requests that never ran: their code by what refused them. What nobody refused is our bug, and masked. */
export const refused = (error: GraphQLError, requestId: string, report: (original: unknown) => void): GraphQLError => {
  if (error.originalError && !(error.originalError instanceof GraphQLError)) {
    const shown = presentable(error, requestId, report);
    const status = statusOf.get(shown.extensions.code) ?? 400;
    return new GraphQLError(shown.message, { extensions: { ...shown.extensions, http: { status } } });
  }
  const code = codeOf(error);
  return new GraphQLError(sentenceOf(error), {
    ...(error.nodes && { nodes: error.nodes }),
    ...(error.source && { source: error.source }),
    ...(error.positions && { positions: error.positions }),
    extensions: { code, requestId, http: httpOf(code, error) },
  });
};
