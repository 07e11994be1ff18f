import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import {
  type Context,
  context,
  type Span as OtelSpan,
  propagation,
  SpanKind,
  SpanStatusCode,
  type TextMapGetter,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { Span } from '../gateway/span.ts';

/** The span of a whole operation. */
export type OperationSpan = Span & {
  /** The trace it is in; null where nobody records. */
  readonly traceId: string | null;
  /** Runs `work` with it as the active span, so that the operator's own instrumentation hangs beneath it. */
  run<T>(work: () => T): T;
};

/** What an operation's span is told at its start. */
export type OperationFacts = {
  readonly requestId: string;
  readonly type: string;
  readonly name: string;
  readonly client: string;
  /** The client's own trace, where it sent one. */
  readonly headers: IncomingHttpHeaders;
};

const sent: TextMapGetter<IncomingHttpHeaders> = {
  get: (headers, name) => headers[name],
  keys: Object.keys,
};

const inHex = (bytes: number): string => randomBytes(bytes).toString('hex');

/** The trace of a request that nobody records, named after the request's id, so that the upstream's log leads back to ours. */
const unrecorded = (requestId: string): OperationSpan => {
  const traceId = /^[0-9a-f-]{36}$/.test(requestId) ? requestId.replaceAll('-', '') : inHex(16);
  const span: OperationSpan = {
    get traceparent() {
      return `00-${traceId}-${inHex(8)}-00`;
    },
    traceId: null,
    child: () => span,
    end: () => {},
    run: (work) => work(),
  };
  return span;
};

const traceparentOf = (span: OtelSpan): string => {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
};

const recorded = (tracer: Tracer, span: OtelSpan, within: Context, passesOn: boolean): OperationSpan => {
  const here = trace.setSpan(within, span);
  return {
    traceparent: passesOn ? traceparentOf(span) : null,
    traceId: span.spanContext().traceId,
    child: (name, attributes, remote = false) => {
      const kind = remote ? SpanKind.CLIENT : SpanKind.INTERNAL;
      return recorded(tracer, tracer.startSpan(name, { kind, attributes }, here), here, passesOn);
    },
    end: (failure, attributes = {}) => {
      span.setAttributes(attributes);
      if (failure !== undefined) {
        span.setAttribute('error.type', String(failure));
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end();
    },
    run: (work) => context.with(here, work),
  };
};

/**
 * Starts the span of an operation, by whatever OpenTelemetry SDK is registered; undefined where none is and no trace goes up.
 * `passesOn` lets the header `traceparent` go up to Maton and Sentry.
 */
export const startSpan = (facts: OperationFacts, passesOn: boolean): OperationSpan | undefined => {
  const tracer = trace.getTracer('sentry-graph');
  const active = context.active();
  const within = trace.getSpan(active) ? active : propagation.extract(active, facts.headers, sent);
  const attributes = {
    'graphql.operation.type': facts.type,
    'graphql.operation.name': facts.name,
    'sentry_graph.request_id': facts.requestId,
    'sentry_graph.client': facts.client,
  };
  const span = tracer.startSpan(facts.type, { kind: SpanKind.SERVER, attributes }, within);
  if (span.isRecording()) return recorded(tracer, span, within, passesOn);
  return passesOn ? unrecorded(facts.requestId) : undefined;
};
