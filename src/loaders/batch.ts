import { CodedError } from '../gateway/http/coded-error.ts';
import { limits } from '../gateway/limits.ts';
import type { Row } from '../gateway/read.ts';

/** A key and the parts of its payload that are wanted in this moment. */
export type Wanted<K> = { readonly key: K; readonly text: string; readonly parts: ReadonlySet<string> };

/**
 * What was found, by key text, or by key and part where the parts of a key come by several calls. What is left out is not
 * there; what failed has its error.
 */
export type Found = Map<string, Row | Error>;

/** The name of a key's part in what was found. No key has as many values. */
export const partText = (text: string, part: string): string => `${text}/${part}`;

/** What was found for a key's part: `NOT_FOUND` where nothing was. */
export const foundFor = (found: Found, text: string, part: string): Row | Error =>
  found.get(partText(text, part)) ?? found.get(text) ?? new CodedError('NOT_FOUND', 'It does not exist.');

/** Told of a row or a failure as soon as it is there, by its name in what is found. */
export type Tell = (name: string, row: Row | Error) => void;

/** Decides how to bring what is wanted in the fewest calls, and makes them. */
export type Batch<K> = (wanted: readonly Wanted<K>[], level: string, tell: Tell) => Promise<Found>;

/** How rows of one kind are brought: a key is admitted at a level, as by `Operation.admit`, and then loaded. */
export type Loading<K> = {
  admit(key: K, part: string, level: string): Promise<void> | undefined;
  /** Brings a row of the thing that `key` names which holds `part`. */
  load(key: K, part: string, level: string): Promise<Row>;
};

/** How several keys of one kind are read. */
export type Reading<K> = {
  /** Brings the rows of some keys with one list call, by key text; absent ones are left out. */
  list(run: readonly Wanted<K>[]): Promise<ReadonlyMap<string, Row>>;
  /** Brings the row of one key, and is the last word on whether it is there. */
  single(wanted: Wanted<K>): Promise<Row>;
  /** Keys that no list call can name. */
  alone?(wanted: Wanted<K>): boolean;
  /** Whether the list call serves a lone key as well. */
  readonly listLone?: boolean;
  /** Whether the list call has the last word on what it leaves out. */
  readonly final?: boolean;
};

/**
 * Whether a list call was refused for its keys or its form, so that fewer keys or another form may fare better. A 403 or 404
 * speaks of the organization, and a search that took too long (also a 400) of the upstream: it is the answer to every key.
 */
export const isRefused = (error: unknown): boolean =>
  error instanceof CodedError && (error.code === 'BAD_USER_INPUT' || error.upstreamStatus === 410);

/** Whatever was thrown, as an error. */
export const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** Cuts into runs of at most `most` that one query can name. */
export const runsOf = <T extends { readonly text: string }>(
  wanted: readonly T[],
  most: number = limits.batchKeys,
): T[][] => {
  const runs: T[][] = [];
  let room = 0;
  for (const item of wanted) {
    const size = encodeURIComponent(item.text).length + 16;
    let run = runs.at(-1);
    if (!run || run.length >= most || room < size) {
      run = [];
      runs.push(run);
      room = limits.batchQueryBytes;
    }
    run.push(item);
    room -= size;
  }
  return runs;
};

/**
 * Reads keys in the fewest calls: a lone key by itself, several by list calls. A key that a list call leaves out is asked
 * singly (it may be renamed, merged or not listed); a list call that is refused is halved, down to single calls, so that no
 * key fails for another's sake. Failures that speak of the upstream, not of the keys, are not followed by more calls.
 */
export const readKeys = async <K>(wanted: readonly Wanted<K>[], reading: Reading<K>, tell: Tell): Promise<Found> => {
  const found: Found = new Map();
  const note: Tell = (text, row) => {
    found.set(text, row);
    tell(text, row);
  };
  const single = async (item: Wanted<K>) => {
    try {
      note(item.text, await reading.single(item));
    } catch (error) {
      note(item.text, asError(error));
    }
  };
  const together = async (run: readonly Wanted<K>[], refused = false): Promise<void> => {
    if (run.length === 0 || (run.length === 1 && !(reading.listLone && !refused))) {
      await Promise.all(run.map(single));
      return;
    }
    try {
      const rows = await reading.list(run);
      for (const [text, row] of rows) note(text, row);
      if (!reading.final) await Promise.all(run.filter(({ text }) => !rows.has(text)).map(single));
    } catch (error) {
      if (!isRefused(error)) {
        for (const { text } of run) note(text, asError(error));
        return;
      }
      const middle = Math.ceil(run.length / 2);
      await Promise.all([together(run.slice(0, middle), true), together(run.slice(middle), true)]);
    }
  };
  const isAlone = (item: Wanted<K>) => reading.alone?.(item) ?? false;
  await Promise.all([
    ...wanted.filter(isAlone).map(single),
    ...runsOf(wanted.filter((item) => !isAlone(item))).map((run) => together(run)),
  ]);
  return found;
};

/** Keys by the name of their group. */
export const groupsOf = <K>(wanted: readonly Wanted<K>[], groupOf: (key: K) => string): Map<string, Wanted<K>[]> => {
  const groups = new Map<string, Wanted<K>[]>();
  for (const item of wanted) {
    const name = groupOf(item.key);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
};

/** Runs `batch` once for each group of keys, and puts the findings together. */
export const eachGroup = async <K>(
  wanted: readonly Wanted<K>[],
  groupOf: (key: K) => string,
  batch: (group: readonly Wanted<K>[], name: string) => Promise<Found>,
): Promise<Found> => {
  const groups = groupsOf(wanted, groupOf);
  const findings = await Promise.all([...groups].map(([name, group]) => batch(group, name)));
  return new Map(findings.flatMap((found) => [...found]));
};
