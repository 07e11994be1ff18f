type Given<T> = { readonly [N in keyof T]?: NonNullable<T[N]> };

/** The fields of an input that were given; null counts as left out. */
export const given = <T extends object>(input: T | null | undefined): Given<T> =>
  Object.fromEntries(
    Object.entries(input ?? {}).filter(([, value]) => value !== null && value !== undefined),
  ) as Given<T>;

/** Whether none of the fields of some inputs was given. */
export const nothingGiven = (...inputs: (object | null | undefined)[]): boolean =>
  inputs.every((input) => Object.keys(given(input)).length === 0);
