import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../src/gateway/http/secret.ts';
import { leaks } from '../support/leak-watch.ts';
import { startLeakyUpstream } from '../support/leaky-upstream.ts';
import { type Served, startServer } from '../support/server.ts';

const key = 'mtn-4f1c0ffee-top-secret';

let upstream: Awaited<ReturnType<typeof startLeakyUpstream>>;
let served: Served;
beforeAll(async () => {
  upstream = await startLeakyUpstream();
  served = await startServer(
    { AUTH_MODE: 'pass-through', WRITES: '1', LINKED_ACCOUNTS_MANAGE: '1', UPSTREAM_RPS: '1000' },
    {},
    upstream.origin,
  );
});
afterAll(async () => {
  await served.close();
  await upstream.close();
});

const release = readFileSync('examples/queries/release-day.graphql', 'utf8');

const requests: (string | object)[] = [
  { query: '{ organization(slug: "acme") { name projects(first: 3) { nodes { slug } } } }' },
  { query: '{ organization(slug: "acme") { issues(first: 2) { nodes { title latestEvent { id } } } } }' },
  { query: '{ issue(organization: "acme", id: "1") { title tags { key } } linkedAccounts { id } }' },
  { query: '{ linkedAccount(id: "one") { organization(slug: "acme") { name } } }' },
  { query: release, variables: { organization: 'acme', version: '1.0' } },
  {
    query: 'mutation { updateTeam(input: { organization: "acme", id: "web", name: "x" }) { userErrors { message } } }',
  },
  { query: 'mutation { deleteProject(input: { organization: "acme", id: "web" }) { userErrors { message } } }' },
  { query: 'mutation { createLinkedAccount { authorizationUrl } }' },
  { query: `{ organization(slug: "Bearer ${key}") { name } }` },
  { query: `{ organization(slug: $a, ${key}) }` },
  { query: '{ nope }', variables: { token: key }, operationName: `Bearer ${key}` },
  `{ "query": "Bearer ${key}`,
];

describe('an upstream that blurts out everything', () => {
  it('is quoted nowhere: not in answers, headers or log lines', async () => {
    const seen: string[] = [];
    for (let round = 0; round < 12; round += 1) {
      const answers = await Promise.all(
        requests.map((body) => served.post(body, { authorization: `Bearer ${key}`, 'x-note': `Bearer ${key}` })),
      );
      for (const [index, response] of answers.entries()) {
        const { errors, extensions, data } = (await response.json()) as Record<string, unknown>;
        // The client's own words come back to it in complaints about them.
        const ours = index < 8 ? [errors, extensions, data] : [extensions, data];
        seen.push(JSON.stringify([...response.headers, ...ours]));
      }
    }
    seen.push(...served.log, (await served.metrics.print()).text);
    expect(upstream.calls).toBeGreaterThan(150);
    expect(served.log.length).toBeGreaterThan(200);
    const leaking = seen.filter((text) => text.includes(key) || leaks.test(text));
    expect(leaking).toEqual([]);
  });

  it('leaves lines that say enough: who asked, which call, which code', () => {
    const lines = served.log.map((line): Record<string, unknown> => JSON.parse(line));
    const failed = lines.filter(({ msg }) => msg === 'a call failed');
    expect(failed.length).toBeGreaterThan(50);
    for (const line of failed) {
      expect(line).toMatchObject({ request: expect.any(String), client: expect.stringMatching(/^key-[0-9a-f]{8}$/) });
      expect(line).toMatchObject({ call: expect.stringMatching(/^[A-Z]+ \//), code: expect.any(String) });
    }
    const done = lines.filter(({ msg }) => /^(answered|answered in part|failed|refused)$/.test(String(msg)));
    expect(new Set(done.map(({ request }) => request)).size).toBe(12 * requests.length);
    for (const line of done) expect(line).toMatchObject({ client: expect.any(String), ms: expect.any(Number) });
  });
});

describe('the last filter of the log', () => {
  it('strikes out what calls itself a bearer token, wherever it stands', async () => {
    const { logOptions } = await import('../../src/server/log.ts');
    const { pino } = await import('pino');
    const lines: string[] = [];
    const log = pino(
      logOptions('info', (line) => new Secret(key).redact(line)),
      {
        write: (line: string) => void lines.push(line),
      },
    );
    log.info({ a: { b: [`bearer ${key}`] }, err: new Error(`Bearer abc.def ${key}`) }, `Bearer xyz`);
    expect(lines.join('')).not.toMatch(new RegExp(`${key}|abc\\.def|xyz`));
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ msg: 'Bearer [redacted]' });
  });
});
