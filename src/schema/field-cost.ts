import type { Bundle } from '../gateway/operation.ts';

/** Arguments as coerced. */
export type Arguments = Readonly<Record<string, unknown>>;

/** How many calls, between nothing found with everything shared, and everything found with nothing shared. */
export type Calls = { readonly least: number; readonly most: number };

/**
 * What an object arrives with: parts of its payload, single members, and members that its key stands for, which tells them to
 * `free` fields alone.
 */
export type Arrival = {
  readonly parts?: readonly string[];
  readonly members?: readonly string[];
  readonly key?: readonly string[];
};

/** What a field asks of calls that it shares with others of its object: those of one name are reckoned together. */
export type Together = Bundle & { readonly name: string; readonly items: readonly unknown[] };

/** A field as it is asked in a document. */
export type Asked = {
  readonly args: Arguments;
  /** Arguments of the field that gave its object. */
  readonly above: Arguments;
  /** Whether a field of what it gives is selected. */
  wants(field: string): boolean;
  /** Whether nothing but these is selected of what it gives. */
  wantsOnly(fields: readonly string[]): boolean;
};

/** What a field tells of the calls it makes: to the selection helper, and to the price of an operation. */
export type FieldCost = {
  /** Answered from the key alone: it neither makes a call nor shows that its object exists. May depend on the object. */
  readonly free?: true | ((object: never) => boolean);
  /** Its object stands inside the same row: parts wanted beneath it are wanted of the row. */
  readonly inRow?: true;
  /** Holds personal data: as a whole, or in those entries of its list whose `key` names a person. */
  readonly sensitive?: 'whole' | 'keys';
  /** Part of the payload it is read from, if any; may depend on its arguments. */
  readonly part?: string | ((args: Arguments) => string | undefined);
  /** Member that it reads of that part: it is not loaded where the object arrived with it. */
  readonly reads?: string;
  /** Gives an object by its key, without a call but one to check it where nothing selected of it makes one. */
  readonly lookup?: true | ((args: Arguments) => boolean);
  /** Calls of its own, beyond the pages of a connection; they stand for the load of its part unless they are `beside` it. */
  readonly calls?: Calls | ((asked: Asked) => Calls);
  readonly beside?: true;
  /** Fields of one name, asked of one object, share their calls: those of each, or as many as what all of them ask takes. */
  readonly together?: string | ((args: Arguments) => Together);
  /** Its own calls are made once, of however many objects it is asked. */
  readonly once?: true;
  /** What its objects arrive with beyond their key: `row` is what the rows of such a list hold. */
  readonly gives?: Arrival | 'row' | ((args: Arguments) => Arrival);
  /** The types of the objects that it gives, one for each, where its arguments tell that of an interface. */
  readonly types?: (args: Arguments) => readonly string[];
  /** Most objects that its list holds, where that is known. */
  readonly size?: number | ((args: Arguments) => number);
  /** Whether rows with whole events make its pages short. */
  readonly shortWithBodies?: true;
  /** The linked account that it leads to. */
  readonly account?: (args: Arguments) => string;
  /** Names its object by a text that others may name differently. */
  readonly veiled?: true;
  /** Cheaper fields to ask, for the error that refuses it. */
  readonly instead?: string;
};

/** Options of a field that tells what it costs. */
export const costing = (cost: FieldCost): { extensions: FieldCost } => ({ extensions: cost });

/** One call, whatever comes of it. */
export const oneCall: Calls = { least: 1, most: 1 };

/** No call: the answer is there already. */
export const noCall: Calls = { least: 0, most: 0 };

/** A call that may prove needless. */
export const perhapsOneCall: Calls = { least: 0, most: 1 };

/** A deletion's call, and one more, before it, where the id of what is deleted must be learnt. */
export const deletionCalls = ({ wants }: Asked): Calls => ({ least: 1, most: wants('deletedId') ? 2 : 1 });
