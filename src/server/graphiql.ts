import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import type { Mode } from '../config.ts';
import { tabsFor } from './graphiql-tabs.ts';

const fileName = z.string().regex(/^[a-z][a-z0-9-]*\.(js|css|ico)$/);

/** What `npm run build` writes beside GraphiQL's files: which file stands for which name. */
const manifestShape = z.object({
  files: z.object({
    'token.js': fileName,
    'cost.js': fileName,
    'graphiql.js': fileName,
    'graphiql.css': fileName,
    'boot.js': fileName,
    'editor-worker.js': fileName,
    'json-worker.js': fileName,
    'graphql-worker.js': fileName,
    'favicon.ico': fileName,
  }),
});

type Files = z.infer<typeof manifestShape>['files'];

const contentTypes: ReadonlyMap<string, string> = new Map([
  ['js', 'text/javascript; charset=utf-8'],
  ['css', 'text/css; charset=utf-8'],
  ['ico', 'image/x-icon'],
]);

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "worker-src 'self' blob:",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** A worker lives under the policy of its own file, so the assets have one too. */
const assetHeaders = {
  'content-security-policy': "default-src 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'public, max-age=31536000, immutable',
  vary: 'accept-encoding',
};

const assetsPath = '/graphiql/assets/';

/** JSON that can stand inside a script element: no `<` can end that element or open a comment. */
const scriptJson = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

/** What is behind the page; `asksToken` where clients must prove themselves by a token. */
type Served = { readonly mode: Mode; readonly asksToken?: boolean };

/** The page. All its addresses are relative to its directory, so it works at `/graphiql`, at `/graphql` and below a prefix. */
const renderPage = (files: Files, { mode, asksToken = false }: Served): string => {
  const at = (name: keyof Files): string => `graphiql/assets/${files[name]}`;
  const options = {
    title: 'sentry-graph',
    endpoint: 'graphql',
    defaultTabs: tabsFor(mode),
    asksToken,
    workers: {
      editorWorkerService: at('editor-worker.js'),
      json: at('json-worker.js'),
      graphql: at('graphql-worker.js'),
    },
  };
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>GraphiQL - sentry-graph</title>
    <link rel="icon" href="${at('favicon.ico')}">
    <link rel="stylesheet" href="${at('graphiql.css')}">
    <style>
      #cost:not(:empty) {
        position: fixed; right: 24px; bottom: 24px; z-index: 5; padding: 4px 12px; border-radius: 6px;
        font: 13px/1.6 system-ui, sans-serif; color: #fff; background: #3b4151; pointer-events: none;
      }
      #token:not([hidden]) {
        display: grid; gap: 12px; max-width: 420px; margin: 20vh auto 0; padding: 24px; font: 15px/1.5 system-ui, sans-serif;
      }
      #token input { box-sizing: border-box; width: 100%; padding: 8px; font: inherit; }
      #token button { justify-self: start; padding: 6px 16px; font: inherit; }
    </style>
    <script defer src="${at('token.js')}"></script>
    <script defer src="${at('cost.js')}"></script>
    <script defer src="${at('graphiql.js')}"></script>
    <script defer src="${at('boot.js')}"></script>
  </head>
  <body class="no-focus-outline">
    <noscript>GraphiQL needs JavaScript.</noscript>
    <form id="token" autocomplete="off" hidden>
      <label for="token-value">Your token for this service. It stays in this tab's memory.</label>
      <input id="token-value" type="password" autocomplete="off" spellcheck="false" required>
      <button type="submit">Open GraphiQL</button>
      <output role="alert"></output>
    </form>
    <div id="root"></div>
    <output id="cost"></output>
    <script type="application/json" id="graphiql-options">${scriptJson(options)}</script>
  </body>
</html>
`;
};

const unbuiltPage = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>GraphiQL - sentry-graph</title></head>
  <body><p>GraphiQL's files are not built yet: run <code>npm run build</code> and start again.</p></body>
</html>
`;

type Built = { page: string; assets: ReadonlyMap<string, Buffer> };

/** Reads the manifest and the compressed files, about 2.4 MB in all; null where they are missing or of another build. */
const readBuilt = (root: URL, served: Served): Built | null => {
  try {
    const { files } = manifestShape.parse(JSON.parse(readFileSync(new URL('manifest.json', root), 'utf8')));
    const assets = new Map(Object.values(files).map((file) => [file, readFileSync(new URL(`${file}.gz`, root))]));
    return { page: renderPage(files, served), assets };
  } catch {
    return null;
  }
};

/** Whether a client takes gzip, by its Accept-Encoding header. */
const takesGzip = (header: string | undefined): boolean => {
  const weights = new Map<string, number>();
  for (const item of (header ?? '').toLowerCase().split(',')) {
    const [name = '', ...params] = item.split(';').map((part) => part.trim());
    const weight = params.find((param) => param.startsWith('q='));
    weights.set(name, weight === undefined ? 1 : Number(weight.slice(2)));
  }
  return (weights.get('gzip') ?? weights.get('*') ?? 0) > 0;
};

/** GraphiQL's page and files. */
export type Graphiql = {
  /** Answers a request for the page or one of its files; false where the path is neither and nothing was sent. */
  handle(request: IncomingMessage, response: ServerResponse, path: string): boolean;
};

/** Serves GraphiQL, with tabs that fit what is served, from the files `npm run build` left in `root`: no other host is asked. */
export const createGraphiql = ({ root, ...served }: Served & { readonly root: URL }): Graphiql => {
  const built = readBuilt(root, served);

  const send = (
    request: IncomingMessage,
    response: ServerResponse,
    status: number,
    headers: Record<string, string>,
    body: string | Buffer,
  ): true => {
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
    response.end(request.method === 'HEAD' ? undefined : body);
    return true;
  };

  const sendAsset = (request: IncomingMessage, response: ServerResponse, file: string): true => {
    const compressed = built?.assets.get(file);
    if (!compressed) {
      const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
      return send(request, response, 404, headers, 'There is no such file.\n');
    }
    const type = contentTypes.get(file.slice(file.lastIndexOf('.') + 1)) ?? 'application/octet-stream';
    const headers = { ...assetHeaders, 'content-type': type };
    return takesGzip(request.headers['accept-encoding'])
      ? send(request, response, 200, { ...headers, 'content-encoding': 'gzip' }, compressed)
      : send(request, response, 200, headers, gunzipSync(compressed));
  };

  return {
    handle(request, response, path) {
      const isAsset = path.startsWith(assetsPath);
      const isPage = path === '/graphiql' || path === '/graphql';
      if (!isAsset && !isPage && path !== '/graphiql/') return false;
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        if (path === '/graphql') return false;
        return send(request, response, 405, { allow: 'GET, HEAD' }, '');
      }
      if (isAsset) return sendAsset(request, response, path.slice(assetsPath.length));
      if (!isPage) return send(request, response, 308, { location: '../graphiql' }, '');
      return built
        ? send(request, response, 200, pageHeaders, built.page)
        : send(request, response, 503, pageHeaders, unbuiltPage);
    },
  };
};
