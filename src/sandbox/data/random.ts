/** A stream of pseudo-random values; the same key always gives the same stream. */
export type Random = {
  /** A number from 0 up to, not including, 1. */
  next(): number;
  /** A whole number between both bounds, which may occur. */
  int(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Some of the items, in another order, each at most once. */
  sample<T>(items: readonly T[], count: number): T[];
  /** Hexadecimal digits. */
  hex(length: number): string;
};

/** A 32-bit hash of a text (FNV-1a with a final mix). */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return mix(hash);
}

/** Spreads the bits of a 32-bit number. */
export function mix(value: number): number {
  let bits = value ^ (value >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** Opens the stream of a key. */
export function randomFor(key: string): Random {
  return randomFromSeed(hashText(key));
}

/** Opens the stream of a 32-bit seed (mulberry32). */
export function randomFromSeed(seed: number): Random {
  let state = seed >>> 0;
  const bits = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return (value ^ (value >>> 14)) >>> 0;
  };
  const next = (): number => bits() / 4294967296;
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  const pick = <T>(items: readonly T[]): T => {
    const item = items[int(0, items.length - 1)];
    if (item === undefined) throw new Error('There is nothing to pick from.');
    return item;
  };
  const sample = <T>(items: readonly T[], count: number): T[] => {
    const rest = [...items];
    const taken: T[] = [];
    while (taken.length < count && rest.length > 0) taken.push(...rest.splice(int(0, rest.length - 1), 1));
    return taken;
  };
  const hex = (length: number): string => {
    let digits = '';
    while (digits.length < length) digits += bits().toString(16).padStart(8, '0');
    return digits.slice(0, length);
  };
  return { next, int, chance: (probability) => next() < probability, pick, sample, hex };
}
