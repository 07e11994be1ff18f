import type { EventHead, IssueRecord } from '../data/model.ts';
import { iso } from '../time.ts';

type Payload = Record<string, unknown>;

/** One value of a tag among events. */
export type TagValue = { value: string; count: number; firstSeen: number; lastSeen: number };

/** The name that Sentry shows for a key. */
export function tagName(key: string): string {
  return key.replaceAll(/[._-]/g, ' ').replace(/(^| )\w/g, (letter) => letter.toUpperCase());
}

/** The values of every tag among events (newest first), by key; the most frequent value first. */
export function tagValues(events: readonly EventHead[]): Map<string, TagValue[]> {
  const keys = new Map<string, Map<string, TagValue>>();
  for (const { tags, date } of events) {
    for (const { key, value } of tags) {
      const values = keys.get(key) ?? new Map<string, TagValue>();
      keys.set(key, values);
      const known = values.get(value);
      if (known === undefined) values.set(value, { value, count: 1, firstSeen: date, lastSeen: date });
      else {
        known.count++;
        known.firstSeen = date;
      }
    }
  }
  return new Map([...keys].map(([key, values]) => [key, [...values.values()].sort((a, b) => b.count - a.count)]));
}

function total(values: readonly TagValue[]): number {
  return values.reduce((sum, { count }) => sum + count, 0);
}

/** The tags of an issue's detail. */
export function tagTotals(issue: IssueRecord): Payload[] {
  return [...tagValues(issue.events)].map(([key, values]) => ({ key, name: tagName(key), totalValues: total(values) }));
}

/** One value as Sentry lists it. */
export function tagValuePayload(key: string, { value, count, firstSeen, lastSeen }: TagValue): Payload {
  return {
    key,
    name: value,
    value,
    count,
    firstSeen: iso(firstSeen),
    lastSeen: iso(lastSeen),
    query: `${key}:"${value}"`,
  };
}

/** A tag with its most frequent values. */
export function tagPayload(key: string, values: readonly TagValue[], limit: number): Payload {
  return {
    key,
    name: tagName(key),
    uniqueValues: values.length,
    totalValues: total(values),
    topValues: values.slice(0, limit).map((value) => tagValuePayload(key, value)),
  };
}
