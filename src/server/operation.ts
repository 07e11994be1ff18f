import { setMaxListeners } from 'node:events';
import { Admission } from '../gateway/admission.ts';
import { Arrivals } from '../gateway/arrivals.ts';
import { Cost } from '../gateway/cost.ts';
import type { Operation, OperationEnd, Warning } from '../gateway/operation.ts';
import { nothingPlanned, type Plan } from '../gateway/plan.ts';
import type { Span } from '../gateway/span.ts';

/** An operation with what was noted while it ran. */
export type RunningOperation = {
  readonly operation: Operation;
  /** What has come so far, where the budget must know. */
  readonly arrivals: Arrivals | null;
  readonly warnings: readonly Warning[];
  /** The same operation with a clock of its own, for one root field of a mutation, by its response path. */
  field(level: string): Operation;
  end(): void;
};

/** What an operation starts with; `timeout` is milliseconds, `left` aborts when the client has gone, `now` is its clock. */
type Starting = {
  readonly id: string;
  readonly client: string;
  readonly timeout: number;
  readonly left: AbortSignal;
  readonly now?: number | undefined;
  readonly isMutation?: boolean;
  /** Whether its reads may not be answered from what is kept. */
  readonly bypass?: boolean;
  /** What it may cost, and the most calls it may make. */
  readonly plan?: Plan;
  readonly maxCalls?: number;
  /** Whether its calls are listed. */
  readonly isTraced?: boolean;
  /** Where somebody traces it. */
  readonly span?: Span | undefined;
};

type Clock = Pick<Operation, 'deadline' | 'signal'> & { stop(): void };

/** A clock that runs out after `timeout` milliseconds, never where that is null, or when `left` aborts as the client has gone. */
const startClock = (timeout: number | null, left: AbortSignal): Clock => {
  const deadline = timeout === null ? Number.POSITIVE_INFINITY : performance.now() + timeout;
  const over = new AbortController();
  const abort = (why: OperationEnd) => over.abort(why);
  const leave = () => abort('left');
  // Each call under way listens; Node warns of a leak from the eleventh on.
  setMaxListeners(0, over.signal);
  const timer = timeout === null ? undefined : setTimeout(abort, timeout, 'deadline');
  if (left.aborted) leave();
  left.addEventListener('abort', leave, { once: true });
  return {
    deadline,
    signal: over.signal,
    // What an error has passed by, for it stood above, asks for no more.
    stop: () => {
      clearTimeout(timer);
      left.removeEventListener('abort', leave);
      leave();
    },
  };
};

/**
 * Starts the clock of one operation. A mutation has none of its own: its root fields run one after
 * another, each with its own clock of at most `limits.mutationField`.
 */
export const startOperation = ({
  id,
  client,
  timeout,
  left,
  now = Date.now(),
  isMutation = false,
  bypass = false,
  plan = nothingPlanned,
  maxCalls = Number.POSITIVE_INFINITY,
  isTraced = false,
  span,
}: Starting): RunningOperation => {
  const warnings: Warning[] = [];
  const clock = startClock(isMutation ? null : timeout, left);
  const clocks = [clock];
  const cost = new Cost();
  cost.estimate(plan);
  // What surely fits is admitted unseen.
  const arrivals = plan.bounded && plan.most <= maxCalls ? null : new Arrivals(plan.fields);
  const admission = arrivals && new Admission(plan, maxCalls, arrivals, clock.signal);
  const operation: Operation = {
    id,
    client,
    now,
    bypass,
    deadline: clock.deadline,
    signal: clock.signal,
    cost,
    ...(isTraced && { trace: [] }),
    span,
    admit: (level, ask) => admission?.admit(level, ask),
    warn: (warning) => warnings.push(warning),
  };
  return {
    operation,
    arrivals,
    warnings,
    field: (level) => {
      const own = startClock(timeout, clock.signal);
      clocks.push(own);
      return { ...operation, level, deadline: own.deadline, signal: own.signal };
    },
    end: () => {
      for (const each of clocks) each.stop();
    },
  };
};
