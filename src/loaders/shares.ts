import type { Row } from '../gateway/read.ts';
import { type Found, partText, type Tell, type Wanted } from './batch.ts';

/** All parts that are wanted of some keys. */
export const partsOf = <K>(wanted: readonly Wanted<K>[]): Set<string> =>
  new Set(wanted.flatMap(({ parts }) => [...parts]));

/** What is wanted, cut down to some parts; keys of which nothing is left are gone. */
export const only = <K>(wanted: readonly Wanted<K>[], keep: (part: string, item: Wanted<K>) => boolean): Wanted<K>[] =>
  wanted
    .map((item): Wanted<K> => ({ ...item, parts: new Set([...item.parts].filter((part) => keep(part, item))) }))
    .filter(({ parts }) => parts.size > 0);

/** How the parts of one kind of payload come. */
type Division<K> = {
  /** Whether a key needs a detail call, which then brings whatever else it knows. */
  needsDetail(item: Wanted<K>): boolean;
  /** Parts that only list calls bring. */
  readonly listParts: ReadonlySet<string>;
  /** Parts of which a list call brings one alone, first come first served. */
  readonly windows: readonly string[];
};

/** Shares what is wanted among calls: detail, a list, and for each window beyond the first another list, for that alone. */
export const sharesOf = <K>(
  wanted: readonly Wanted<K>[],
  { needsDetail, listParts, windows }: Division<K>,
): Wanted<K>[][] => {
  const detailed = only(wanted, (part, item) => needsDetail(item) && !listParts.has(part));
  const listed = only(wanted, (part, item) => !needsDetail(item) || listParts.has(part));
  const further = windows.filter((part) => partsOf(listed).has(part)).slice(1);
  return [
    detailed,
    only(listed, (part) => !further.includes(part)),
    ...further.map((window) => only(listed, (part) => part === window)),
  ];
};

/** Reads each share, and answers by part. `answer` has the last word on a part of a row. */
export const readShares = async <K>(
  shares: readonly (readonly Wanted<K>[])[],
  read: (share: readonly Wanted<K>[], tell: Tell) => Promise<Found>,
  tell: Tell,
  answer: (row: Row, part: string) => Row | Error = (row) => row,
): Promise<Found> => {
  const answers = ({ text, parts }: Wanted<K>, row: Row | Error): [string, Row | Error][] =>
    [...parts].map((part) => [partText(text, part), row instanceof Error ? row : answer(row, part)]);
  const findings = await Promise.all(
    shares.map(async (share) => {
      const items = new Map(share.map((item) => [item.text, item]));
      const found = await read(share, (text, row) => {
        const item = items.get(text);
        for (const told of item ? answers(item, row) : []) tell(...told);
      });
      return share.flatMap((item) => {
        const row = found.get(item.text);
        return row ? answers(item, row) : [];
      });
    }),
  );
  return new Map(findings.flat());
};
