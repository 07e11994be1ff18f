import type { Planned } from '../../gateway/plan.ts';

/** What a walk has found: the fields that make calls or give objects that do, and the most calls of each level. */
export class Findings {
  readonly fields: Planned[] = [];
  readonly levels = new Map<string, number>();
  /** Whether every list that calls depend on has a known size. */
  isBounded = true;
  #order = 0;

  /** Adds calls to the most that a level takes. */
  raise(level: string, calls: number): void {
    if (calls > 0) this.levels.set(level, (this.levels.get(level) ?? 0) + calls);
  }

  /** Notes a field, to be followed by those beneath it. */
  note(field: Omit<Planned, 'order'>): Planned {
    const planned = { ...field, order: this.#order };
    this.#order += 1;
    this.fields.push(planned);
    return planned;
  }

  /** Forgets a field that makes no call, nor does anything beneath it. */
  forget(field: Planned): void {
    if (field.calls === 0 && this.fields.at(-1) === field) this.fields.pop();
  }
}
