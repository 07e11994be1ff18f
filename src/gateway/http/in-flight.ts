import type { Cost } from '../cost.ts';

/** Counts the calls of one credential under way, of all and by the bill they are on: a bill is an operation. */
export class InFlight {
  readonly #byBill = new Map<Cost, number>();
  #total = 0;

  get total(): number {
    return this.#total;
  }

  of(bill: Cost): number {
    return this.#byBill.get(bill) ?? 0;
  }

  begin(bill: Cost): void {
    this.#total += 1;
    this.#byBill.set(bill, this.of(bill) + 1);
  }

  end(bill: Cost): void {
    this.#total -= 1;
    const left = this.of(bill) - 1;
    if (left > 0) this.#byBill.set(bill, left);
    else this.#byBill.delete(bill);
  }
}
