import { describe, expect, it } from 'vitest';
import { apiAnswering } from '../support/api.ts';
import { replyOf } from '../support/call.ts';

describe('a read', () => {
  it('with half of a surrogate pair in its query is refused before any call', async () => {
    const { api, calls } = apiAnswering(replyOf(200, []));
    const read = { family: 'organizations', template: '/organizations/', segments: {}, level: 'organizations' };
    await expect(api.get({ ...read, query: [['query', 'a\ud800b']] })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
    await expect(api.get({ ...read, query: [['query', '\u{1f600}']] })).resolves.toMatchObject({ json: [] });
    expect(calls).toHaveLength(1);
  });
});

describe('a write', () => {
  const write = {
    family: 'issue',
    method: 'DELETE' as const,
    template: '/organizations/{organization}/issues/{issue}/',
    segments: { organization: 'acme', issue: '1' },
  };

  it('that Sentry was too slow for has an unknown outcome, and is nothing the user did wrong', async () => {
    const { api } = apiAnswering(replyOf(400, { detail: 'Query timeout. Please try again.' }));
    await expect(api.write(write)).rejects.toMatchObject({ code: 'UPSTREAM_TIMEOUT', outcome: 'UNKNOWN' });
  });

  it('that nobody knows the address of is no "not found" of Sentry', async () => {
    for (const body of [{ message: 'Not Found' }, {}, { info: 'Missing trailing slash?' }]) {
      const { api } = apiAnswering(replyOf(404, body));
      await expect(api.write(write)).rejects.toMatchObject({ code: 'UPSTREAM_ERROR' });
    }
    const { api } = apiAnswering(replyOf(404, { detail: 'The requested resource does not exist' }));
    await expect(api.write(write)).rejects.toMatchObject({ name: 'Refused', status: 404 });
  });
});
