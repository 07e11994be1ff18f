import { type ExecutionResult, GraphQLError } from 'graphql';
import { Cost } from '../gateway/cost.ts';
import type { Plan } from '../gateway/plan.ts';
import { type ClientPoints, pointsNeeded } from './client-points.ts';

/** Who asks for what, and what it may cost. */
type Priced = {
  readonly plan: Plan;
  readonly client: string;
  readonly requestId: string;
  readonly maxCalls: number;
  readonly points: ClientPoints | null;
  readonly isDryRun: boolean;
};

const costOf = (plan: Plan) => {
  const cost = new Cost();
  cost.estimate(plan);
  return cost.report();
};

const tooCostly = ({ plan, requestId, maxCalls }: Priced): GraphQLError => {
  const [dearest] = plan.dearest;
  const advice = dearest ? `: leave something out, or ask for it by itself; "${dearest.field}" may cost most` : '';
  return new GraphQLError(
    `This operation makes ${plan.least} calls at least, more than the ${maxCalls} that one may make${advice}.`,
    { extensions: { code: 'QUERY_TOO_COSTLY', requestId, http: { status: 400 } } },
  );
};

const tooMany = (requestId: string, retryAfter: number): GraphQLError =>
  new GraphQLError('This client has used up its share of the calls that all clients have together: try again later.', {
    extensions: {
      code: 'RATE_LIMITED',
      requestId,
      retryAfter,
      http: { status: 429, headers: { 'retry-after': String(retryAfter) } },
    },
  });

/**
 * What an operation is answered with before it makes any call: its price where that is all it asks, an error where it costs too
 * much; null where it may run.
 */
export const answerUnrun = (priced: Priced): ExecutionResult | null => {
  const { plan, client, requestId, maxCalls, points, isDryRun } = priced;
  const cost = costOf(plan);
  if (isDryRun) return { data: null, extensions: { cost: { ...cost, dearest: plan.dearest } } };
  if (plan.least > maxCalls) return { errors: [tooCostly(priced)], extensions: { cost } };
  const wait = plan.least > 0 ? (points?.wait(client, pointsNeeded(plan)) ?? 0) : 0;
  return wait > 0 ? { errors: [tooMany(requestId, wait)], extensions: { cost } } : null;
};
