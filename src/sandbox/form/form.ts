import { Invalid, kindOf, type Read } from './invalid.ts';

/** The members of one JSON object, read one by one; what is wrong with them is gathered. */
export type Form = {
  /** Reads a member; undefined where it is left out or wrong. */
  read<T>(name: string, reader: Read<T>, options?: { required?: boolean }): T | undefined;
  /** The members that were sent. */
  names(): string[];
  /** Notes something wrong that reading alone does not show. */
  refuse(name: string, message: string): void;
  /** The problems by member; null where there are none. */
  problems(): Record<string, unknown> | null;
};

/** Opens the members of an object. */
export function openForm(members: ReadonlyMap<string, unknown>): Form {
  const problems = new Map<string, unknown>();
  return {
    read: (name, reader, { required = false } = {}) => {
      if (!members.has(name)) {
        if (required) problems.set(name, ['This field is required.']);
        return undefined;
      }
      try {
        return reader(members.get(name));
      } catch (error) {
        if (!(error instanceof Invalid)) throw error;
        problems.set(name, error.problem);
        return undefined;
      }
    },
    names: () => [...members.keys()],
    refuse: (name, message) => {
      if (!problems.has(name)) problems.set(name, [message]);
    },
    problems: () => (problems.size === 0 ? null : Object.fromEntries(problems)),
  };
}

/** Reads an object by its form. */
export function formOf<T>(read: (form: Form) => T): Read<T> {
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new Invalid({
        non_field_errors: [`Invalid data. Expected a dictionary, but got ${kindOf(value)}.`],
      });
    }
    const form = openForm(new Map(Object.entries(value)));
    const result = read(form);
    const problems = form.problems();
    if (problems !== null) throw new Invalid(problems);
    return result;
  };
}
