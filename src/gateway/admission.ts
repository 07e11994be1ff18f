import { type Level, newLevel, refusal } from './admission-level.ts';
import type { Arrivals } from './arrivals.ts';
import { fixed, Ledger } from './ledger.ts';
import type { Ask } from './operation.ts';
import type { Plan, Planned } from './plan.ts';

const oneCall: Ask = { calls: 1 };

/**
 * Holds an operation to its ceiling of calls, a level at a time. While the most that a level can still cost fits into what is
 * left, its calls leave at once. Else it waits until all objects that it is asked of have come, and is then admitted or refused
 * whole. Levels that wait are decided in document order. What a level comes to beyond its price, as where a batch is split, is
 * counted and not refused.
 */
export class Admission {
  readonly #ceiling: number;
  readonly #arrivals: Arrivals;
  readonly #writes: number;
  readonly #planned = new Map<string, Planned[]>();
  readonly #levels = new Map<string, Level>();
  readonly #ledger = new Ledger();
  #isReviewDue = false;

  constructor({ fields, writes }: Plan, ceiling: number, arrivals: Arrivals, over: AbortSignal) {
    this.#ceiling = ceiling;
    this.#arrivals = arrivals;
    this.#writes = writes;
    for (const field of fields) this.#planned.set(field.level, [...(this.#planned.get(field.level) ?? []), field]);
    arrivals.onArrival = () => {
      if (this.#waitingLevels().length > 0) this.#reviewSoon();
    };
    // Their calls are refused further down, where the reason is known.
    over.addEventListener('abort', () => this.#letGo(), { once: true });
  }

  /** As `Operation.admit`. */
  admit(name: string, ask?: Ask): Promise<void> | undefined {
    const level = this.#level(name);
    if (ask === undefined && level.ahead > 0) {
      level.ahead -= 1;
      return undefined;
    }
    if (level.refusal) return Promise.reject(level.refusal);
    const asked = ask ?? oneCall;
    const isAhead = ask !== undefined;
    if (!level.isAdmitted && level.waiting.length === 0) level.isAdmitted = this.#fits(level, asked);
    if (level.isAdmitted) {
      this.#note(level, asked, isAhead);
      return undefined;
    }
    this.#reviewSoon();
    return new Promise((resolve, reject) => {
      level.waiting.push({ ask: asked, isAhead, resolve, reject });
    });
  }

  #level(name: string): Level {
    const known = this.#levels.get(name);
    if (known) return known;
    const level = newLevel(name, this.#planned.get(name) ?? []);
    this.#levels.set(name, level);
    return level;
  }

  #fits(level: Level, ask: Ask): boolean {
    const isPassing = this.#waitingLevels().some(({ order }) => order < level.order);
    const committed = this.#committed();
    const most = Math.max(this.#mostOf(level), this.#ledger.costOf([ask]));
    return !isPassing && committed + most <= this.#ceiling;
  }

  /** The most that a level can come to: what it is asked of now, and what may yet come. */
  #mostOf({ fields }: Level): number {
    const arrivals = this.#arrivals;
    return fields.reduce((sum, field) => sum + (arrivals.parents(field) + arrivals.coming(field)) * field.calls, 0);
  }

  /** What admitted levels were asked so far, and what those may yet come to of which `counts` says so. */
  #committed(counts: (level: Level) => boolean = () => true): number {
    const commitmentOf = (level: Level) => {
      const asked = this.#askedOf(level);
      return level.isAdmitted && !level.isWhole && counts(level) ? Math.max(asked, this.#mostOf(level)) : asked;
    };
    return [...this.#levels.values()].reduce((sum, level) => sum + commitmentOf(level), this.#writes);
  }

  /** What stays committed until levels that wait are decided: what those may come to that hang on one of them. */
  #certain(): number {
    const waiting = this.#waitingLevels();
    return this.#committed(({ name }) => waiting.some((level) => name.startsWith(`${level.name}.`)));
  }

  #askedOf(level: Level): number {
    level.asked += this.#ledger.count(level.uncounted.splice(0));
    return level.asked;
  }

  #note(level: Level, ask: Ask, isAhead: boolean): void {
    level.uncounted.push(fixed(ask));
    if (isAhead && 'calls' in ask) level.ahead += ask.calls;
  }

  #waitingLevels(): Level[] {
    return [...this.#levels.values()].filter(({ waiting }) => waiting.length > 0);
  }

  /** After this turn of the loop, in which whatever has come is asked for what it has. */
  #reviewSoon(): void {
    if (this.#isReviewDue) return;
    this.#isReviewDue = true;
    setImmediate(() => {
      this.#isReviewDue = false;
      this.#review();
    });
  }

  #review(): void {
    const isAwaited = ({ fields }: Level) => fields.some((field) => this.#arrivals.isAwaited(field));
    for (const level of this.#levels.values()) level.isWhole = level.isAdmitted && !isAwaited(level);
    for (const level of this.#waitingLevels().sort((a, b) => a.order - b.order)) {
      if (isAwaited(level)) return;
      // First, for it counts keys that this level may share a call with.
      const committed = this.#committed();
      const cost = this.#ledger.costOf(level.waiting.map(({ ask }) => ask));
      if (committed + cost <= this.#ceiling) this.#letIn(level);
      else if (this.#certain() + cost > this.#ceiling) this.#refuse(level, cost);
      else return;
    }
  }

  #letIn(level: Level): void {
    level.isAdmitted = true;
    level.isWhole = true;
    for (const { ask, isAhead, resolve } of level.waiting.splice(0)) {
      this.#note(level, ask, isAhead);
      resolve();
    }
  }

  #refuse(level: Level, cost: number): void {
    level.refusal = refusal(level, cost, Math.max(0, this.#ceiling - this.#certain()), this.#ceiling);
    for (const { reject } of level.waiting.splice(0)) reject(level.refusal);
  }

  #letGo(): void {
    for (const level of this.#waitingLevels()) this.#letIn(level);
  }
}
