import type { AttemptEnd, Hooks } from '../hooks.ts';
import type { Span } from '../span.ts';
import type { Call, Layer } from './call.ts';
import { CodedError } from './coded-error.ts';

const spanOf = ({ operation, method, template, family, attempt }: Call): Span | undefined =>
  operation.span?.child(
    `${method} ${template}`,
    {
      'http.request.method': method,
      'url.template': template,
      'sentry_graph.family': family,
      ...(attempt > 0 && { 'http.request.resend_count': attempt }),
    },
    true,
  );

/** Tells of each attempt that goes out, and how it ended. */
export const attempted =
  ({ onAttempt }: Hooks): Layer =>
  (next) =>
  async (call) => {
    const span = spanOf(call);
    const started = performance.now();
    const ended = (end: AttemptEnd) => {
      const isStatus = typeof end === 'number';
      span?.end(isStatus && end < 400 ? undefined : end, isStatus ? { 'http.response.status_code': end } : {});
      onAttempt?.(call, end, performance.now() - started);
    };
    try {
      const reply = await next(span?.traceparent ? { ...call, traceparent: span.traceparent } : call);
      ended(reply.status);
      return reply;
    } catch (error) {
      ended(error instanceof CodedError ? error.code : 'INTERNAL_SERVER_ERROR');
      throw error;
    }
  };
