import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { tokenOf } from '../support/leak-watch.ts';
import { post } from '../support/load.ts';
import { saw } from '../support/promises.ts';
import {
  answer,
  echo,
  honest,
  pause,
  type Script,
  type Scripted,
  startScripted,
} from '../support/scripted-upstream.ts';
import { type Served, startServer } from '../support/server.ts';

/** What happens to the calls of an organization, by its slug. */
const scripts: Readonly<Record<string, Script>> = {
  quick: async (call, response) => {
    await pause(50);
    honest(call, response);
  },
  slow: async (call, response) => {
    await pause(2_000);
    honest(call, response);
  },
  late: async (call, response) => {
    await pause(30_000);
    answer(response, echo(call));
  },
  hang: () => {},
  headers: (_call, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
  },
  drip: async (call, response) => {
    const body = Buffer.from(JSON.stringify({ ...Object(echo(call)), padding: 'x'.repeat(1_000) }));
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
    for (let at = 0; at < body.length && !response.destroyed; at += 16) {
      response.write(body.subarray(at, at + 16));
      await pause(500);
    }
    response.end();
  },
};

const bySlug: Script = (call, response) => {
  const [, , slug = ''] = call.target.split('/');
  return (scripts[slug] ?? honest)(call, response);
};

let upstream: Scripted;
let served: Served;
beforeAll(async () => {
  upstream = await startScripted(bySlug);
  served = await startServer({ AUTH_MODE: 'pass-through', UPSTREAM_RPS: '1000' }, {}, upstream.origin);
});
afterEach(() => {
  upstream.script = bySlug;
});
afterAll(async () => {
  await served.close();
  await upstream.close();
});

const bearer = (name: string) => ({ authorization: `Bearer ${tokenOf(name)}` });

const ask = async (slug: string, key: string, timeoutMs?: number) => {
  const query = `{ asked: organization(slug: "${slug}") { name } sibling: organization(slug: "acme") { name } }`;
  const { text, took } = await post(
    served.origin,
    { query, ...(timeoutMs && { extensions: { timeoutMs } }) },
    { headers: bearer(key) },
  );
  const { data, errors = [] } = JSON.parse(text);
  return { data, errors, seconds: took / 1_000 };
};

describe('an operation', () => {
  it('ends by its deadline before any upstream, its siblings there', { timeout: 30_000 }, async () => {
    const asked = await Promise.all(Object.keys(scripts).map(async (slug) => ({ slug, ...(await ask(slug, slug)) })));
    const slowest = Math.max(...asked.map(({ seconds }) => seconds));
    saw(
      'R1',
      'answered within 11.5 s',
      `before ${asked.map(({ slug, seconds }) => `${slug} ${seconds.toFixed(1)} s`).join(', ')}`,
    );
    expect(slowest).toBeLessThanOrEqual(11.5);
    for (const { slug, data, errors } of asked) {
      expect(data.sibling.name, slug).toBe(`${slug}.none`);
      if (slug === 'quick' || slug === 'slow') {
        expect([data.asked.name, errors]).toEqual([`${slug}.none`, []]);
      } else {
        expect(data.asked?.name ?? null, slug).toBeNull();
        expect(errors, slug).toMatchObject([{ path: ['asked', 'name'], extensions: { code: 'UPSTREAM_TIMEOUT' } }]);
      }
    }
  });

  it('may be given less time by its client, and no more', { timeout: 30_000 }, async () => {
    const [less, more] = await Promise.all([ask('hang', 'less', 2_000), ask('hang', 'more', 60_000)]);
    saw(
      'R1',
      'a client lowers it, never raises it',
      `2 s asked: ${less.seconds.toFixed(1)} s; 60 s asked: ${more.seconds.toFixed(1)} s`,
    );
    expect(less.seconds).toBeLessThanOrEqual(3);
    expect(more.seconds).toBeLessThanOrEqual(11.5);
  });

  it('takes its calls along when its client leaves', async () => {
    upstream.script = scripts.slow ?? honest;
    upstream.clear();
    const clients = 200;
    const leaving = Array.from({ length: clients }, async (_, index) => {
      const asked = new AbortController();
      setTimeout(() => asked.abort(), 300);
      const query = `{ organization(slug: "slow") { name } }`;
      await expect(
        post(served.origin, { query }, { headers: bearer(`leaving${index}`), signal: asked.signal }),
      ).rejects.toThrow();
    });
    await Promise.all(leaving);
    const left = performance.now();
    await pause(4_000);
    const off = upstream.calls.filter(({ aborted, endedAt }) => aborted && (endedAt ?? Infinity) <= left + 1_000);
    const again = upstream.calls.length - new Set(upstream.calls.map(({ caller }) => caller)).size;
    saw(
      'R15',
      '>= 95 % of the calls called off within 1 s, none repeated',
      `${clients} clients left, ${upstream.calls.length} calls, ${off.length} called off, ${again} repeated`,
    );
    expect(upstream.calls.length).toBeGreaterThanOrEqual(clients * 0.95);
    expect(off.length).toBeGreaterThanOrEqual(upstream.calls.length * 0.95);
    expect(again).toBe(0);
  });
});
