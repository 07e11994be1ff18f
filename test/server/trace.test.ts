import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Served, startServer } from '../support/server.ts';

let served: Served;
beforeAll(async () => {
  served = await startServer({ WRITES: '1' }, { rateLimit: null });
});
afterAll(() => served.close());
beforeEach(() => served.sandbox.reset());

const ask = async (query: string, extensions?: Record<string, unknown>) => {
  const response = await served.post({ query, ...(extensions && { extensions }) });
  return response.json();
};

describe('the trace of an operation', () => {
  it('lists each call with the field it was made for, and never a filled path', async () => {
    const query =
      '{ organization(slug: "acme") { mine: projects(first: 2) { nodes { slug } } } organizations { nodes { name } } }';
    const { extensions } = await ask(query, { trace: true });
    const { trace } = extensions;
    expect(trace).toHaveLength(2);
    expect(trace).toContainEqual({
      field: 'organization.mine',
      method: 'GET',
      path: '/organizations/{organization}/projects/',
      family: 'organization.projects',
      attempt: 0,
      status: 200,
      ms: expect.any(Number),
      waitedMs: expect.any(Number),
    });
    expect(JSON.stringify(trace)).not.toMatch(/acme|sandbox|Bearer/);
  });

  it('shows repetitions and calls without an answer', async () => {
    served.sandbox.switches.faults.push(
      { path: /^\/organizations\/acme\/\?/, status: 503, body: '', times: 1 },
      { path: /^\/organizations\/globex\/\?/, kind: 'drop' },
    );
    const statuses = async (slug: string) => {
      const { extensions } = await ask(`{ organization(slug: "${slug}") { name } }`, { trace: true });
      return extensions.trace.map(({ attempt, status }: { attempt: number; status: number | null }) => [
        attempt,
        status,
      ]);
    };
    expect(await statuses('acme')).toEqual([
      [0, 503],
      [1, 200],
    ]);
    expect(await statuses('globex')).toEqual([0, 1, 2, 3].map((attempt) => [attempt, null]));
  });

  it('names the field of a write', async () => {
    const { extensions } = await ask(
      'mutation { made: createTeam(input: { organization: "acme", slug: "tracers" }) { team { slug } userErrors { code } } }',
      { trace: true },
    );
    expect(extensions.trace).toMatchObject([{ field: 'made', method: 'POST', status: 201 }]);
  });

  it('is told to nobody who has not asked', async () => {
    for (const extensions of [undefined, { trace: false }, { trace: null }]) {
      expect((await ask('{ organizations { nodes { slug } } }', extensions)).extensions).not.toHaveProperty('trace');
    }
  });

  it('is told to nobody where others may ask', async () => {
    const open = await startServer({ HOST: '0.0.0.0', AUTH_MODE: 'pass-through' }, { rateLimit: null });
    try {
      const body = { query: '{ organizations { nodes { slug } } }', extensions: { trace: true } };
      const response = await open.post(body, { authorization: `Bearer ${open.sandbox.key}` });
      const { data, extensions } = await response.json();
      expect(data.organizations.nodes.length).toBeGreaterThan(0);
      expect(extensions).not.toHaveProperty('trace');
    } finally {
      await open.close();
    }
  });
});

describe('the time an operation waited for the budget', () => {
  it('is told in its cost, in its trace and in the log', async () => {
    const slow = await startServer({ UPSTREAM_RPS: '2' }, { rateLimit: null });
    try {
      const query = `{ ${[0, 1, 2].map((alias) => `a${alias}: organizations(first: ${alias + 1}) { nodes { slug } }`).join(' ')} }`;
      const { extensions } = await (await slow.post({ query, extensions: { trace: true } })).json();
      expect(extensions.cost).toMatchObject({ calls: 3 });
      expect(extensions.cost.waitedMs).toBeGreaterThan(900);
      expect(extensions.cost.waitedMs).toBeLessThan(1_500);
      const waits = extensions.trace.map(({ waitedMs }: { waitedMs: number }) => waitedMs);
      expect(Math.abs(Math.max(...waits) - extensions.cost.waitedMs)).toBeLessThan(20);
      const line = JSON.parse(slow.log.find((text) => text.includes('"answered"')) ?? '{}');
      expect(line.waited).toBe(extensions.cost.waitedMs);
    } finally {
      await slow.close();
    }
  });
});
