import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, startServer } from '../support/server.ts';

let served: Served;
beforeAll(async () => {
  served = await startServer();
});
afterAll(() => served.close());

const lines = () =>
  served.log.map((line): Record<string, unknown> => JSON.parse(line)).filter(({ msg }) => msg === 'write');

describe('the audit log', () => {
  it('has one line for each write: who, what, ids and outcome, and never a value', async () => {
    await served.post({
      query: `mutation {
        a: updateTeam(input: { organization: "acme", id: "payments", name: "Top secret name" }) { team { name } }
        b: updateTeam(input: { organization: "acme", id: "payments", slug: "web" }) { team { name } }
        c: updateTeam(input: { organization: "acme", id: "payments" }) { team { name } }
      }`,
    });
    expect(lines()).toMatchObject([
      { client: 'anyone', mutation: 'updateTeam', account: null, ids: ['acme', 'payments'], outcome: 'done' },
      { mutation: 'updateTeam', outcome: 'refused' },
    ]);
    expect(lines().every(({ request }) => typeof request === 'string')).toBe(true);
    expect(served.log.join('\n')).not.toContain('Top secret');
  });

  it('says where an outcome is unknown, and keeps no address of a new link', async () => {
    served.sandbox.switches.faults.push({ method: 'DELETE', path: /teams/, kind: '502-after-effect' });
    await served.post({
      query: 'mutation { deleteTeam(input: { organization: "acme", id: "web" }) { userErrors { code } } }',
    });
    expect(lines().at(-1)).toMatchObject({ mutation: 'deleteTeam', outcome: 'unknown' });
    const response = await served.post({ query: 'mutation { createLinkedAccount { authorizationUrl } }' });
    const { data } = (await response.json()) as { data: { createLinkedAccount: { authorizationUrl: string } } };
    const { authorizationUrl } = data.createLinkedAccount;
    expect(authorizationUrl).toMatch(/^http/);
    expect(served.log.join('\n')).not.toContain(new URL(authorizationUrl).search || authorizationUrl);
  });
});
