import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, startServer } from '../support/server.ts';

const folder = mkdtempSync(join(tmpdir(), 'trusted-'));
const hash = (text: string, algorithm = 'sha256') => createHash(algorithm).update(text).digest('hex');
const listed = 'query Named($slug: String!) { organization(slug: $slug) { slug name } }';
const second = 'query Second { viewer { mode } }';
const unlisted = '{ organization(slug: "acme") { name } }';
const variables = { slug: 'acme' };

const manifest = (documents: Record<string, string>, name = 'manifest.json'): string => {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(documents));
  return path;
};
const file = manifest({ [`sha256:${hash(listed)}`]: listed, [hash(second, 'sha1')]: second });

const servers: Served[] = [];
const start = async (environment: Record<string, string>): Promise<Served> => {
  const served = await startServer(environment);
  servers.push(served);
  return served;
};

let strict: Served;
let noting: Served;
beforeAll(async () => {
  [strict, noting] = await Promise.all([
    start({ TRUSTED_DOCUMENTS: file }),
    start({ TRUSTED_DOCUMENTS: file, TRUSTED_DOCUMENTS_MODE: 'log' }),
  ]);
});
afterAll(async () => {
  await Promise.all(servers.map((each) => each.close()));
  rmSync(folder, { recursive: true });
});

const told = async (response: Response) => ({ status: response.status, ...((await response.json()) as object) });
const named = { status: 200, data: { organization: { slug: 'acme' } } };
const refused = { status: 403, errors: [{ extensions: { code: 'FORBIDDEN' } }] };

describe('trusted documents', () => {
  it.each([
    ['by id', { documentId: `sha256:${hash(listed)}`, variables }],
    ['by a bare hash', { documentId: hash(listed), variables }],
    [
      'by the hash of a persisted query',
      { extensions: { persistedQuery: { version: 1, sha256Hash: hash(listed) } }, variables },
    ],
    ['as they stand in the manifest', { query: listed, variables }],
  ])('are answered %s', async (_name, body) => {
    expect(await told(await strict.post(body))).toMatchObject(named);
    expect(await told(await noting.post(body))).toMatchObject(named);
    expect(noting.log.join('')).not.toContain('untrusted');
  });

  it('are answered by GET, and by SHA-1', async () => {
    const search = new URLSearchParams({ documentId: `sha256:${hash(listed)}`, variables: JSON.stringify(variables) });
    expect(await told(await fetch(`${strict.origin}/graphql?${search}`))).toMatchObject(named);
    expect(await told(await strict.post({ documentId: hash(second, 'sha1') }))).toMatchObject({ data: { viewer: {} } });
  });

  it.each([
    ['another document', { query: unlisted }],
    ['a document changed by a blank', { query: `${listed} `, variables }],
    ['introspection', { query: getIntrospectionQuery() }],
    ['an unknown id', { documentId: `sha256:${hash(unlisted)}` }],
    ['an id that is none', { documentId: '__proto__' }],
    ['an unknown persisted query', { extensions: { persistedQuery: { sha256Hash: hash(unlisted) } } }],
    [
      'a persisted query with its document',
      { query: unlisted, extensions: { persistedQuery: { sha256Hash: hash(listed) } } },
    ],
    ['what cannot be parsed', { query: '{' }],
    ['nothing', {}],
  ])('alone are answered in strict mode: not %s', async (_name, body) => {
    strict.sandbox.clearCalls();
    expect(await told(await strict.post(body))).toMatchObject(refused);
    expect(strict.sandbox.calls).toEqual([]);
  });

  it('come with either id or text', async () => {
    const response = await strict.post({ documentId: hash(listed), query: unlisted, variables });
    expect(await told(response)).toMatchObject({ status: 400, errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  it.each([['"text"'], ['null'], ['7'], ['[]']])('%s is no request', async (body) => {
    expect((await strict.post(body)).status).toBe(400);
  });

  it('are noted where others are answered too', async () => {
    expect(await told(await noting.post({ query: unlisted }))).toMatchObject({
      status: 200,
      data: { organization: {} },
    });
    expect(noting.log.filter((line) => line.includes('untrusted'))).toHaveLength(1);
    expect(await told(await noting.post({ documentId: hash(unlisted) }))).toMatchObject({ status: 400 });
    const { errors } = (await told(
      await noting.post({ extensions: { persistedQuery: { sha256Hash: hash(unlisted) } } }),
    )) as { errors?: unknown };
    expect(errors).toMatchObject([{ extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } }]);
  });

  it('are counted by name in strict mode, where no client chooses it', async () => {
    const countOf = async ({ metrics }: Served, name: string) => {
      const { text } = await metrics.print();
      const [, count = 0] =
        text.match(`operations_total{type="query",outcome="answered",operation="${name}"} (\\d+)`) ?? [];
      return Number(count);
    };
    const before = await countOf(strict, 'Second');
    await Promise.all([strict, noting].map((on) => on.post({ query: second })));
    expect(await countOf(strict, 'Second')).toBe(before + 1);
    expect(await countOf(strict, '')).toBe(0);
    expect(await countOf(noting, 'Second')).toBe(0);
    expect(await countOf(noting, '')).toBeGreaterThan(0);
  });

  it.each([
    ['a name', 'Mine', 'Mine'],
    ['what is none', 'secret \u001b[31m\u009b31m text', 'anonymous'],
    ['a long one', 'x'.repeat(101), 'anonymous'],
    ['a list', ['Mine'], 'anonymous'],
  ])('are noted without what is no operation name: %s', async (_name, operationName, logged) => {
    await (await noting.post({ query: unlisted, operationName })).text();
    const line = noting.log.findLast((each) => each.includes('untrusted'));
    expect(JSON.parse(line ?? '')).toMatchObject({ operation: logged });
  });

  it('have no GraphiQL beside them in strict mode', async () => {
    const page = (on: Served) => fetch(`${on.origin}/graphiql`, { headers: { accept: 'text/html' } });
    expect((await page(strict)).status).toBe(404);
    expect((await page(noting)).status).not.toBe(404);
  });

  it('are read again when the manifest changes; a broken one leaves those known before', async () => {
    const path = manifest({ [hash(listed)]: listed }, 'changing.json');
    const on = await start({ TRUSTED_DOCUMENTS: path });
    const settle = () => new Promise((resolve) => setTimeout(resolve, 1_050));
    expect((await on.post({ query: second })).status).toBe(403);
    manifest({ [hash(listed)]: listed, [hash(second)]: second }, 'changing.json');
    await settle();
    expect((await on.post({ query: second })).status).toBe(200);
    manifest({ [hash(listed)]: second }, 'changing.json');
    await settle();
    expect((await on.post({ query: second })).status).toBe(200);
    expect(on.log.filter((line) => line.includes('TRUSTED_DOCUMENTS'))).toHaveLength(1);
  });

  it.each([
    ['a hash of something else', JSON.stringify({ [hash(listed)]: second })],
    ['no hash', JSON.stringify({ Named: listed })],
    ['a document that does not fit the schema', JSON.stringify({ [hash('{ nope }')]: '{ nope }' })],
    ['a document that cannot be parsed', JSON.stringify({ [hash('{')]: '{' })],
    ['no documents', '{}'],
    ['a list', '[]'],
    ['no JSON', '{'],
  ])('stop the start in one line: %s', async (_name, text) => {
    const path = join(folder, 'wrong.json');
    writeFileSync(path, text);
    await expect(startServer({ TRUSTED_DOCUMENTS: path })).rejects.toThrow(/^TRUSTED_DOCUMENTS [^\n]*$/);
  });
});
