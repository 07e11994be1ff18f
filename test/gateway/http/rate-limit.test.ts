import { describe, expect, it } from 'vitest';
import { rateLimit } from '../../../src/gateway/http/rate-limit.ts';
import { Secret } from '../../../src/gateway/http/secret.ts';
import { callOf, replyOf } from '../../support/call.ts';

const blockedBy = (headers: Record<string, string>) => {
  let sent = 0;
  const send = rateLimit(10)(async () => {
    sent += 1;
    return replyOf(429, undefined, headers);
  });
  return { send, sent: () => sent };
};

describe('after a 429', () => {
  it('of Maton nothing of that credential goes out, other credentials do', async () => {
    const { send, sent } = blockedBy({ 'retry-after': '30' });
    await send(callOf());
    await expect(send(callOf({ family: 'project' }))).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      origin: 'MATON',
      retryAfter: 30,
    });
    expect(sent()).toBe(1);
    await send(callOf({ caller: { credential: new Secret('other'), account: null } }));
    expect(sent()).toBe(2);
  });

  it('of Sentry only that family and account wait', async () => {
    const { send, sent } = blockedBy({ 'retry-after': '30', 'x-sentry-rate-limit-limit': '5' });
    await send(callOf());
    await expect(send(callOf())).rejects.toMatchObject({ code: 'RATE_LIMITED', origin: 'SENTRY' });
    await send(callOf({ family: 'project' }));
    expect(sent()).toBe(2);
  });

  it('tells the true wait, and blocks for a minute at most', async () => {
    const { send } = blockedBy({ 'retry-after': '3600' });
    await send(callOf());
    await expect(send(callOf())).rejects.toMatchObject({ retryAfter: 3600 });
  });
});

describe('the project event list', () => {
  it('is asked one at a time for each account', async () => {
    let active = 0;
    let most = 0;
    const send = rateLimit(100)(async () => {
      active += 1;
      most = Math.max(most, active);
      await new Promise((resolve) => setImmediate(resolve));
      active -= 1;
      return replyOf(200, []);
    });
    await Promise.all(Array.from({ length: 5 }, () => send(callOf({ family: 'project.events' }))));
    expect(most).toBe(1);
  });
});
