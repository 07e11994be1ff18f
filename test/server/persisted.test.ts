import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, startServer } from '../support/server.ts';

let served: Served;
beforeAll(async () => {
  served = await startServer();
});
afterAll(() => served.close());

const query = '{ organization(slug: "acme") { name } }';
const extensions = { persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') } };
const notSupported = {
  errors: [{ message: 'PersistedQueryNotSupported', extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } }],
};

describe('a hash without its document', () => {
  it.each(['application/json', 'application/graphql-response+json'])(
    'is answered 200 as clients expect, as %s',
    async (accept) => {
      served.sandbox.clearCalls();
      const response = await served.post({ extensions, variables: {} }, { accept });
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject(notSupported);
      expect(served.sandbox.calls).toEqual([]);
    },
  );

  it('is answered so by GET too', async () => {
    const search = new URLSearchParams({ extensions: JSON.stringify(extensions) });
    const response = await fetch(`${served.origin}/graphql?${search}`);
    expect([response.status, await response.json()]).toMatchObject([200, notSupported]);
  });

  it('is followed by the document, which is answered whatever its hash', async () => {
    const response = await served.post({ query, extensions });
    expect(await response.json()).toMatchObject({ data: { organization: {} } });
  });

  it('is a mistake where there is no hash either', async () => {
    const response = await served.post({ variables: {} });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });
});
