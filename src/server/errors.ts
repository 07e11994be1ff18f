import { type FieldNode, GraphQLError } from 'graphql';
import { CodedError } from '../gateway/http/coded-error.ts';
import { clipped } from './too-complex.ts';

/** What a GraphQL error of ours carries beside its sentence, and nothing else. */
const extensionsOf = (error: CodedError, requestId: string): Record<string, unknown> => ({
  code: error.code,
  requestId,
  ...(error.retryAfter !== undefined && { retryAfter: error.retryAfter }),
  ...(error.outcome !== undefined && { outcome: error.outcome }),
  ...(error.upstreamStatus !== undefined && { upstreamStatus: error.upstreamStatus }),
  ...(error.origin !== undefined && { origin: error.origin }),
});

const plain = (error: GraphQLError, message: string, extensions: Record<string, unknown>): GraphQLError =>
  new GraphQLError(message, {
    ...(error.nodes && { nodes: error.nodes }),
    ...(error.source && { source: error.source }),
    ...(error.positions && { positions: error.positions }),
    ...(error.path && { path: error.path }),
    extensions,
  });

/** A coded error as a GraphQL error at a path. */
export const asGraphQLError = (
  error: CodedError,
  path: readonly (string | number)[],
  nodes: readonly FieldNode[],
  requestId: string,
): GraphQLError => new GraphQLError(error.message, { path, nodes, extensions: extensionsOf(error, requestId) });

/**
 * Makes any error fit to be shown: ours with their code, refusals of values by graphql-js as `BAD_USER_INPUT`, everything else
 * masked. `report` is told of what was masked.
 */
export const presentable = (
  error: GraphQLError,
  requestId: string,
  report: (original: unknown) => void,
): GraphQLError => {
  const { originalError } = error;
  if (originalError instanceof CodedError)
    return plain(error, originalError.message, extensionsOf(originalError, requestId));
  if (error.extensions.code === 'BAD_USER_INPUT')
    return plain(error, clipped(error.message), { code: 'BAD_USER_INPUT', requestId });
  // What graphql-js itself finds while executing: variables and arguments of the wrong form, the former with a scalar's error.
  if (
    (originalError === undefined || originalError instanceof GraphQLError) &&
    /^(Variable|Argument|Operation|Unknown operation|Must provide)/.test(error.message)
  ) {
    return plain(error, clipped(error.message), { code: 'BAD_USER_INPUT', requestId });
  }
  report(originalError ?? error);
  return plain(error, 'Something went wrong inside this service; its log has more under this request id.', {
    code: 'INTERNAL_SERVER_ERROR',
    requestId,
  });
};
