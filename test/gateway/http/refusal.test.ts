import { describe, expect, it } from 'vitest';
import { flattenMessages, refusal, retryAfterOf } from '../../../src/gateway/http/refusal.ts';
import { callOf, replyOf } from '../../support/call.ts';

const maton = (code: number) => ({ error: { message: 'Refused by Maton', code, type: 'x' } });
const flat = (code: number) => ({ message: 'Connection not found', type: 'Not Found', code });

describe('a refusal', () => {
  it.each([
    [400, maton(400), 'LINKED_ACCOUNT_REQUIRED', 'MATON'],
    [400, { detail: 'Invalid cursor parameter.' }, 'BAD_USER_INPUT', 'SENTRY'],
    [400, { statusDetails: { inRelease: ['No such release'] } }, 'BAD_USER_INPUT', 'SENTRY'],
    [400, { detail: 'Query timeout. Please try again.' }, 'UPSTREAM_TIMEOUT', 'SENTRY'],
    [400, undefined, 'UPSTREAM_ERROR', undefined],
    [400, { message: 'Bad Request' }, 'UPSTREAM_ERROR', undefined],
    [400, ['Only error issues can be merged.'], 'BAD_USER_INPUT', 'SENTRY'],
    [400, { error: { params: { stats_period: { message: 'wrong' } } } }, 'BAD_USER_INPUT', 'SENTRY'],
    [403, { message: 'Forbidden' }, 'UPSTREAM_ERROR', undefined],
    [401, maton(401), 'UPSTREAM_UNAUTHENTICATED', 'MATON'],
    [401, undefined, 'UPSTREAM_UNAUTHENTICATED', undefined],
    [401, { message: 'Unauthorized' }, 'UPSTREAM_UNAUTHENTICATED', undefined],
    [401, { error: { message: 'Invalid API key' } }, 'UPSTREAM_UNAUTHENTICATED', undefined],
    [401, { detail: 'Invalid token' }, 'LINKED_ACCOUNT_EXPIRED', 'SENTRY'],
    [401, { detail: { code: 'member-disabled-over-limit', message: 'x', extra: {} } }, 'FORBIDDEN', 'SENTRY'],
    [403, { detail: 'You do not have permission to perform this action.' }, 'FORBIDDEN', 'SENTRY'],
    [404, flat(404), 'LINKED_ACCOUNT_NOT_FOUND', 'MATON'],
    [404, { detail: 'The requested resource does not exist' }, 'NOT_FOUND', 'SENTRY'],
    [404, undefined, 'UPSTREAM_ERROR', undefined],
    [404, { message: 'Not Found' }, 'UPSTREAM_ERROR', undefined],
    [404, { info: 'Missing trailing slash?' }, 'UPSTREAM_ERROR', undefined],
    [404, { errors: [{ message: 'no route' }] }, 'UPSTREAM_ERROR', undefined],
    [404, [], 'UPSTREAM_ERROR', undefined],
    [410, { message: 'This API no longer exists.' }, 'UPSTREAM_ERROR', 'SENTRY'],
    [500, maton(500), 'LINKED_ACCOUNT_EXPIRED', 'MATON'],
    [500, { detail: 'Internal Error', errorId: null }, 'UPSTREAM_ERROR', 'SENTRY'],
    [503, undefined, 'UPSTREAM_UNAVAILABLE', undefined],
    [302, { slug: 'new', detail: { code: 'resource-moved', message: 'm', extra: {} } }, 'UPSTREAM_REDIRECT', 'SENTRY'],
  ])('%i with %j is %s of %s', (status, body, code, origin) => {
    expect(refusal(callOf(), replyOf(status, body))).toMatchObject({ code, origin, upstreamStatus: status });
  });

  it.each([400, 403, 404, 409, 422])(
    'of %i by Maton means that the linked account that was named cannot be used',
    (status) => {
      const caller = { ...callOf().caller, account: 'conn' };
      expect(refusal(callOf({ caller }), replyOf(status, maton(status)))).toMatchObject({
        code: 'LINKED_ACCOUNT_NOT_FOUND',
        message: expect.stringContaining('linked account conn'),
      });
    },
  );

  it.each([400, 403, 404])('of %i where links are managed says nothing about the link of the caller', (status) => {
    expect(refusal(callOf({ plane: 'control' }), replyOf(status, maton(status)))).toMatchObject({
      code: 'UPSTREAM_ERROR',
      origin: 'MATON',
    });
  });

  it('tells whose 429 it is by its headers, and when to come back', () => {
    const sentry = replyOf(429, undefined, { 'x-sentry-rate-limit-limit': '5', 'retry-after': '7' });
    expect(refusal(callOf(), sentry)).toMatchObject({ code: 'RATE_LIMITED', origin: 'SENTRY', retryAfter: 7 });
    expect(refusal(callOf(), replyOf(429, maton(429)))).toMatchObject({ origin: 'MATON', retryAfter: 1 });
  });

  it('quotes upstream text in one short line without markup', () => {
    const { message } = refusal(callOf(), replyOf(400, { detail: `<b>a\r\nb</b>${'x'.repeat(2_000)}` }));
    expect(message).not.toMatch(/[<>\r\n]/);
    expect(message.length).toBeLessThan(400);
  });

  it('never quotes a credential', () => {
    const call = callOf();
    const key = call.caller.credential.reveal();
    for (const detail of [`Bad header: Bearer ${key}`, `bearer  abc.def and ${key}`]) {
      const { message } = refusal(call, replyOf(400, { detail }));
      expect(message).toContain('[redacted]');
      expect(message).not.toMatch(new RegExp(`abc|\\b${key}\\b`));
    }
  });

  it('quotes little of a body with many messages, and nothing of one that is nested without end', () => {
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`f${index}`, ['x'.repeat(200)]]));
    expect(refusal(callOf(), replyOf(400, many)).message.length).toBeLessThan(400);
    const deep: unknown = JSON.parse(`${'['.repeat(20_000)}"x"${']'.repeat(20_000)}`);
    expect(refusal(callOf(), replyOf(403, { detail: deep }))).toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining('permission is missing'),
    });
  });

  it('flattens field maps with their paths', () => {
    expect(flattenMessages({ commits: [{ id: ['too long'] }, {}], non_field_errors: ['no'] })).toEqual([
      'commits.0.id: too long',
      'no',
    ]);
  });
});

describe('Retry-After', () => {
  const date = new Date().toUTCString();
  const reset = String(Math.floor(Date.parse(date) / 1000) + 30);
  it.each([
    [{ 'retry-after': '120' }, 120],
    [{ 'retry-after': 'soon' }, 1],
    [{ 'retry-after': '-5' }, 1],
    [{}, 1],
    [{ date, 'retry-after': new Date(Date.parse(date) + 9_000).toUTCString() }, 9],
    [{ date, 'x-sentry-rate-limit-reset': reset }, 30],
    // A clock of the upstream's alone tells nothing.
    [{ 'x-sentry-rate-limit-reset': reset }, 1],
    [{ 'retry-after': new Date(Date.parse(date) + 9_000).toUTCString() }, 1],
  ])('%j means %d seconds', (headers, seconds) => {
    expect(retryAfterOf(replyOf(429, undefined, headers as Record<string, string>))).toBeCloseTo(seconds, 3);
  });
});
