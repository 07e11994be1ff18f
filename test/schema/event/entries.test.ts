import { describe, expect, it } from 'vitest';
import { CodedError } from '../../../src/gateway/http/coded-error.ts';
import { entriesOf, entryData, entryValues } from '../../../src/schema/event/entries.ts';

describe('the entries of an event', () => {
  const entries = [
    { type: 'spans', data: [] },
    { type: 'message', data: { formatted: 'Hi Ann', message: 'Hi %s', params: ['Ann'] } },
    { type: 7, data: {} },
    { data: { values: [] } },
    { type: 'exception', data: null },
    { type: 'exception', data: { values: [null, { type: 'TypeError' }, 'stray'] } },
    { type: 'breadcrumbs', data: { values: null } },
  ];

  it('are filtered by type, and strangers among them disturb nobody', () => {
    expect(entriesOf(entries, null)).toHaveLength(7);
    expect(entriesOf(entries, ['message', 'debugmeta'])).toEqual([entries[1]]);
    expect(entriesOf(entries, [])).toEqual([]);
  });

  it('give the first content of a type that is not null', () => {
    expect(entryData(entries, 'exception')).toBe(entries[5]?.data);
    expect(entryData(entries, 'threads')).toBeNull();
  });

  it('give values without nulls, none where they are null, and null without such an entry', () => {
    expect(entryValues(entries, 'exception')).toEqual([{ type: 'TypeError' }]);
    expect(entryValues(entries, 'breadcrumbs')).toEqual([]);
    expect(entryValues(entries, 'threads')).toBeNull();
    expect(entryValues([{ type: 'threads' }], 'threads')).toBeNull();
  });

  it.each([
    { type: 'threads', data: 'x' },
    { type: 'threads', data: { values: {} } },
  ])('refuse %j', (entry) => {
    expect(() => entryValues([entry], 'threads')).toThrow(CodedError);
  });
});
