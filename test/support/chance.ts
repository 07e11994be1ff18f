/** A pattern that matches by chance alone: `share` of all texts, whatever they say. */
export class Chance extends RegExp {
  readonly #share: number;

  constructor(share: number) {
    super('');
    this.#share = share;
  }

  override test(): boolean {
    return Math.random() < this.#share;
  }
}
