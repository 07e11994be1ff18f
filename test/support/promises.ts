import { TestRunner } from 'vitest';

/** What is promised of reliability (R) and safety (S), as docs/reliability.md tells it. */
export const promises = {
  R1: 'An operation is answered by its deadline, with what has come by then',
  R2: 'Reads are tried again after failures that a repetition may mend',
  R3: 'Repetitions have a budget: a sick upstream is not hit harder for being sick',
  R4: 'A write is sent at most once, and says so where its outcome is unknown',
  R5: 'A 429 quiets the caller and endpoint it is about, in whatever form it comes, and nobody else',
  R6: 'Calls keep to the budget of their key, in turns by client, few at once',
  R7: 'An outage is told at once while it lasts, and is over soon after its end',
  R8: 'An answer without end is refused, and bothers nobody else',
  R9: 'An answer that cannot be read costs the smallest field, and no word of it shows',
  R10: 'Redirects and links lead to no other host',
  R11: 'No value leaves its place in a path',
  R12: 'Paging ends, whatever the upstream says',
  R13: 'No clock but our own steady one is waited for',
  R14: 'Nobody gets what was fetched for another; equal reads of one caller are one call',
  R15: 'Calls of a client that has left are called off',
  S1: 'A service that holds a key does not listen where others could use it',
  S2: 'Of a client nothing goes up but the key and account it may use',
  S3: 'Keys, stacks, paths, hosts and markup are in no error, header or log line',
  S4: 'An error of our own shows nothing of itself',
  S5: 'What a foreign page can send without asking is not carried out',
  S6: 'Other origins are let in only where they are named, or with the sandbox alone',
  S7: 'Whatever is too much is refused before it costs anything',
  S8: 'Every answer tells its price, and who has used up a share waits',
  S9: 'With trusted documents nothing else is answered',
  S10: 'GraphiQL is where it may be, and asks no other host',
  S11: 'Every answer has the same few headers, and none of the upstream’s',
  S12: 'More than it can do is turned away, and it is well again at once',
  S13: 'Who sends or reads too slowly is cut off, and slows nobody down',
  S14: 'It ends without failing what is under way',
  S15: 'Health tells of the process alone',
  S16: 'It holds no more after many requests than after few',
  S17: 'Names of Object.prototype are names like any other',
  S18: 'What is installed is what was locked, and new enough',
} as const;

export type Row = keyof typeof promises;

/** What one test saw of a promise, beside the bar that it holds it to. */
export type Seen = { readonly row: Row; readonly bar: string; readonly seen: string };

declare module 'vitest' {
  interface TaskMeta {
    seen?: Seen[];
  }
}

/** Tells what the running test saw; the table at the end of the run shows it. Said before it is judged. */
export const saw = (row: Row, bar: string, seen: string): void => {
  const test = TestRunner.getCurrentTest();
  if (!test) throw new Error('No test is running.');
  test.meta.seen = [...(test.meta.seen ?? []), { row, bar, seen }];
};
