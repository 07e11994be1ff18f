/** What a person would write for these answers alone: node:http, undici, and the code of `answers.ts`. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { answers, type Get } from './answers.ts';

const pool = new Pool(process.env.MATON_GATEWAY_URL ?? '', { connections: 64, pipelining: 1 });
const headers = { accept: 'application/json', authorization: 'Bearer bench', 'user-agent': 'hand-written' };

const get: Get = async (path) => {
  const { statusCode, body } = await pool.request({ method: 'GET', path: `/sentry/api/0${path}`, headers });
  if (statusCode !== 200) throw new Error(`${statusCode} at ${path}`);
  return body.json();
};

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { workload, index } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  const data = await answers[workload]?.(get, index);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ data }));
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listens on http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql\n`);
});
