import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/**
 * Answers a request that gives a document's hash alone the way clients of automatic persisted queries know: they send the
 * document then, and hashes no more.
 */
export const persisted: Plugin = {
  onParams({ params }) {
    if (params.query || !params.extensions?.persistedQuery) return;
    throw new GraphQLError('PersistedQueryNotSupported', { extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } });
  },
};
