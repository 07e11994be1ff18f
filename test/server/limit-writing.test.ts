import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { limits } from '../../src/gateway/limits.ts';
import { limitWriting } from '../../src/server/limit-writing.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const writing = (): ServerResponse => {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  limitWriting(response);
  return response;
};

describe('an answer', () => {
  it('that is not taken whole in time is cut off, however often something of it is', () => {
    const response = writing();
    vi.advanceTimersByTime(limits.wholeWrite - 1);
    expect(response.destroyed).toBe(false);
    vi.advanceTimersByTime(1);
    expect(response.destroyed).toBe(true);
  });

  it('that was taken leaves nothing behind', () => {
    const response = writing();
    response.emit('close');
    expect(vi.getTimerCount()).toBe(0);
  });
});
