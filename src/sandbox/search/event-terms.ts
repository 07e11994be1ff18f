import type { EventHead, IssueRecord } from '../data/model.ts';
import { traceIdOf } from '../data/trace.ts';
import type { Term } from './tokens.ts';
import { anyText, containsTest, dateTest } from './values.ts';

/** A test of one event of an issue. */
export type EventTest = (event: EventHead, issue: IssueRecord) => boolean;

/** What a search on events is read with. */
export type EventTermOptions = { now: number; latestRelease(): string | null };

const readers = new Map<string, (event: EventHead) => string | null>([
  ['release', (event) => event.release],
  ['environment', (event) => event.environment],
  ['level', (event) => event.level],
  ['platform', (event) => event.platform],
  ['platform.name', (event) => event.platform],
  ['location', (event) => event.location],
  ['title', (event) => event.title],
  ['culprit', (event) => event.culprit],
  ['event.type', (event) => event.type],
  ['id', (event) => event.id],
  ['trace', (event) => traceIdOf(event.id)],
  ['user.id', (event) => event.user?.id ?? null],
  ['user.email', (event) => event.user?.email ?? null],
  ['user.username', (event) => event.user?.username ?? null],
  ['user.ip', (event) => event.user?.ip_address ?? null],
  ['error.type', (event) => textOf(event.metadata.type)],
  ['error.value', (event) => textOf(event.metadata.value)],
]);

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** What an event has under a key of a search: one of its own, or a tag. Null where it has none. */
export function eventValue(event: EventHead, key: string): string | null {
  const read = readers.get(key);
  if (read !== undefined) return read(event);
  const name = /^tags\[(.+)\]$/.exec(key)?.[1] ?? key;
  return event.tags.find((tag) => tag.key === name)?.value ?? (name === 'transaction' ? event.culprit : null);
}

/** What free text looks through. */
function texts(event: EventHead, issue: IssueRecord): string[] {
  return [issue.title, issue.culprit ?? '', event.title, event.message, event.culprit ?? ''];
}

/** Reads one term as a condition on events. Keys that are not known are tags. */
export function eventTest(term: Term, { now, latestRelease }: EventTermOptions): EventTest {
  const test = positiveTest(term, now, latestRelease);
  return term.isNegated ? (event, issue) => !test(event, issue) : test;
}

function positiveTest(term: Term, now: number, latestRelease: () => string | null): EventTest {
  const { key, values } = term;
  const [value] = values;
  if (key === null || key === 'message') {
    const tests = values.map(containsTest);
    return (event, issue) => texts(event, issue).some((text) => tests.some((matches) => matches(text)));
  }
  if (key === 'has') {
    const [name = ''] = values.map(({ text }) => text);
    return (event) => (eventValue(event, name) ?? '') !== '';
  }
  if ((key === 'timestamp' || key === 'event.timestamp') && value !== undefined) {
    const test = dateTest(value, now);
    return (event) => test(event.date);
  }
  if (!term.isList && value?.text === '') return (event) => (eventValue(event, key) ?? '') === '';
  if (key === 'release' && values.some(({ text }) => text === 'latest')) {
    const latest = latestRelease();
    const other = anyText(values.filter(({ text }) => text !== 'latest'));
    return (event) => event.release !== null && (event.release === latest || other(event.release));
  }
  const test = anyText(values);
  return (event) => {
    const text = eventValue(event, key);
    return text !== null && test(text);
  };
}
