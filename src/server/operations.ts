import type { IncomingHttpHeaders } from 'node:http';
import {
  type ExecutionResult,
  execute,
  getOperationAST,
  NoSchemaIntrospectionCustomRule,
  OperationTypeNode,
} from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { createContext, type GraphContext } from '../context.ts';
import type { Gateway } from '../gateway/http/index.ts';
import { limits } from '../gateway/limits.ts';
import { schema } from '../schema/index.ts';
import { keptPlanOf } from '../schema/price/kept-plans.ts';
import type { Identity } from './caller.ts';
import { pointsFor } from './client-points.ts';
import { asGraphQLError, presentable } from './errors.ts';
import { finish } from './finish.ts';
import { operationName } from './log.ts';
import type { Metrics } from './metrics.ts';
import { startOperation } from './operation.ts';
import { answerUnrun } from './priced.ts';
import { refused } from './refused.ts';
import type { RequestExtensions } from './request-extensions.ts';
import { startSpan } from './tracing.ts';

/** What the HTTP side hands to each request: its id, who asks, and when it came (`performance.now()`). */
export type RequestContext = {
  readonly requestId: string;
  readonly identity: Identity;
  readonly headers: IncomingHttpHeaders;
  readonly arrived: number;
  /** Aborts when the client has gone. */
  readonly left: AbortSignal;
};

type Server = RequestContext & { params?: { extensions?: RequestExtensions; operationName?: string } };

/** Every operation of this server, and what became of it. */
export type Operations = {
  /** Runs each with a context of its own, finishes its result, and leaves one line in the log. */
  readonly plugin: Plugin<Server & GraphContext, Server>;
  /** Makes the result of a request that never ran fit to be shown, and leaves a line; that of one that ran is as it should be. */
  settle(result: ExecutionResult, context: RequestContext): ExecutionResult;
};

/** Makes what runs the operations of one server. */
export const createOperations = (
  config: Config,
  gateway: Gateway,
  log: Logger,
  metrics: Metrics | undefined,
): Operations => {
  const finished = new WeakSet<object>();
  const points = pointsFor(config);
  const { maxCalls } = config;
  const isStrict = config.trustedDocuments?.strict === true;
  const now = config.mode === 'sandbox' ? config.sandbox.now : undefined;
  const settle: Operations['settle'] = (result, { requestId, identity, arrived }) => {
    if (finished.has(result) || !result.errors) return result;
    const report = (error: unknown) => log.error({ request: requestId, err: error }, 'an error was masked');
    const errors = result.errors.map((error) => refused(error, requestId, report));
    const codes = errors.map(({ extensions }) => extensions.code);
    metrics?.refused(codes);
    const ms = Math.round(performance.now() - arrived);
    log.info({ request: requestId, client: identity.client, ms, errors: [...new Set(codes)] }, 'refused');
    return { errors };
  };
  const plugin: Operations['plugin'] = {
    onValidate({ addValidationRule }) {
      if (!config.introspection) addValidationRule(NoSchemaIntrospectionCustomRule);
    },
    onExecute({ args, extendContext, setExecuteFn, setResultAndStopExecution }) {
      const { requestId, identity, headers, left, params } = args.contextValue;
      const started = performance.now();
      const definition = getOperationAST(args.document, args.operationName);
      const type = definition?.operation ?? OperationTypeNode.QUERY;
      const name = operationName(definition?.name?.value);
      const isMutation = type === OperationTypeNode.MUTATION;
      const { client } = identity;
      const longest = isMutation ? limits.mutationField : config.requestTimeout;
      const timeout = Math.min(params?.extensions?.timeoutMs ?? longest, longest);
      const plan = keptPlanOf(schema, {
        document: args.document,
        operationName: args.operationName,
        variables: args.variableValues,
        account: identity.caller.account,
      });
      const isDryRun = params?.extensions?.dryRun === true;
      const unrun = plan && answerUnrun({ plan, client, requestId, maxCalls, points, isDryRun });
      if (unrun) {
        finished.add(unrun);
        const codes = unrun.errors?.map(({ extensions }) => extensions.code);
        if (codes) metrics?.refused(codes);
        log.info(
          { request: requestId, client, calls: 0, ...(codes && { errors: codes }) },
          codes ? 'refused' : 'priced',
        );
        return setResultAndStopExecution(unrun);
      }
      const span = startSpan({ requestId, type, name, client, headers }, config.traceUpstream);
      // Yoga's own executor answers the fields of an object in the order in which they settle, not in the document's.
      setExecuteFn(span?.traceId ? (given) => span.run(() => execute(given)) : execute);
      metrics?.started();
      const running = startOperation({
        id: requestId,
        client,
        timeout,
        left,
        now,
        isMutation,
        bypass: params?.extensions?.cache === 'bypass',
        ...(plan && { plan }),
        maxCalls,
        isTraced: config.mayTrace && params?.extensions?.trace === true,
        span,
      });
      const context = createContext(gateway, identity, running, (line) => {
        metrics?.wrote(line.outcome);
        log.info({ request: requestId, client, ...line }, 'write');
      });
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
          // "GraphQL over HTTP" has an answer without data be no success; `spec` is for those who take its own media type.
          if (!('data' in done)) for (const error of errors ?? []) error.extensions.http = { spec: true, status: 400 };
          const answer: ExecutionResult = { ...done, ...(errors && { errors }) };
          finished.add(answer);
          setResult(answer);
          const { calls, saved, retries, waitedMs } = running.operation.cost.report();
          points?.pay(client, { calls, writes: running.operation.cost.writes });
          const codes = errors?.map(({ extensions }) => extensions.code) ?? [];
          const outcome = errors ? (answer.data ? 'answered in part' : 'failed') : 'answered';
          const ms = performance.now() - started;
          metrics?.operation({ type, outcome, trusted: isStrict ? name : undefined, ms, codes, saved });
          span?.end(outcome === 'failed' ? String(codes[0]) : undefined, { 'sentry_graph.calls': calls });
          log.info(
            {
              request: requestId,
              ...(span?.traceId && { trace: span.traceId }),
              client,
              operation: name,
              ms: Math.round(ms),
              calls,
              saved: Object.values(saved).reduce((sum, count) => sum + count, 0),
              ...(retries > 0 && { retries }),
              ...(waitedMs > 0 && { waited: waitedMs }),
              ...(errors && { errors: [...new Set(codes)] }),
            },
            outcome,
          );
        },
      };
    },
    onResultProcess({ result, setResult, serverContext }) {
      if (!Array.isArray(result) && !isAsyncIterable(result)) setResult(settle(result, serverContext));
    },
  };
  return { plugin, settle };
};
