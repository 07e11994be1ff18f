import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, startServer } from '../support/server.ts';

let served: Served;
beforeAll(async () => {
  served = await startServer({ CACHE: 'on' }, { rateLimit: null });
});
afterAll(() => served.close());

const ask = async (query: string, extensions?: object, headers?: Record<string, string>) => {
  const response = await served.post({ query, ...(extensions && { extensions }) }, headers);
  // biome-ignore lint/suspicious/noExplicitAny: tests compare answers as plain JSON.
  return (await response.json()) as any;
};

const teams = '{ organization(slug: "acme") { name teams(first: 3) { nodes { slug name } } } }';

describe('answers kept for a moment', () => {
  it('cost nothing again, and say so', async () => {
    const first = await ask(teams);
    const second = await ask(teams);
    expect(second.data).toEqual(first.data);
    expect(first.extensions.cost).toMatchObject({ calls: 2, saved: { cache: 0 } });
    expect(second.extensions.cost).toMatchObject({ calls: 0, saved: { cache: 2 } });
    expect(second.extensions.cost.oldestMs).toEqual(expect.any(Number));
    expect(first.extensions.cost.oldestMs).toBeUndefined();
  });

  it('are stepped around by who asks for that, not by a header that browsers send', async () => {
    expect((await ask(teams, { cache: 'bypass' })).extensions.cost.calls).toBe(2);
    expect((await ask(teams, undefined, { 'cache-control': 'no-cache' })).extensions.cost.calls).toBe(0);
  });

  it('are forgotten by a write, in lists as well', async () => {
    await ask(teams);
    const { data } = await ask('{ organization(slug: "acme") { teams(first: 1) { nodes { slug } } } }');
    const [{ slug }] = data.organization.teams.nodes;
    await ask(
      `mutation { updateTeam(input: { organization: "acme", id: "${slug}", name: "New name" }) { userErrors { code } } }`,
    );
    const after = await ask(teams);
    expect(after.data.organization.teams.nodes[0]).toEqual({ slug, name: 'New name' });
    expect(after.extensions.cost.calls).toBe(2);
  });
});
