import { describe, expect, it } from 'vitest';
import { CodedError } from '../../../src/gateway/http/coded-error.ts';
import { tagsOf } from '../../../src/schema/event/event-tag.ts';
import { label } from '../../../src/schema/event/label.ts';
import { moment } from '../../../src/schema/event/moment.ts';

describe('a moment', () => {
  it.each([
    ['2020-06-17T22:26:55.266586Z', '2020-06-17T22:26:55.266586Z'],
    ['2020-06-17T22:26:55+02:00', '2020-06-17T22:26:55+02:00'],
    ['2020-06-17T22:26:55', '2020-06-17T22:26:55Z'],
    [1592432815.5, '2020-06-17T22:26:55.500Z'],
    ['1592432815.5', '2020-06-17T22:26:55.500Z'],
    [0, '1970-01-01T00:00:00.000Z'],
  ])('%j is %j', (given, shown) => {
    expect(moment(given)).toBe(shown);
  });

  it.each([['yesterday'], [''], [Number.NaN], [1e300], [true], [{}]])('%j is none', (given) => {
    expect(() => moment(given)).toThrow(CodedError);
  });
});

describe('tags', () => {
  it('may be objects or pairs; what is neither is left out', () => {
    const tags = [
      { key: 'os', value: 'Linux', query: 'os:Linux' },
      { key: 'empty', value: null },
      ['level', 'error'],
      ['n', 1],
      { key: 'lost' },
      { value: 'x' },
      [],
      null,
      'x',
    ];
    expect(tagsOf(tags)).toEqual([
      { key: 'os', value: 'Linux' },
      { key: 'empty', value: null },
      { key: 'level', value: 'error' },
      { key: 'n', value: '1' },
      { key: 'lost', value: null },
    ]);
  });
});

describe('a label', () => {
  it('is there even where Sentry gave none', () => {
    expect(label('type')({ type: 'native_error' })).toBe('native_error');
    expect(label('type')({ type: null })).toBe('');
    expect(label('toString')({})).toBe('');
  });
});
