import type { Planned } from './plan.ts';

type Seen = { started: number; open: number; readonly objects: Map<string, number> };

/** Counts the objects that an operation's fields have given, so that one can tell how many more may come. */
export class Arrivals {
  readonly #seen = new Map<Planned, Seen>();
  readonly #fields: ReadonlyMap<string, Planned>;
  /** Told whenever a field has given what it gives. */
  onArrival: () => void = () => {};

  constructor(fields: readonly Planned[]) {
    this.#fields = new Map(fields.map((field) => [`${field.level} ${field.on}`, field]));
  }

  /** The field at a level, asked of objects of a type. */
  find(level: string, on: string): Planned | null {
    return this.#fields.get(`${level} ${on}`) ?? null;
  }

  /** A field is asked of one more object. */
  start(field: Planned): void {
    const seen = this.#of(field);
    seen.started += 1;
    seen.open += 1;
  }

  /** What a field gives of one object comes in one part more than was thought. */
  expect(field: Planned): void {
    this.#of(field).open += 1;
  }

  /** A field, asked of one object, has given these, named by their types. */
  arrive(field: Planned, types: readonly string[]): void {
    const seen = this.#of(field);
    seen.open -= 1;
    for (const type of types) seen.objects.set(type, (seen.objects.get(type) ?? 0) + 1);
    this.onArrival();
  }

  /** Objects in hand that a field is asked of. */
  parents({ parent, on }: Planned): number {
    return parent === null ? 1 : (this.#seen.get(parent)?.objects.get(on) ?? 0);
  }

  /** Most objects that may yet come for a field to be asked of. */
  coming({ parent }: Planned): number {
    if (parent === null) return 0;
    const { open, started } = this.#seen.get(parent) ?? { open: 0, started: 0 };
    const unasked = Math.max(0, this.parents(parent) - started);
    return parent.size * (open + unasked + this.coming(parent));
  }

  /** Whether something that gives objects for a field to be asked of is under way. */
  isAwaited({ parent }: Planned): boolean {
    return parent !== null && ((this.#seen.get(parent)?.open ?? 0) > 0 || this.isAwaited(parent));
  }

  #of(field: Planned): Seen {
    const known = this.#seen.get(field);
    if (known) return known;
    const seen = { started: 0, open: 0, objects: new Map<string, number>() };
    this.#seen.set(field, seen);
    return seen;
  }
}
