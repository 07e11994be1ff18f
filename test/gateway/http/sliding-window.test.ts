import { describe, expect, it } from 'vitest';
import { SlidingWindow } from '../../../src/gateway/http/sliding-window.ts';

describe('a sliding window', () => {
  it('opens again as its starts fall out, and foresees it for any number of calls ahead', () => {
    const window = new SlidingWindow({ calls: 3, window: 1_000 });
    window.start(0);
    window.start(400);
    expect(window.free(500)).toBe(1);
    expect([0, 1, 2, 3, 4, 5].map((ahead) => window.opensIn(ahead, 500))).toEqual([0, 500, 900, 1_000, 1_500, 1_900]);
    expect(window.resetsIn(500)).toBe(900);
    expect(window.free(1_000)).toBe(2);
    expect(window.free(1_400)).toBe(3);
    expect(window.resetsIn(1_400)).toBe(0);
  });

  it('foresees the same when it is told of more starts than it allows', () => {
    const window = new SlidingWindow({ calls: 2, window: 1_000 }, [0, 100, 200, 300, 400]);
    expect(window.free(500)).toBe(0);
    expect([0, 1, 2, 3].map((ahead) => window.opensIn(ahead, 500))).toEqual([800, 900, 1_800, 1_900]);
    expect([0, 1, 2].map((ahead) => window.allowing(5).opensIn(ahead, 500))).toEqual([500, 600, 700]);
  });
});
