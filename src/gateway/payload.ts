import type { Reader } from './read.ts';

/**
 * What a kind of payload holds: by member, how to read it and which part of the payload brings it. A part is the unit of
 * loading: the members that come, or vanish, together.
 */
export type Payload<F> = {
  readonly partOf: { readonly [N in keyof F]: string };
  readonly readers: { readonly [N in keyof F]: Reader<F[N]> };
};

type Parts = Readonly<Record<string, Readonly<Record<string, Reader<unknown>>>>>;
type Merged<U> = (U extends unknown ? (part: U) => void : never) extends (all: infer A) => void ? A : never;
type Facts<P extends Parts> = {
  [N in keyof Merged<P[keyof P]>]: Merged<P[keyof P]>[N] extends Reader<infer T> ? T : never;
};

/** Declares a payload by its parts, `{ summary: { name: text }, detail: { settings: row } }`. */
export const payload = <const P extends Parts>(parts: P): Payload<Facts<P>> => {
  const partOf: Record<string, string> = {};
  const readers: Record<string, Reader<unknown>> = {};
  for (const [part, members] of Object.entries(parts)) {
    for (const [name, reader] of Object.entries(members)) {
      partOf[name] = part;
      readers[name] = reader;
    }
  }
  return { partOf, readers } as Payload<Facts<P>>;
};

/** The members of a payload and their types. */
export type FactsOf<P> = P extends Payload<infer F> ? F : never;

/** The readers of some members, such as those a list row must have. */
export const readersOf = <F>(
  { readers }: Payload<F>,
  ...names: (keyof F & string)[]
): Record<string, Reader<unknown>> => Object.fromEntries(names.map((name) => [name, readers[name]]));
