import { Agent } from 'undici';
import type { Hooks } from '../hooks.ts';
import { limits } from '../limits.ts';
import { attempted } from './attempt.ts';
import { breaker } from './breaker.ts';
import type { BudgetState } from './budget.ts';
import { Budgets } from './budgets.ts';
import { Cache } from './cache.ts';
import type { Caller, Layer, Send } from './call.ts';
import { count } from './count.ts';
import { flight } from './flight.ts';
import { Generations, renew } from './generations.ts';
import { tellingOf } from './limiter-hooks.ts';
import { rateLimit } from './rate-limit.ts';
import { RetryBudget, retry } from './retry.ts';
import type { Secret } from './secret.ts';
import type { SharedBudget } from './shared-window.ts';
import { trace } from './trace.ts';
import { createTransport, type Upstream } from './transport.ts';

/** A part of the way out that can be left out, to measure what it is worth. */
export type GatewayPart = 'batch' | 'gather' | 'flight' | 'limiter';

/** What the gateway is told once, at start. */
export type GatewayOptions = Hooks & {
  readonly upstream: Upstream;
  readonly callsPerSecond: number;
  readonly userAgent: string;
  /** Whether answers are kept for a moment. */
  readonly cache: boolean;
  /** What other replicas know of a credential's budget, where they share it. */
  readonly sharedBudgetOf?: ((credential: Secret) => SharedBudget) | undefined;
  /** Parts left out by the bench; the product leaves out none. */
  readonly without?: ReadonlySet<GatewayPart>;
};

/** The way out, shared by all operations of the process. */
export type Gateway = GatewayOptions & {
  readonly send: Send;
  /** Counts the writes of each credential. */
  readonly generations: Generations;
  /** What is left of a caller's call budget. */
  readonly budgetOf: (caller: Caller) => BudgetState;
  /** State that outlives an operation and belongs to the upstream itself. */
  readonly memory: { barePathRestsUntil: number };
  close(): Promise<void>;
};

/**
 * Opens a pool for each origin of the upstream and composes the layers a call travels through: a new generation after each
 * write, cache, single flight, retry, breaker, rate limit, the bill, the trace, transport.
 */
export const createGateway = (options: GatewayOptions): Gateway => {
  const agent = new Agent({
    connections: limits.connections,
    pipelining: 1,
    connect: { timeout: limits.connectTimeout },
  });
  const transport = createTransport(options.upstream, agent, options.userAgent);
  const generations = new Generations();
  const cache = options.cache ? new Cache(generations) : null;
  const layer = (part: GatewayPart, made: Layer): Layer => (options.without?.has(part) ? (next) => next : made);
  const budgets = new Budgets(options.callsPerSecond, options.sharedBudgetOf);
  const limiter = layer('limiter', tellingOf(rateLimit(budgets), options));
  const attempt = count(trace(attempted(options)(transport)));
  const once = layer('flight', flight(generations))(retry(new RetryBudget())(breaker(options)(limiter(attempt))));
  return {
    ...options,
    send: renew(generations, (call) => cache?.drop(call))(cache ? cache.layer(once) : once),
    generations,
    budgetOf: (caller) => budgets.state(caller),
    memory: { barePathRestsUntil: 0 },
    close: () => agent.close(),
  };
};
