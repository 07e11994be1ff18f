/** A number from 0 up to 1, the same again for the same seed (mulberry32). */
export const seeded = (seed: number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** A pattern that matches a share of all texts, the same ones again for the same seed. */
export class Drawn extends RegExp {
  readonly #seed: number;
  readonly #share: number;

  constructor(seed: number, share: number) {
    super('');
    this.#seed = seed;
    this.#share = share;
  }

  override test(text: string): boolean {
    const sum = [...text].reduce((hash, letter) => (Math.imul(hash, 31) + letter.charCodeAt(0)) | 0, this.#seed);
    return seeded(sum)() < this.#share;
  }
}
