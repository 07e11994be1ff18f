import type { ServerResponse } from 'node:http';
import { createGzip } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Child, collector, startChild } from '../support/child.ts';
import { tokenOf } from '../support/leak-watch.ts';
import { drive, post, quantile } from '../support/load.ts';
import { saw } from '../support/promises.ts';
import { honest, pause, type Scripted, startScripted } from '../support/scripted-upstream.ts';

const mebibyte = 1_048_576;
const chunk = Buffer.alloc(mebibyte, 'x');

/** Writes so many MiB of JSON, as long as somebody takes them. */
const pour = async (into: NodeJS.WritableStream, response: ServerResponse, mebibytes: number): Promise<void> => {
  into.write('["');
  for (let sent = 0; sent < mebibytes && !response.destroyed; sent += 1) {
    if (!into.write(chunk)) await Promise.race([new Promise((go) => into.once('drain', go)), pause(1_000)]);
  }
  into.end('"]');
};

/** Ways to be too large, by the organization's slug. */
const sizes: Readonly<Record<string, (response: ServerResponse) => void>> = {
  'fifty-mib': (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 50 * mebibyte + 4 });
    void pour(response, response, 50);
  },
  'fifty-mib-in-chunks': (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    void pour(response, response, 50);
  },
  'gzip-bomb': (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    const zipped = createGzip();
    zipped.pipe(response);
    void pour(zipped, response, 200);
  },
};

let upstream: Scripted;
let service: Child;
beforeAll(async () => {
  upstream = await startScripted((call, response) => {
    const size = sizes[call.target.split('/')[2] ?? ''];
    if (size) size(response);
    else honest(call, response);
  });
  service = await startChild(
    {
      AUTH_MODE: 'pass-through',
      MATON_GATEWAY_URL: upstream.origin,
      MATON_CONTROL_URL: upstream.origin,
      UPSTREAM_RPS: '1000',
    },
    [collector],
  );
});
afterAll(async () => {
  service.process.kill('SIGKILL');
  await upstream.close();
});

const ask = (slug: string, key: string) =>
  post(
    service.origin,
    { query: `{ organization(slug: "${slug}") { name } }` },
    { headers: { authorization: `Bearer ${tokenOf(key)}` } },
  );

describe('an answer without end', () => {
  it('is refused, asked once, and costs others neither time nor memory', async () => {
    await drive(
      4,
      (asked) => asked < 200,
      (asked) => ask(`warm${asked}`, 'bystander'),
    );
    const before = await service.held();
    upstream.clear();
    let isOver = false;
    let most = before;
    const bystanders = drive(
      4,
      () => !isOver,
      async (asked) => {
        const answered = await ask(`well${asked}`, 'bystander');
        most = Math.max(most, service.memory());
        await pause(20);
        return answered;
      },
    );
    const refused: { slug: string; code: string }[] = [];
    for (let round = 0; round < 4; round += 1) {
      for (const slug of Object.keys(sizes)) {
        const { text } = await ask(slug, slug);
        refused.push({ slug, code: JSON.parse(text).errors?.[0].extensions.code });
      }
    }
    isOver = true;
    const others = await bystanders;
    const slowest = quantile(
      others.map(({ took }) => took),
      0.99,
    );
    const asked = upstream.calls.filter(({ target }) => sizes[target.split('/')[2] ?? '']).length;
    saw(
      'R8',
      'refused, asked once; others p99 <= 500 ms; memory + <= 200 MiB',
      `${asked} calls for ${refused.length}; p99 of ${others.length} others ${Math.round(slowest)} ms; + ${Math.round(most - before)} MiB`,
    );
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['UPSTREAM_TOO_LARGE']));
    expect(asked).toBe(refused.length);
    expect(others.filter(({ text }) => text.includes('"errors"'))).toEqual([]);
    expect(slowest).toBeLessThanOrEqual(500);
    expect(most - before).toBeLessThanOrEqual(200);
  });
});
