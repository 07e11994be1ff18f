import { parseMoment } from '../time.ts';
import { Invalid, invalid, kindOf, type Read } from './invalid.ts';

/** Lets null through. */
export function orNull<T>(reader: Read<T>): Read<T | null> {
  return (value) => (value === null ? null : reader(value));
}

function refuseNull(value: unknown): void {
  if (value === null) throw invalid('This field may not be null.');
}

/** A text, trimmed; numbers are taken for texts. */
export function text({ max, blank = false }: { max?: number; blank?: boolean } = {}): Read<string> {
  return (value) => {
    refuseNull(value);
    if (typeof value !== 'string' && typeof value !== 'number') throw invalid('Not a valid string.');
    const trimmed = String(value).trim();
    if (trimmed === '' && !blank) throw invalid('This field may not be blank.');
    // Python counts characters, not UTF-16 units.
    if (max !== undefined && [...trimmed].length > max) {
      throw invalid(`Ensure this field has no more than ${max} characters.`);
    }
    return trimmed;
  };
}

/** A text of one form. */
export function matching(form: RegExp, message: string, max: number): Read<string> {
  const read = text({ max });
  return (value) => {
    const given = read(value);
    if (!form.test(given)) throw invalid(message);
    return given;
  };
}

const slugForm = /^(?![0-9]+$)[a-z0-9_-]+$/;
const slugMessage =
  'Enter a valid slug consisting of lowercase letters, numbers, underscores or hyphens. It cannot be entirely numeric.';

/** The slug of a project or a team. */
export function slug(max: number): Read<string> {
  return matching(slugForm, slugMessage, max);
}

/** An address on the web. */
export function url({ blank = false } = {}): Read<string> {
  const read = text({ blank });
  return (value) => {
    const given = read(value);
    if (given !== '' && !/^(?:https?|ftps?):\/\/[^\s/$.?#][^\s]*$/i.test(given)) throw invalid('Enter a valid URL.');
    return given;
  };
}

const truths = new Map<unknown, boolean>([
  [true, true],
  ['true', true],
  ['1', true],
  [1, true],
  [false, false],
  ['false', false],
  ['0', false],
  [0, false],
]);

/** A yes or no. */
export const flag: Read<boolean> = (value) => {
  refuseNull(value);
  const truth = truths.get(value);
  if (truth === undefined) throw invalid('Must be a valid boolean.');
  return truth;
};

/** A whole number. */
export function whole({ max }: { max?: number } = {}): Read<number> {
  return (value) => {
    refuseNull(value);
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isInteger(number)) throw invalid('A valid integer is required.');
    if (max !== undefined && number > max) throw invalid(`Ensure this value is less than or equal to ${max}.`);
    return number;
  };
}

/** One of some values. */
export function choice<const T>(values: readonly T[]): Read<T> {
  return (value) => {
    refuseNull(value);
    const found = values.find((each) => each === value);
    if (found === undefined) throw invalid(`"${String(value)}" is not a valid choice.`);
    return found;
  };
}

/** A moment in ISO 8601. */
export const moment: Read<number> = (value) => {
  refuseNull(value);
  const time = typeof value === 'string' && value.length > 10 ? parseMoment(value) : null;
  if (time === null) {
    throw invalid(
      'Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].',
    );
  }
  return time;
};

/** An object of any members. */
export const dictionary: Read<Record<string, unknown>> = (value) => {
  refuseNull(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid(`Expected a dictionary of items but got type "${kindOf(value)}".`);
  }
  return Object.fromEntries(Object.entries(value));
};

/** Of plain values only the wrong ones are told, by their place. */
function byIndex(problems: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(problems.flatMap((problem, index) => (Array.isArray(problem) ? [[index, problem]] : [])));
}

/** A list; what is wrong stands at its place, with empty objects for what is right. */
export function list<T>(reader: Read<T>, { empty = true } = {}): Read<T[]> {
  return (value) => {
    refuseNull(value);
    if (!Array.isArray(value)) throw invalid(`Expected a list of items but got type "${kindOf(value)}".`);
    if (value.length === 0 && !empty) throw invalid('This list may not be empty.');
    const problems: unknown[] = [];
    let isWrong = false;
    const items = value.flatMap((item: unknown) => {
      try {
        const read = reader(item);
        problems.push({});
        return [read];
      } catch (error) {
        if (!(error instanceof Invalid)) throw error;
        isWrong = true;
        problems.push(error.problem);
        return [];
      }
    });
    if (isWrong) throw new Invalid(problems.some(Array.isArray) ? byIndex(problems) : problems);
    return items;
  };
}
