import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  type SpanOptions,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';

/** A span as it was told. */
export type Told = {
  readonly name: string;
  readonly spanId: string;
  readonly traceId: string;
  readonly parent: string | undefined;
  readonly attributes: Record<string, unknown>;
  ended: boolean;
};

/** Stands for an operator's SDK: registers itself with OpenTelemetry's API and keeps every span. */
export const registerTracer = () => {
  const spans: Told[] = [];
  const startSpan = (name: string, { attributes = {} }: SpanOptions = {}, within: Context = context.active()): Span => {
    const parent = trace.getSpanContext(within);
    const id = (spans.length + 1).toString(16).padStart(16, '0');
    const told: Told = {
      name,
      spanId: id,
      traceId: parent?.traceId ?? id.repeat(2),
      parent: parent?.spanId,
      attributes: { ...attributes },
      ended: false,
    };
    spans.push(told);
    const span: Span = {
      spanContext: () => ({ traceId: told.traceId, spanId: id, traceFlags: 1 }),
      setAttribute: (key, value) => {
        told.attributes[key] = value;
        return span;
      },
      setAttributes: (more) => {
        Object.assign(told.attributes, more);
        return span;
      },
      addEvent: () => span,
      addLink: () => span,
      addLinks: () => span,
      setStatus: () => span,
      updateName: () => span,
      end: () => {
        told.ended = true;
      },
      isRecording: () => !told.ended,
      recordException: () => {},
    };
    return span;
  };
  const provider: TracerProvider = {
    getTracer: () => ({
      startSpan,
      startActiveSpan: () => {
        throw new Error('not used');
      },
    }),
  };
  const storage = new AsyncLocalStorage<Context>();
  context.setGlobalContextManager({
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (within, work, self, ...args) => storage.run(within, () => work.call(self, ...args)),
    bind: (_within, target) => target,
    enable() {
      return this;
    },
    disable() {
      return this;
    },
  });
  propagation.setGlobalPropagator({
    inject: () => {},
    extract: (within, carrier, getter) => {
      const [, traceId, spanId] = /^00-(\w{32})-(\w{16})-/.exec(String(getter.get(carrier, 'traceparent'))) ?? [];
      return traceId && spanId ? trace.setSpanContext(within, { traceId, spanId, traceFlags: 1 }) : within;
    },
    fields: () => ['traceparent'],
  });
  trace.setGlobalTracerProvider(provider);
  const unregister = () => {
    trace.disable();
    context.disable();
    propagation.disable();
  };
  return { spans, unregister };
};
