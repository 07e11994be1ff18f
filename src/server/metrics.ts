import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { AuditLine } from '../context.ts';
import type { Saving } from '../gateway/cost.ts';
import type { BreakerState, Hooks } from '../gateway/hooks.ts';

/** One operation as it is counted. */
export type OperationCount = {
  readonly type: string;
  readonly outcome: 'answered' | 'answered in part' | 'failed';
  /** Its name, where trusted documents alone are answered; any other name is the client's choice and no label. */
  readonly trusted?: string | undefined;
  readonly ms: number;
  /** Code of each error in the answer. */
  readonly codes: readonly unknown[];
  readonly saved: Readonly<Record<Saving, number>>;
};

/** The numbers of a process, in Prometheus' text form. All labels are of our own making and bounded. */
export type Metrics = {
  /** Told by the gateway and the loaders. */
  readonly hooks: Hooks;
  started(): void;
  operation(count: OperationCount): void;
  /** A request was turned away before it ran. */
  refused(codes: readonly unknown[]): void;
  wrote(outcome: AuditLine['outcome']): void;
  /** Whether replicas share their budget now. */
  shares(isShared: boolean): void;
  print(): Promise<{ readonly type: string; readonly text: string }>;
};

const breakerValues: Readonly<Record<BreakerState, number>> = { closed: 0, 'half-open': 1, open: 2 };
const operationBuckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15];
const callBuckets = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 8];
const waitBuckets = [0.005, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const keyBuckets = [1, 2, 5, 10, 25, 50, 100, 250];

/** Makes them. `ofProcess` adds Node's own: memory, garbage collection, loop lag. */
export const createMetrics = ({ ofProcess = false } = {}): Metrics => {
  const registry = new Registry();
  if (ofProcess) collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter({ name: `sentry_graph_${name}`, help, labelNames, registers });
  const histogram = <L extends string>(name: string, help: string, labelNames: readonly L[], buckets: number[]) =>
    new Histogram({ name: `sentry_graph_${name}`, help, labelNames, buckets, registers });
  const gauge = (name: string, help: string) => new Gauge({ name: `sentry_graph_${name}`, help, registers });

  const active = gauge('operations_active', 'Operations under way');
  const operations = counter('operations_total', 'Operations that ran', ['type', 'outcome', 'operation']);
  const durations = histogram('operation_seconds', 'Time to the answer', ['type', 'operation'], operationBuckets);
  const errors = counter('errors_total', 'Errors in answers, by code', ['code']);
  const refusals = counter('requests_refused_total', 'Requests turned away before they ran, by code', ['code']);
  const writes = counter('writes_total', 'Writes, by what came of them', ['outcome']);
  const saved = counter('calls_saved_total', 'Upstream calls that were not needed, by why', ['how']);
  const calls = counter('upstream_calls_total', 'Attempts that went out, by status or code', ['family', 'status']);
  const callTimes = histogram('upstream_call_seconds', 'Time of an attempt', ['family'], callBuckets);
  const batches = histogram('batch_keys', 'Keys that left in one batch', ['kind'], keyBuckets);
  const waits = histogram('limiter_wait_seconds', 'Time that attempts waited for their turn', [], waitBuckets);
  const turnedAway = counter('limiter_refusals_total', 'Attempts that the limiter refused, by whose limit', ['limit']);
  const breaker = gauge('breaker_state', 'Circuit breaker: 0 closed, 1 half open, 2 open');
  const shared = gauge('budget_shared', 'Call budget: 1 while it is shared through Redis, else 0');

  return {
    hooks: {
      onAttempt: ({ family }, end, ms) => {
        calls.inc({ family, status: end });
        callTimes.observe({ family }, ms / 1_000);
      },
      onWait: (_call, ms) => waits.observe(ms / 1_000),
      onTurnedAway: (_call, { origin }) => turnedAway.inc({ limit: origin ?? 'own' }),
      onBatch: (kind, keys) => batches.observe({ kind }, keys),
      onBreaker: (state) => breaker.set(breakerValues[state]),
    },
    started: () => active.inc(),
    operation: ({ type, outcome, trusted = '', ms, codes, saved: counts }) => {
      active.dec();
      operations.inc({ type, outcome, operation: trusted });
      durations.observe({ type, operation: trusted }, ms / 1_000);
      for (const code of codes) errors.inc({ code: String(code) });
      for (const [how, count] of Object.entries(counts)) if (count > 0) saved.inc({ how }, count);
    },
    refused: (codes) => {
      for (const code of codes) refusals.inc({ code: String(code) });
    },
    wrote: (outcome) => writes.inc({ outcome }),
    shares: (isShared) => shared.set(Number(isShared)),
    print: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  };
};
