import { describe, expect, it } from 'vitest';
import { limits } from '../../src/gateway/limits.ts';
import { decodeCursor, encodeCursor } from '../../src/loaders/cursor.ts';

describe('a cursor', () => {
  it('has room for the longest of Sentry’s, and is not read where it is longer than any', () => {
    const page = '-12345678901234567890.12345678901234567890e+123:-1234567890:1';
    const longest = encodeCursor({ page, index: 999 }, 'f'.repeat(24));
    expect(decodeCursor(longest, ['f'.repeat(24)])).toEqual({ page, index: 999 });
    const fingerprint = 'f'.repeat(limits.cursorLength);
    expect(() => decodeCursor(encodeCursor({ row: 1 }, fingerprint), [fingerprint])).toThrow(
      'This is not a cursor of this graph',
    );
  });
});
