import { describe, expect, it } from 'vitest';
import { parseLinkHeader } from '../../../src/gateway/http/link-header.ts';

describe('the Link header', () => {
  it('gives cursor and results of both directions, whatever the URLs', () => {
    const header =
      '<https://sentry.io/api/0/organizations/?&cursor=100:-1:1>; rel="previous"; results="false"; cursor="100:-1:1", ' +
      '<https://sentry.io/api/0/organizations/?query=a%2Cb&cursor=100:1:0>; rel="next"; results="true"; cursor="100:1:0"';
    expect(parseLinkHeader(header)).toEqual({
      previous: { cursor: '100:-1:1', results: false },
      next: { cursor: '100:1:0', results: true },
    });
  });

  it('is complete where it is absent', () => {
    expect(parseLinkHeader(undefined)).toEqual({ previous: null, next: null });
  });

  it('leaves out a direction without a cursor', () => {
    expect(parseLinkHeader('<https://sentry.io/>; rel="next"; results="true"').next).toBeNull();
  });
});
