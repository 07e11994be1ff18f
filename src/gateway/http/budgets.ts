import { limits } from '../limits.ts';
import { Budget, type BudgetState } from './budget.ts';
import type { Caller } from './call.ts';
import { Places } from './places.ts';
import type { Secret } from './secret.ts';
import type { SharedBudget } from './shared-window.ts';

/** The budgets of all credentials of the process. */
export class Budgets {
  readonly #callsPerSecond: number;
  readonly #places = new Places(limits.inFlight);
  readonly #budgets = new Map<string, Budget>();

  readonly #sharedOf: ((credential: Secret) => SharedBudget) | undefined;

  /** `sharedOf` gives the part of a credential's budget that other replicas know of, where there are any. */
  constructor(callsPerSecond: number, sharedOf?: (credential: Secret) => SharedBudget) {
    this.#callsPerSecond = callsPerSecond;
    this.#sharedOf = sharedOf;
  }

  of({ credential }: Caller): Budget {
    const { fingerprint } = credential;
    const known = this.#budgets.get(fingerprint);
    if (known) return known;
    if (this.#budgets.size >= limits.idleBudgets) {
      for (const [other, budget] of this.#budgets) if (budget.isIdle) this.#budgets.delete(other);
    }
    const budget = new Budget(this.#callsPerSecond, this.#places, this.#sharedOf?.(credential));
    this.#budgets.set(fingerprint, budget);
    return budget;
  }

  /** What one caller may know: what is left for its credential, and Sentry's limits on its account. */
  state(caller: Caller): BudgetState {
    const budget = this.#budgets.get(caller.credential.fingerprint) ?? new Budget(this.#callsPerSecond, this.#places);
    return budget.state(caller.account);
  }
}
