import type { Layer } from './call.ts';

/** One attempt that went out, as `extensions.trace` shows it: no credential, no filled path, no query. */
export type TraceLine = {
  /** Response path without list indexes of the field it was made for. */
  readonly field: string | null;
  readonly method: string;
  /** The path with its placeholders. */
  readonly path: string;
  readonly family: string;
  /** How often it had been tried before. */
  readonly attempt: number;
  /** Null where no answer came. */
  status: number | null;
  /** From its start to its answer, in milliseconds. */
  ms: number;
  /** How long it had waited for its turn, in milliseconds. */
  readonly waitedMs: number;
};

/** Lists the calls of operations that asked for it; what limiter and breaker refuse never comes here. */
export const trace: Layer = (next) => async (call) => {
  const { method, template, family, attempt, level = null, waited = 0 } = call;
  const lines = call.operation.trace;
  if (!lines) return next(call);
  const started = performance.now();
  const line: TraceLine = {
    field: level,
    method,
    path: template,
    family,
    attempt,
    status: null,
    ms: 0,
    waitedMs: Math.round(waited),
  };
  lines.push(line);
  try {
    const reply = await next(call);
    line.status = reply.status;
    return reply;
  } finally {
    line.ms = Math.round(performance.now() - started);
  }
};
