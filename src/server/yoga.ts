import { type ExecutionResult, getOperationAST, NoSchemaIntrospectionCustomRule, OperationTypeNode } from 'graphql';
import { createYoga, isAsyncIterable, type Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { createContext, type GraphContext } from '../context.ts';
import type { Gateway } from '../gateway/http/index.ts';
import { limits } from '../gateway/limits.ts';
import { schema } from '../schema/index.ts';
import { byGet } from './by-get.ts';
import type { Identity } from './caller.ts';
import { createDocumentCache } from './document-cache.ts';
import { asGraphQLError, presentable } from './errors.ts';
import { finish } from './finish.ts';
import { startOperation } from './operation.ts';
import { persisted } from './persisted.ts';
import { refused } from './refused.ts';
import { staticLimits } from './static-limits.ts';

/** What the HTTP side hands to each request: its id and who asks. */
export type RequestContext = { readonly requestId: string; readonly identity: Identity; readonly left: AbortSignal };

type Server = RequestContext & { params?: { extensions?: Record<string, unknown>; operationName?: string } };

const timeoutOf = (extensions: Record<string, unknown> | undefined, longest: number): number => {
  const asked = extensions?.timeoutMs;
  return typeof asked === 'number' && asked >= 1 && asked < longest ? asked : longest;
};

/** Runs each operation with a context of its own, finishes its result, and leaves one line in the log. */
const operations = (config: Config, gateway: Gateway, log: Logger): Plugin<Server & GraphContext, Server> => {
  const finished = new WeakSet<object>();
  const now = config.mode === 'sandbox' ? config.sandbox.now : undefined;
  return {
    onValidate({ addValidationRule }) {
      if (!config.introspection) addValidationRule(NoSchemaIntrospectionCustomRule);
    },
    onExecute({ args, extendContext }) {
      const { requestId, identity, left, params } = args.contextValue;
      const started = performance.now();
      const isMutation = getOperationAST(args.document, args.operationName)?.operation === OperationTypeNode.MUTATION;
      const longest = isMutation ? limits.mutationField : config.requestTimeout;
      const timeout = timeoutOf(params?.extensions, longest);
      const running = startOperation({
        id: requestId,
        client: identity.client,
        timeout,
        left,
        now,
        isMutation,
        bypass: params?.extensions?.cache === 'bypass',
        isTraced: config.mayTrace && params?.extensions?.trace === true,
      });
      const context = createContext(gateway, identity, running, (line) =>
        log.info({ request: requestId, client: identity.client, ...line }, 'write'),
      );
      extendContext(context);
      return {
        onExecuteDone({ result, setResult }) {
          running.end();
          if (isAsyncIterable(result)) return;
          const report = (error: unknown) => log.error({ request: requestId, err: error }, 'an error was masked');
          const done = finish(result, context, running.warnings, (error, path, nodes) =>
            asGraphQLError(error, path, nodes, requestId),
          );
          const errors = done.errors?.map((error) =>
            error.originalError === undefined && typeof error.extensions.requestId === 'string'
              ? error
              : presentable(error, requestId, report),
          );
          const answer: ExecutionResult = { ...done, ...(errors && { errors }) };
          finished.add(answer);
          setResult(answer);
          const { calls, saved, retries, waitedMs } = running.operation.cost.report();
          log.info(
            {
              request: requestId,
              client: identity.client,
              operation: args.operationName ?? params?.operationName ?? 'anonymous',
              ms: Math.round(performance.now() - started),
              calls,
              saved: Object.values(saved).reduce((sum, count) => sum + count, 0),
              ...(retries > 0 && { retries }),
              ...(waitedMs > 0 && { waited: waitedMs }),
              ...(errors && { errors: [...new Set(errors.map((error) => error.extensions.code))] }),
            },
            errors ? (answer.data ? 'answered in part' : 'failed') : 'answered',
          );
        },
      };
    },
    onResultProcess({ result, setResult, serverContext }) {
      if (Array.isArray(result) || isAsyncIterable(result) || finished.has(result)) return;
      const { requestId } = serverContext;
      const errors = 'errors' in result ? result.errors : undefined;
      if (!errors) return;
      const report = (error: unknown) => log.error({ request: requestId, err: error }, 'an error was masked');
      const shown = errors.map((error) => refused(error, requestId, report));
      log.info(
        {
          request: requestId,
          client: serverContext.identity.client,
          errors: [...new Set(shown.map(({ extensions }) => extensions.code))],
        },
        'refused',
      );
      setResult({ errors: shown });
    },
    onResponse({ response }) {
      // Yoga's event streams bring one of their own; the HTTP side's "no-store" must stand.
      response.headers.delete('cache-control');
    },
  };
};

/** The GraphQL side of the server: JSON by POST and queries by GET, answers with their cost, nothing cached but parsed documents. */
export const createGraphQL = (config: Config, gateway: Gateway, log: Logger) =>
  createYoga<RequestContext>({
    schema,
    graphqlEndpoint: '*',
    landingPage: false,
    graphiql: false,
    multipart: false,
    batching: false,
    logging: false,
    maskedErrors: false,
    maxRequestBodySize: limits.requestBytes,
    cors: false,
    parserAndValidationCache: {
      documentCache: createDocumentCache(),
      errorCache: new LRUCache<string, object>({ max: limits.documentCache }),
    },
    plugins: [byGet, persisted, staticLimits, operations(config, gateway, log)],
  });
