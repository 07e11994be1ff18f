import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../src/sandbox/switches.ts';
import { type Served, startServer } from '../support/server.ts';

let served: Served;
beforeAll(async () => {
  served = await startServer({ UPSTREAM_RPS: '1000' }, { rateLimit: null });
});
afterAll(() => served.close());
afterEach(() => served.sandbox.reset());

const sick = /^\/organizations\/acme\/\?/;
const query = '{ sick: organization(slug: "acme") { name } well: organizations { nodes { slug } } }';

const ask = async (fault: Omit<Fault, 'path'>) => {
  served.sandbox.switches.faults.push({ path: sick, ...fault });
  const started = performance.now();
  const response = await served.post({ query });
  const answer = await response.json();
  return { answer, seconds: (performance.now() - started) / 1_000 };
};

describe('a sick upstream', () => {
  it('is called no more once the client has left', async () => {
    served.sandbox.switches.faults.push({ path: sick, kind: 'hang' });
    served.sandbox.clearCalls();
    const leaving = new AbortController();
    setTimeout(() => leaving.abort(), 300);
    await expect(
      served.post({ query: '{ organization(slug: "acme") { name } }' }, {}, leaving.signal),
    ).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    expect(served.sandbox.calls).toHaveLength(1);
  });

  it.each([
    ['hangs', { kind: 'hang' }, 'UPSTREAM_TIMEOUT'],
    ['sends headers and then nothing', { kind: 'stall' }, 'UPSTREAM_TIMEOUT'],
    ['drips', { kind: 'drip', delayMs: 500 }, 'UPSTREAM_TIMEOUT'],
    ['takes 30 seconds', { delayMs: 30_000 }, 'UPSTREAM_TIMEOUT'],
    ['drops the connection', { kind: 'drop' }, 'UPSTREAM_UNAVAILABLE'],
    ['cuts its body', { kind: 'cut' }, undefined],
    ['answers HTML with status 200', { kind: 'html', status: 200 }, 'UPSTREAM_BAD_RESPONSE'],
    ['answers nothing with status 200', { kind: 'empty', status: 200 }, 'UPSTREAM_BAD_RESPONSE'],
    ['redirects elsewhere', { kind: 'redirect' }, 'UPSTREAM_REDIRECT'],
    ['answers 503', { status: 503, body: '' }, 'UPSTREAM_UNAVAILABLE'],
    ['sends too much', { kind: 'huge' }, 'UPSTREAM_TOO_LARGE'],
    ['answers a list for an object', { status: 200, body: [] }, 'UPSTREAM_BAD_RESPONSE'],
    // Last: the credential stays blocked.
    ['answers 429 for two minutes', { kind: 'maton-429', headers: { 'retry-after': '120' } }, 'RATE_LIMITED'],
  ] as [string, Omit<Fault, 'path'>, string | undefined][])(
    'that %s is answered in time, its sibling intact',
    async (_name, fault, code) => {
      const { answer, seconds } = await ask(fault);
      expect(seconds).toBeLessThan(11.5);
      expect(answer.data.sick?.name ?? null).toBeNull();
      if (code !== 'RATE_LIMITED') expect(answer.data.well.nodes.length).toBeGreaterThan(0);
      const error = answer.errors.find(({ path }: { path: string[] }) => path[0] === 'sick');
      if (code) expect(error.extensions.code).toBe(code);
      expect(JSON.stringify(answer)).not.toMatch(/<html|\bat .*\.ts|127\.0\.0\.1:/);
    },
  );
});
