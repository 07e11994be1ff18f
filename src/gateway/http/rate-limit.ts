import type { Budgets } from './budgets.ts';
import type { Layer } from './call.ts';

/** Holds every call until its credential's budget has a turn for it, and refuses at once one whose turn would come too late. */
export const rateLimit =
  (budgets: Budgets): Layer =>
  (next) =>
  (call) =>
    budgets.of(call.caller).send(call, next);
