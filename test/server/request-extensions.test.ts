import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, startServer } from '../support/server.ts';

let served: Served;
beforeAll(async () => {
  served = await startServer();
});
afterAll(() => served.close());

const write =
  'mutation { updateTeam(input: { organization: "acme", id: "web", name: "Changed" }) { userErrors { code } } }';

describe('what a request asks in its extensions', () => {
  it.each([
    ['dryRun', 'true', '"dryRun" in the extensions of a request must be true or false.'],
    ['dryRun', 1, '"dryRun" in the extensions of a request must be true or false.'],
    ['dryrun', true, 'Write "dryRun" in the extensions of a request, not "dryrun".'],
    ['trace', 1, '"trace" in the extensions of a request must be true or false.'],
    ['cache', 'x', '"cache" in the extensions of a request must be "bypass".'],
    ['timeoutMs', 'x', '"timeoutMs" in the extensions of a request must be a number of milliseconds, 1 or more.'],
    ['timeoutMs', -1, '"timeoutMs" in the extensions of a request must be a number of milliseconds, 1 or more.'],
  ])('is refused where %s is %j, before anything is sent', async (name, value, message) => {
    served.sandbox.clearCalls();
    const response = await served.post({ query: write, extensions: { [name]: value } });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] });
    expect(served.sandbox.calls).toEqual([]);
  });

  it.each([{ dryRun: true }, { dryRun: null, cache: 'bypass', timeoutMs: 5_000 }, { clientLibrary: { name: 'any' } }])(
    'is understood in %j, and what is not for us is let be',
    async (extensions) => {
      const response = await served.post({ query: '{ viewer { mode } }', extensions });
      expect((await response.json()).errors).toBeUndefined();
    },
  );
});
