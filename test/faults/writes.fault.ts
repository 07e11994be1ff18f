import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { tokenOf } from '../support/leak-watch.ts';
import { post } from '../support/load.ts';
import { saw } from '../support/promises.ts';
import { answer, honest, type Scripted, startScripted } from '../support/scripted-upstream.ts';
import { type Served, startServer } from '../support/server.ts';

const writes = 200;

let upstream: Scripted;
let served: Served;
beforeAll(async () => {
  upstream = await startScripted();
  const environment = { AUTH_MODE: 'pass-through', WRITES: '1', UPSTREAM_RPS: '1000', CACHE: 'on' };
  served = await startServer(environment, {}, upstream.origin);
});
afterEach(() => upstream.clear());
afterAll(async () => {
  await served.close();
  await upstream.close();
});

/** Creates a team by a key of its own, so that no write waits for a place behind one that hangs. */
const create = async (name: string, index: number): Promise<string> => {
  const query = `mutation { createTeam(input: { organization: "acme", name: "${name}" }) { team { slug } userErrors { code } } }`;
  const headers = { authorization: `Bearer ${tokenOf(`writer${index % 20}`)}` };
  const { data, errors } = JSON.parse((await post(served.origin, { query }, { headers })).text);
  if (errors) return errors[0].extensions.outcome ?? errors[0].extensions.code;
  return data.createTeam.team ? 'DONE' : 'REFUSED';
};

const created = (response: ServerResponse, body: string): void => {
  const { name } = JSON.parse(body);
  answer(response, { id: '1', slug: name, name }, 201);
};

/** What becomes of the answer to a write that was carried out, or was it. */
const ways: [string, (response: ServerResponse) => void][] = [
  ['reset', (response) => void response.socket?.resetAndDestroy()],
  ['502', (response) => answer(response, {}, 502)],
  ['never sent', () => {}],
  ['503', (response) => void response.writeHead(503).end()],
];

describe('a write', () => {
  it.each(ways)('whose answer is %s half the time is never sent twice', async (way, lose) => {
    let lost = 0;
    upstream.script = (call, response) => {
      if (call.method === 'GET') return honest(call, response);
      if (Math.random() < 0.5) return created(response, call.body);
      lost += 1;
      lose(response);
    };
    const outcomes = await Promise.all(
      Array.from({ length: writes }, (_, index) => create(`team-${way.replace(' ', '-')}-${index}`, index)),
    );
    const sent = upstream.calls.filter(({ method }) => method === 'POST').map(({ body }) => body);
    const twice = sent.length - new Set(sent).size;
    const count = (outcome: string) => outcomes.filter((each) => each === outcome).length;
    saw(
      'R4',
      `answers ${way}: none sent twice, each doubt told`,
      `${sent.length} sent, ${twice} twice; ${count('DONE')} done, ${count('UNKNOWN')} unknown of ${lost} lost`,
    );
    expect(twice).toBe(0);
    expect(sent).toHaveLength(writes);
    expect(count('UNKNOWN')).toBe(lost);
    expect(count('DONE')).toBe(writes - lost);
  });
});
