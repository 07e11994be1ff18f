import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { operationOver } from '../../src/gateway/operation.ts';
import { startOperation } from '../../src/server/operation.ts';

describe('an operation', () => {
  // The clock stands still, as it does for a timer of Node's that fires early.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('that is over at its deadline is a timeout, whatever the clock says', () => {
    const { operation } = startOperation({
      id: '1',
      client: 'test',
      timeout: 10_000,
      left: new AbortController().signal,
    });
    vi.advanceTimersByTime(10_000);
    expect(operation.signal.aborted).toBe(true);
    expect(operationOver(operation).code).toBe('UPSTREAM_TIMEOUT');
  });

  it('whose client leaves is cancelled, also when its deadline follows', () => {
    const leaving = new AbortController();
    const { operation } = startOperation({ id: '1', client: 'test', timeout: 10_000, left: leaving.signal });
    leaving.abort();
    vi.advanceTimersByTime(10_000);
    expect(operationOver(operation).code).toBe('CANCELLED');
    expect(
      operationOver(startOperation({ id: '2', client: 'test', timeout: 10_000, left: leaving.signal }).operation).code,
    ).toBe('CANCELLED');
  });

  it('lets any number of calls listen for its end', async () => {
    const warned: Error[] = [];
    process.on('warning', (warning) => warned.push(warning));
    const { operation } = startOperation({
      id: '1',
      client: 'test',
      timeout: 10_000,
      left: new AbortController().signal,
    });
    for (let call = 0; call < 50; call += 1) operation.signal.addEventListener('abort', () => {});
    await new Promise((resolve) => setImmediate(resolve));
    expect(warned).toEqual([]);
  });
});
