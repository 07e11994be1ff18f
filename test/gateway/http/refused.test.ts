import { describe, expect, it, vi } from 'vitest';
import { refused } from '../../../src/gateway/http/refused.ts';
import { callOf, replyOf } from '../../support/call.ts';

describe('what Sentry finds wrong with a write', () => {
  it('is told once, and read no further than to its fiftieth problem', () => {
    const call = callOf();
    const redact = vi.spyOn(call.caller.credential, 'redact');
    const given = refused(call, replyOf(400, { name: Array.from({ length: 1_000 }, () => 'Too short.') }));
    expect(given?.problems).toEqual([{ path: ['name'], message: 'Too short.' }]);
    expect(redact).toHaveBeenCalledTimes(50);
  });
});
