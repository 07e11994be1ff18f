import type { Layer } from './call.ts';

/** Puts every attempt that goes out on the bill of its operation; what the limiter refuses never comes here. */
export const count: Layer = (next) => (call) => {
  const { cost } = call.operation;
  if (call.attempt === 0) cost.called(call.family, call.method !== 'GET');
  else cost.retried();
  return next(call);
};
