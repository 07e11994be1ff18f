import { describe, expect, it } from 'vitest';
import { identifiers } from '../../../src/gateway/http/identifiers.ts';

describe('a cursor of Sentry', () => {
  it.each(['0:100:0', '100:-1:1', '-1:0:0', '12345.678:0:0', '1e-05:0:0', '5.4321e-07:2:0', '1.5e+20:0:0'])(
    'may read %s',
    (cursor) => {
      expect(identifiers.cursor(cursor)).toBe(cursor);
    },
  );

  it.each(['', '1:2', 'e5:0:0', '1e:0:0', '1e+1234:0:0', '1:0:2', '1:0:0&project=1'])('may not read %s', (cursor) => {
    expect(() => identifiers.cursor(cursor)).toThrow('is not a cursor');
  });
});
