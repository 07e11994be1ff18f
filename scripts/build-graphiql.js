// @ts-check
/**
 * Writes GraphiQL's own files into dist/graphiql, so that the page needs no other host: every file is named after its
 * content and stored gzip-compressed, and manifest.json tells which name stands for which file. Does nothing where the
 * output of the same package version is already there.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';

const root = new URL('../dist/graphiql/', import.meta.url);
const manifestFile = new URL('manifest.json', root);
const packageName = '@graphql-yoga/render-graphiql';

/**
 * Starts GraphiQL from the options the page carries; runs after the application script. `shouldPersistHeaders` keeps a typed
 * token in the tab's memory alone, `onEditQuery` replaces the package's own, which puts the whole query into the address.
 */
const boot = `'use strict';
const { workers, asksToken, ...options } = JSON.parse(document.getElementById('graphiql-options').textContent);
self.MonacoEnvironment = { getWorkerUrl: (_module, label) => workers[label] ?? workers.editorWorkerService };
const open = () =>
  YogaGraphiQL.renderYogaGraphiQL(document.getElementById('root'), {
    ...options,
    shouldPersistHeaders: false,
    onEditQuery: () => {},
  });
if (asksToken) askToken(options.endpoint).then(open);
else open();
`;

const cost = readFileSync(new URL('./graphiql-cost.js', import.meta.url), 'utf8');
const token = readFileSync(new URL('./graphiql-token.js', import.meta.url), 'utf8');

/** @param {string | Uint8Array} content */
const digest = (content) => createHash('sha256').update(content).digest('hex').slice(0, 16);

/** @param {string} stamp */
const isBuilt = (stamp) => {
  if (!existsSync(manifestFile)) return false;
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
  return (
    manifest.stamp === stamp &&
    Object.values(manifest.files).every((file) => existsSync(new URL(`${String(file)}.gz`, root)))
  );
};

const build = async () => {
  const { version } = createRequire(import.meta.url)(`${packageName}/package.json`);
  const stamp = `${packageName}@${version} ${digest(readFileSync(new URL(import.meta.url)))} ${digest(cost)} ${digest(token)}`;
  if (isBuilt(stamp)) return;

  const { js, css, favicon, editorWorkerService, jsonWorker, graphqlWorker } = await import(
    '@graphql-yoga/render-graphiql/graphiql'
  );
  /** @type {Record<string, string | Uint8Array>} */
  const contents = {
    'token.js': token,
    'cost.js': cost,
    'graphiql.js': js,
    'graphiql.css': css,
    'boot.js': boot,
    'editor-worker.js': editorWorkerService,
    'json-worker.js': jsonWorker,
    'graphql-worker.js': graphqlWorker,
    'favicon.ico': Buffer.from(favicon.slice(favicon.indexOf(',') + 1), 'base64'),
  };

  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  /** @type {Record<string, string>} */
  const files = {};
  for (const [name, content] of Object.entries(contents)) {
    const file = name.replace('.', `-${digest(content)}.`);
    files[name] = file;
    writeFileSync(new URL(`${file}.gz`, root), gzipSync(content, { level: 6 }));
  }
  writeFileSync(manifestFile, `${JSON.stringify({ stamp, files }, null, 2)}\n`);
};

await build();
