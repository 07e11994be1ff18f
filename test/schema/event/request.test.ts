import { describe, expect, it } from 'vitest';
import { CodedError } from '../../../src/gateway/http/coded-error.ts';
import { cookiePairs, headerPairs, pairs, queryPairs } from '../../../src/schema/event/key-value.ts';
import { fragmentOf, queryOf, requestOf, urlOf } from '../../../src/schema/event/request.ts';

describe('pairs', () => {
  const read = pairs(queryPairs);

  it('keep their order; a null is a null', () => {
    expect(read([['b', '1'], ['a', null], ['b'], ['', '']])).toEqual([
      { key: 'b', value: '1' },
      { key: 'a', value: null },
      { key: 'b', value: null },
      { key: '', value: '' },
    ]);
  });

  it('repeat a key for each value of a list, and show what is no text as JSON', () => {
    const list = [
      ['accept', ['a', null, 2]],
      ['n', 1],
      [5, true],
      ['o', { a: [1] }],
      ['deep', [['x']]],
    ];
    expect(read(list)).toEqual([
      { key: 'accept', value: 'a' },
      { key: 'accept', value: null },
      { key: 'accept', value: '2' },
      { key: 'n', value: '1' },
      { key: '5', value: 'true' },
      { key: 'o', value: '{"a":[1]}' },
      { key: 'deep', value: '["x"]' },
    ]);
  });

  it('leave out what is no pair', () => {
    expect(read([null, 'x', 7, {}, [], [null, 'v'], [['k'], 'v'], ['k', 'v']])).toEqual([{ key: 'k', value: 'v' }]);
  });

  it('may be an object, whatever its keys', () => {
    const hostile: unknown = JSON.parse('{"__proto__": "x", "constructor": ["a", "b"]}');
    expect(read(hostile)).toEqual([
      { key: '__proto__', value: 'x' },
      { key: 'constructor', value: 'a' },
      { key: 'constructor', value: 'b' },
    ]);
  });

  it('may be the text they once were', () => {
    expect(read('?a=1&a=2&b=%C3%A9+x&c')).toEqual([
      { key: 'a', value: '1' },
      { key: 'a', value: '2' },
      { key: 'b', value: 'é x' },
      { key: 'c', value: '' },
    ]);
    expect(pairs(cookiePairs)('sid=a=b; ; flag;x= 1')).toEqual([
      { key: 'sid', value: 'a=b' },
      { key: 'flag', value: null },
      { key: 'x', value: '1' },
    ]);
    expect(pairs(headerPairs)('Host: example.com:80\r\nAccept:*/*\n')).toEqual([
      { key: 'Host', value: 'example.com:80' },
      { key: 'Accept', value: '*/*' },
    ]);
  });

  it('are nothing else', () => {
    expect(() => read(7)).toThrow(CodedError);
  });
});

describe('a request', () => {
  it('shows its address in parts', () => {
    const url = 'https://example.com/a/b?x=1&y=%20#top?no';
    expect(urlOf({ url })).toBe('https://example.com/a/b');
    expect(queryOf({ url })).toEqual([
      { key: 'x', value: '1' },
      { key: 'y', value: ' ' },
    ]);
    expect(fragmentOf({ url })).toBe('top?no');
  });

  it.each([
    ['/relative?x', '/relative'],
    ['http://[broken', 'http://[broken'],
    ['#only', ''],
    ['a\nb#c', 'a\nb'],
  ])('%j is at %j', (url, shown) => {
    expect(urlOf({ url })).toBe(shown);
  });

  it('takes query and fragment from the address only where Sentry gave none', () => {
    const url = '/?a=1#b';
    expect(queryOf({ url, query: [['c', '2']] })).toEqual([{ key: 'c', value: '2' }]);
    expect(queryOf({ url, query: [] })).toEqual([{ key: 'a', value: '1' }]);
    expect(queryOf({ url: '/', query: [] })).toEqual([]);
    expect(queryOf({ url: null })).toBeNull();
    expect(fragmentOf({ url, fragment: 'd' })).toBe('d');
    expect(fragmentOf({})).toBeNull();
    expect(urlOf({})).toBeNull();
  });

  it('is the entry of that name', () => {
    expect(requestOf([{ type: 'csp', data: {} }])).toBeNull();
    expect(requestOf([{ type: 'request', data: { url: '/' } }])).toEqual({ url: '/' });
  });
});
