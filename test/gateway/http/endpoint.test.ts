import { describe, expect, it } from 'vitest';
import type { Call } from '../../../src/gateway/http/call.ts';
import { Endpoint } from '../../../src/gateway/http/endpoint.ts';
import { callOf, replyOf } from '../../support/call.ts';

const date = 'Wed, 25 Nov 2026 12:00:00 GMT';
const clock = Date.parse(date) / 1_000;

const told = (limits: Record<string, number>, from = date) =>
  replyOf(200, [], {
    date: from,
    ...Object.fromEntries(
      Object.entries(limits).map(([name, value]) => [`x-sentry-rate-limit-${name}`, String(value)]),
    ),
  });

const endpointOf = (parts: Partial<Call> = {}) => new Endpoint(callOf({ family: 'organization.projects', ...parts }));

/** Makes a call that starts at `at` and is answered at once. */
const ask = (endpoint: Endpoint, reply: ReturnType<typeof told>, at: number) => {
  const sent = endpoint.start(at);
  endpoint.end();
  endpoint.learn(reply, sent, at);
};

describe('what Sentry tells about an endpoint', () => {
  it('holds it back until the window ends, once nothing remains', () => {
    const endpoint = endpointOf();
    ask(endpoint, told({ limit: 40, remaining: 0, reset: clock + 3 }), 500);
    expect(endpoint.isOpen(500)).toBe(false);
    expect(endpoint.opensIn(0, 500)).toBe(3_000);
    expect(endpoint.isOpen(3_499)).toBe(false);
    expect(endpoint.isOpen(3_500)).toBe(true);
  });

  it('counts the calls that went out since the answer was made', () => {
    const endpoint = endpointOf();
    const sent = [0, 1, 2].map((at) => endpoint.start(at));
    const [first = { at: 0, number: 0 }] = sent;
    endpoint.learn(told({ limit: 5, remaining: 4, reset: clock + 1 }), first, 100);
    expect([0, 1, 2].map((ahead) => endpoint.opensIn(ahead, 100))).toEqual([0, 0, 1_000]);
  });

  it('is measured against the date of the answer, whatever its clock, and never waited for longer than a minute', () => {
    const ahead = new Date(Date.parse(date) + 3_600_000).toUTCString();
    const endpoint = endpointOf();
    ask(endpoint, told({ remaining: 0, reset: clock + 3_602 }, ahead), 0);
    expect(endpoint.opensIn(0, 0)).toBe(2_000);
    const far = endpointOf();
    ask(far, told({ remaining: 0, reset: clock + 3_602 }), 0);
    expect(far.opensIn(0, 0)).toBe(60_000);
    const dateless = endpointOf();
    const reply = told({ remaining: 0, reset: clock + 3_602 });
    ask(dateless, { ...reply, headers: new Map([...reply.headers].filter(([name]) => name !== 'date')) }, 0);
    expect(dateless.isOpen(0)).toBe(true);
  });

  it('is forgotten with a new window, and an answer of an old one changes nothing', () => {
    const endpoint = endpointOf();
    ask(endpoint, told({ remaining: 0, reset: clock + 2 }), 0);
    ask(endpoint, told({ remaining: 9, reset: clock + 3 }), 1_000);
    ask(endpoint, told({ remaining: 0, reset: clock + 2 }), 1_100);
    expect(endpoint.isOpen(1_100)).toBe(true);
  });

  it('holds back a documented endpoint no longer than its window', () => {
    const endpoint = endpointOf({ family: 'issue' });
    ask(endpoint, told({ limit: 5, remaining: 0, reset: clock + 1 }), 0);
    const late = endpoint.start(600);
    endpoint.learn(told({ limit: 5, remaining: 0, reset: clock + 1 }), late, 900);
    expect(endpoint.opensIn(0, 900)).toBe(100);
  });

  it.each([
    [25, 20],
    [15, 10],
    [40, 35],
    [5, 1],
    [1, 1],
  ])('leaves some of %i places in flight to others: %i are ours', (concurrentlimit, ours) => {
    const endpoint = endpointOf();
    ask(endpoint, told({ concurrentlimit }), 0);
    expect(endpoint.atOnceForAll).toBe(ours);
    let started = 0;
    for (; started < 50 && endpoint.isOpen(0); started += 1) endpoint.start(0);
    expect(started).toBe(ours);
  });

  it('about one with limits of its own holds back nothing else', () => {
    const endpoint = endpointOf({ family: 'project.events' });
    ask(endpoint, told({ concurrentlimit: 1 }), 0);
    expect(endpoint.atOnceForAll).toBe(20);
  });
});

describe('what Sentry documents', () => {
  it.each([
    ['GET', 'issue', 5],
    ['PUT', 'issue', 5],
    ['DELETE', 'issue', 5],
    ['GET', 'project.events', 1],
  ] as const)('%s %s: %i at once', (method, family, calls) => {
    const endpoint = endpointOf({ method, family });
    let started = 0;
    for (; started < 50 && endpoint.isOpen(0); started += 1) endpoint.start(0);
    expect(started).toBe(calls);
  });
});
