import type { IncomingMessage } from 'node:http';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { createYoga, type GraphQLParams, isAsyncIterable } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Gateway } from '../gateway/http/index.ts';
import { limits } from '../gateway/limits.ts';
import { schema } from '../schema/index.ts';
import { byGet } from './by-get.ts';
import { createDocumentCache } from './document-cache.ts';
import type { Metrics } from './metrics.ts';
import { createOperations, type RequestContext } from './operations.ts';
import { persisted } from './persisted.ts';
import { requestExtensions } from './request-extensions.ts';
import { staticLimits } from './static-limits.ts';
import { trustedDocuments } from './trusted/index.ts';

/** What plugins see of a request whose parameters were read by the HTTP side. */
const posted = new Request('http://localhost/graphql', { method: 'POST' });

const thrown = (error: unknown): GraphQLError => {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
};

/**
 * The GraphQL side of the server: JSON by POST and queries by GET, answers with their cost, nothing cached but parsed documents.
 */
export const createGraphQL = (config: Config, gateway: Gateway, log: Logger, metrics?: Metrics) => {
  const { plugin, settle } = createOperations(config, gateway, log, metrics);
  const yoga = createYoga<RequestContext>({
    schema,
    graphqlEndpoint: '*',
    landingPage: false,
    graphiql: false,
    multipart: false,
    batching: false,
    logging: false,
    maskedErrors: false,
    // Bodies are read, and bounded, before.
    maxRequestBodySize: false,
    cors: false,
    parserAndValidationCache: {
      documentCache: createDocumentCache(),
      errorCache: new LRUCache<string, object>({ max: limits.documentCache }),
    },
    extraParamNames: config.trustedDocuments ? ['documentId'] : [],
    plugins: [
      byGet,
      ...(config.trustedDocuments ? [trustedDocuments(config.trustedDocuments, log)] : []),
      persisted,
      requestExtensions,
      staticLimits,
      plugin,
    ],
  });
  return {
    /** Answers any other request, whose body was read, by yoga's emulation of fetch. */
    fetch: (
      { method = 'GET', url = '/graphql', headers: { accept, 'content-type': type } }: IncomingMessage,
      body: string,
      context: RequestContext,
    ): Promise<Response> | Response =>
      yoga.fetch(
        new yoga.fetchAPI.Request(`http://localhost${url}`, {
          method,
          headers: { ...(accept !== undefined && { accept }), ...(type !== undefined && { 'content-type': type }) },
          ...(method === 'POST' && { body }),
          signal: context.left,
        }),
        context,
      ),
    /** Runs what was posted through the same plugins as `yoga`. What they throw, or `read`, is told in its errors. */
    run: async (read: GraphQLParams | Promise<GraphQLParams>, context: RequestContext): Promise<ExecutionResult> => {
      try {
        const result = await yoga.getResultForParams({ params: await read, request: posted }, context);
        if (result && !isAsyncIterable(result)) return settle(result, context);
        throw new Error('Nothing here answers with more than one result.');
      } catch (error) {
        return settle({ errors: [thrown(error)] }, context);
      }
    },
  };
};

/** The GraphQL side, as the HTTP side knows it. */
export type GraphQL = ReturnType<typeof createGraphQL>;
