import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGraphiql } from '../../src/server/graphiql.ts';
import { tabsFor } from '../../src/server/graphiql-tabs.ts';
import { type Graph, startGraph } from '../support/graph.ts';

const files = {
  'token.js': 'token-08.js',
  'cost.js': 'cost-00.js',
  'graphiql.js': 'graphiql-01.js',
  'graphiql.css': 'graphiql-02.css',
  'boot.js': 'boot-03.js',
  'editor-worker.js': 'editor-worker-04.js',
  'json-worker.js': 'json-worker-05.js',
  'graphql-worker.js': 'graphql-worker-06.js',
  'favicon.ico': 'favicon-07.ico',
};

type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer };

const folders: string[] = [];
const servers: Server[] = [];

const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'graphiql-'));
  folders.push(path);
  return path;
};

/** A directory as the build leaves it, with each file's own name as its content. */
const builtFolder = (): string => {
  const path = folder();
  writeFileSync(join(path, 'manifest.json'), JSON.stringify({ stamp: 'x', files }));
  for (const file of Object.values(files)) writeFileSync(join(path, `${file}.gz`), gzipSync(`/* ${file} */`));
  return path;
};

const serve = async (root: string): Promise<number> => {
  const graphiql = createGraphiql({ root: pathToFileURL(`${root}/`), mode: 'sandbox' });
  const server = createServer((incoming, response) => {
    const path = (incoming.url ?? '/').replace(/\?.*$/s, '');
    if (graphiql.handle(incoming, response, path)) return;
    response.writeHead(418);
    response.end('not mine');
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
};

/** Sends a path as it stands, where `fetch` would tidy it up. */
const ask = (port: number, path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });

let port = 0;

beforeAll(async () => {
  port = await serve(builtFolder());
});

afterAll(async () => {
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  for (const path of folders) rmSync(path, { recursive: true, force: true });
});

describe('the page', () => {
  it('comes with a strict policy and is not cached', async () => {
    const { status, headers } = await ask(port, '/graphiql');
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; " +
        "font-src 'self' data:; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
  });

  it('is the same at /graphiql and /graphql', async () => {
    const [one, other] = await Promise.all([ask(port, '/graphiql?x=1'), ask(port, '/graphql')]);
    expect(one.body.equals(other.body)).toBe(true);
  });

  it.each(['/graphiql', '/graphql', '/tools/graphiql'])('has addresses that resolve from %s', async (path) => {
    const html = (await ask(port, '/graphiql')).body.toString();
    const prefix = path.replace(/[^/]*$/, '');
    const base = `http://host.test${path}`;
    const addresses = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address = '']) => address);
    expect(addresses.map((address) => new URL(address, base).pathname)).toEqual(
      [
        'favicon.ico' as const,
        'graphiql.css' as const,
        'token.js' as const,
        'cost.js' as const,
        'graphiql.js' as const,
        'boot.js' as const,
      ].map((name) => `${prefix}graphiql/assets/${files[name]}`),
    );
    const options: unknown = JSON.parse(/<script type="application\/json"[^>]*>(.*)<\/script>/.exec(html)?.[1] ?? '');
    expect(options).toMatchObject({
      endpoint: 'graphql',
      defaultTabs: tabsFor('sandbox'),
      workers: {
        editorWorkerService: 'graphiql/assets/editor-worker-04.js',
        json: 'graphiql/assets/json-worker-05.js',
        graphql: 'graphiql/assets/graphql-worker-06.js',
      },
    });
    expect(html).not.toMatch(/(?:src|href)="(?:\/|https?:)/);
  });

  it('has no inline script beside the options, which hold no "<"', async () => {
    const html = (await ask(port, '/graphiql')).body.toString();
    const inline = [...html.matchAll(/<script(?![^>]*\bsrc=)([^>]*)>(.*?)<\/script>/gs)];
    expect(inline).toHaveLength(1);
    expect(inline[0]?.[1]).toContain('type="application/json"');
    expect(inline[0]?.[2]).not.toContain('<');
  });

  it('answers HEAD without a body and leaves other methods alone', async () => {
    const head = await ask(port, '/graphiql', {}, 'HEAD');
    expect(head.status).toBe(200);
    expect(Number(head.headers['content-length'])).toBeGreaterThan(500);
    expect(head.body).toHaveLength(0);
    expect(await ask(port, '/graphiql', {}, 'POST')).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
    expect((await ask(port, '/graphql', {}, 'POST')).status).toBe(418);
  });

  it('moves /graphiql/ to the address its files are relative to', async () => {
    expect(await ask(port, '/graphiql/')).toMatchObject({ status: 308, headers: { location: '../graphiql' } });
  });

  it('leaves other paths alone', async () => {
    for (const path of ['/', '/graphiqlx', '/graphiql/other', '/graphql/assets/boot-03.js']) {
      expect((await ask(port, path)).status, path).toBe(418);
    }
  });

  it('says what to run where its files are missing or of another build', async () => {
    const other = folder();
    writeFileSync(join(other, 'manifest.json'), '{"files":{"boot.js":"../../x.js"}}');
    for (const root of [join(folder(), 'missing'), other]) {
      const unbuilt = await serve(root);
      const { status, headers, body } = await ask(unbuilt, '/graphiql');
      expect(status).toBe(503);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(body.toString()).toContain('npm run build');
      expect((await ask(unbuilt, '/graphiql/assets/boot-03.js')).status).toBe(404);
    }
  });
});

describe('the files', () => {
  it.each([
    ['graphiql-01.js', 'text/javascript; charset=utf-8'],
    ['graphiql-02.css', 'text/css; charset=utf-8'],
    ['favicon-07.ico', 'image/x-icon'],
  ])('%s comes as %s, to be kept for good', async (file, type) => {
    const { status, headers, body } = await ask(port, `/graphiql/assets/${file}`);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': type,
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      vary: 'accept-encoding',
    });
    expect(body.toString()).toBe(`/* ${file} */`);
  });

  it.each([
    ['gzip, deflate, br', true],
    ['br;q=1, GZIP;q=0.5', true],
    ['*', true],
    ['', false],
    ['br', false],
    ['gzip;q=0', false],
    ['*;q=1, gzip; q=0', false],
  ])('accept-encoding "%s": compressed %s', async (accepted, compressed) => {
    const { headers, body } = await ask(port, '/graphiql/assets/boot-03.js', { 'accept-encoding': accepted });
    expect(headers['content-encoding']).toBe(compressed ? 'gzip' : undefined);
    expect(Number(headers['content-length'])).toBe(body.length);
    expect((compressed ? gunzipSync(body) : body).toString()).toBe('/* boot-03.js */');
  });

  it.each([
    'unknown.js',
    '',
    'boot.js',
    'boot-03.js.gz',
    'manifest.json',
    '../manifest.json',
    '../../package.json',
    '..%2f..%2fpackage.json',
    '%2e%2e/manifest.json',
    '..\\manifest.json',
    './boot-03.js',
    '/etc/passwd',
    'constructor',
    'boot-03.js%00',
  ])('there is no file "%s"', async (name) => {
    const { status, headers } = await ask(port, `/graphiql/assets/${name}`);
    expect(status).toBe(404);
    expect(headers['cache-control']).toBe('no-store');
  });

  it('takes GET and HEAD alone', async () => {
    const head = await ask(port, '/graphiql/assets/boot-03.js', {}, 'HEAD');
    expect(head).toMatchObject({ status: 200, headers: { 'content-length': '16' } });
    expect(head.body).toHaveLength(0);
    expect((await ask(port, '/graphiql/assets/boot-03.js', {}, 'DELETE')).status).toBe(405);
  });
});

describe('the tabs', () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph();
  });
  afterAll(() => graph.close());

  it.each(['sandbox', 'server-key', 'pass-through'] as const)(
    'in mode %s hold one named query each, below a comment',
    (mode) => {
      for (const { query } of tabsFor(mode)) {
        expect(query).toMatch(/^# \S/);
        expect(parse(query).definitions).toMatchObject([
          { kind: 'OperationDefinition', operation: 'query', name: { kind: 'Name' } },
        ]);
      }
    },
  );

  it('work with the sandbox; only the troubled organization shows errors', async () => {
    graph.sandbox.switches.slowMs = 100;
    for (const { query } of tabsFor('sandbox')) {
      const { data, errors, calls, extensions } = await graph.ask(query);
      if (query.includes('query Troubled')) {
        expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
        expect(data.organization.slow.issues.nodes).toHaveLength(1);
      } else {
        expect(errors, query).toBeUndefined();
      }
      expect(extensions?.cost.calls).toBe(calls.length);
      expect(JSON.stringify(data).length).toBeGreaterThan(200);
    }
  });

  it('with an account take organization, project and issue from it, the first tab by one call', async () => {
    const costs: number[] = [];
    const account = graph.sandbox.worlds[1]?.connection.id ?? null;
    for (const { query } of tabsFor('server-key')) {
      expect(query).not.toMatch(/acme|troubled|slug: "[a-z]/);
      const { data, errors, calls, extensions } = await graph.ask(query, {}, { account });
      expect(errors, query).toBeUndefined();
      expect(data.organizations.nodes).toHaveLength(1);
      expect(data.organizations.nodes[0].slug).toBe(graph.sandbox.worlds[1]?.organizations[0]?.slug);
      expect(extensions?.cost.calls).toBe(calls.length);
      costs.push(calls.length);
    }
    expect(costs).toEqual([1, 2, 4, 3, 2]);
  });

  it('in pass-through mode show where the key goes', () => {
    for (const { headers } of tabsFor('pass-through')) {
      expect(JSON.parse(headers ?? '')).toEqual({ Authorization: 'Bearer YOUR_MATON_API_KEY' });
    }
    expect(tabsFor('server-key').every(({ headers }) => headers === undefined)).toBe(true);
  });
});
