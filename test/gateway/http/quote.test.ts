import { describe, expect, it } from 'vitest';
import { quoted } from '../../../src/gateway/http/quote.ts';
import { limits } from '../../../src/gateway/limits.ts';

const quote = (text: string) => quoted(text, (secret) => secret.replaceAll('key', '[redacted]'), 60);

describe('words of the upstream', () => {
  it.each([
    ['The slug "night-watch" is already in use.', 'The slug "night-watch" is already in use.'],
    ['Enter a value for stats/period 14d, 1.5.0 or v2.', 'Enter a value for stats/period 14d, 1.5.0 or v2.'],
    ['Version a/b is not allowed.', 'Version a/b is not allowed.'],
    ['see <a href="https://internal.example">this</a>', 'see this'],
    ['refused by http://10.0.0.1:8000/api/0/x?y=z today', 'refused by [address] today'],
    ['error in /usr/src/sentry/api/base.py', 'error in [file]'],
    ['error in /srv/app/index.js:10:3', 'error in [file]'],
    ['the key is bad', 'the [redacted] is bad'],
    ['two\nlines\u0007', 'two lines'],
    ['1 < 2 > 1', '1 2 1'],
    ['Traceback (most recent call last): boom', ''],
    ['Error: boom\n    at handle (/srv/x.js:1:2)', ''],
    ['x'.repeat(80), 'x'.repeat(60)],
  ])('%j are quoted as %j', (text, expected) => {
    expect(quote(text)).toBe(expected);
  });

  it('are read no further than to their limit, and no half of a secret is left there', () => {
    const filler = `<${'a'.repeat(limits.quotedText - 10)}>`;
    expect(quote(`${filler} the key is bad and more`)).toBe('the [re');
    expect(quote(`${filler}${'b'.repeat(100)}`)).toBe('b'.repeat(8));
  });

  it.each([
    ['line breaks', '\n'.repeat(limits.quotedText)],
    ['slashes', '/a'.repeat(limits.quotedText)],
    ['names of files', '/a.p'.repeat(limits.quotedText)],
    ['openings of markup', '<a'.repeat(limits.quotedText)],
    ['openings of addresses', 'a-'.repeat(limits.quotedText)],
  ])('of %s alone are short', (_name, text) => {
    expect(quote(text).length).toBeLessThanOrEqual(60);
  });
});
