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
