import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../src/gateway/limits.ts';
import { tokenOf } from '../support/leak-watch.ts';
import { post } from '../support/load.ts';
import { saw } from '../support/promises.ts';
import { answer, echo, honest, type Script, type Scripted, startScripted } from '../support/scripted-upstream.ts';
import { type Served, startServer } from '../support/server.ts';

let upstream: Scripted;
let elsewhere: Scripted;
let served: Served;
beforeAll(async () => {
  [upstream, elsewhere] = await Promise.all([startScripted(), startScripted()]);
  const environment = { MATON_API_KEY: tokenOf('upstream'), MATON_CONNECTION: 'one', UPSTREAM_RPS: '1000' };
  served = await startServer(environment, {}, upstream.origin);
});
afterEach(() => {
  upstream.script = honest;
  upstream.clear();
});
afterAll(async () => {
  await served.close();
  await Promise.all([upstream.close(), elsewhere.close()]);
});

const ask = async (query: string) => JSON.parse((await post(served.origin, { query })).text);

/** Answers calls whose path fits by another script. */
const sick =
  (path: RegExp, script: Script): Script =>
  (call, response) =>
    (path.test(call.target) ? script : honest)(call, response);

const row = (changed: object): unknown => [{ ...Object([echo(issues)].flat()[0]), ...changed }];
const issues = { target: '/organizations/acme/issues/', caller: 'one' };

/** Rows that nobody can read are left out with a warning; words that nobody knows are read. */
const unreadableRows = ['null in a list', 'rows without an id', 'null where a value is due'];
const readable = ['words nobody knows'];

/** Bodies that cannot be read, as answers to an organization or to a list of its issues. */
const bodies: [string, RegExp, string][] = [
  ['HTML', /^\/organizations\/sick\/(\?|$)/, '<html><body>502 at 10.0.0.7</body></html>'],
  ['nothing', /^\/organizations\/sick\/(\?|$)/, ''],
  ['null', /^\/organizations\/sick\/(\?|$)/, 'null'],
  ['a text', /^\/organizations\/sick\/(\?|$)/, '"well"'],
  ['a list for an object', /^\/organizations\/sick\/(\?|$)/, '[{"slug":"sick"}]'],
  ['an object for a text', /^\/organizations\/sick\/(\?|$)/, '{"slug":"sick","name":{"a":1}}'],
  ['an object for a list', /^\/organizations\/sick\/issues\//, '{"detail":1}'],
  ['null in a list', /^\/organizations\/sick\/issues\//, '[null]'],
  ['rows without an id', /^\/organizations\/sick\/issues\//, JSON.stringify(row({ id: undefined }))],
  ['null where a value is due', /^\/organizations\/sick\/issues\//, JSON.stringify(row({ title: null }))],
  ['words nobody knows', /^\/organizations\/sick\/issues\//, JSON.stringify(row({ level: 'odd', status: 'odd' }))],
];

const both =
  '{ sick: organization(slug: "sick") { name issues { nodes { title level status } } } well: organization(slug: "acme") { issues { nodes { title } } } }';

describe('an answer that cannot be read', () => {
  it('costs its own field, shows no word of itself, and the next call is well', async () => {
    const codes = new Map<string, number>();
    for (const [name, path, body] of bodies) {
      upstream.script = sick(path, (_call, response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).end(body);
      });
      const { data, errors = [], extensions: told } = await ask(both);
      expect(data.well.issues.nodes, name).toHaveLength(3);
      for (const { path: at, extensions, message } of errors) {
        expect(at[0], name).toBe('sick');
        expect(message, name).not.toMatch(/html|10\.0\.0/);
        codes.set(extensions.code, (codes.get(extensions.code) ?? 0) + 1);
      }
      const isRead = readable.includes(name) || unreadableRows.includes(name);
      expect(errors.length > 0, name).toBe(!isRead);
      expect(told.warnings !== undefined, name).toBe(unreadableRows.includes(name));
      upstream.script = honest;
      expect((await ask(both)).errors, `after ${name}`).toBeUndefined();
    }
    saw(
      'R9',
      'each: the sibling there, typed, the next call well',
      `${bodies.length} bodies; ${[...codes].map(([code, count]) => `${count} ${code}`).join(', ')}`,
    );
    expect([...codes.keys()]).toEqual(['UPSTREAM_BAD_RESPONSE']);
  });
});

describe('a redirect', () => {
  it('is not followed, whatever its status, and neither is the address in a link', async () => {
    const seen: string[] = [];
    for (const status of [301, 302, 303, 307, 308]) {
      for (const location of [`${elsewhere.origin}/x`, '//127.0.0.1/x', '/sentry/api/0/organizations/sick/']) {
        upstream.script = sick(/^\/organizations\/sick\/(\?|$)/, (_call, response) => {
          response.writeHead(status, { location }).end();
        });
        const { errors } = await ask('{ organization(slug: "sick") { name } }');
        seen.push(errors[0].extensions.code);
      }
    }
    const redirects = upstream.calls.length;
    upstream.script = sick(/\/issues\//, (call, response) => {
      const link = `<${elsewhere.origin}/issues/?cursor=0:3:0>; rel="next"; results="true"; cursor="0:3:0"`;
      answer(response, echo(call), 200, { link });
    });
    const page = async (after: string) => {
      const query = `{ organization(slug: "acme") { issues(first: 3${after}) { pageInfo { endCursor hasNextPage } } } }`;
      return (await ask(query)).data.organization.issues.pageInfo;
    };
    const { endCursor } = await page('');
    await page(`, after: "${endCursor}"`);
    saw(
      'R10',
      '0 requests elsewhere',
      `${elsewhere.calls.length} for ${seen.length} redirects and a foreign link; ${redirects} calls`,
    );
    expect(elsewhere.calls).toEqual([]);
    expect(new Set(seen)).toEqual(new Set(['UPSTREAM_REDIRECT']));
    expect(redirects).toBe(seen.length);
    expect(upstream.calls.at(-1)?.target).toContain('cursor=0%3A3%3A0');
  });
});

describe('a path', () => {
  it('holds a version as it was given, whatever it means in an address', async () => {
    upstream.script = (call, response) => answer(response, { version: '1.0?x#y', shortVersion: call.target });
    await ask('{ release(organization: "acme", version: "1.0?x#y") { shortVersion } }');
    const [call] = upstream.calls;
    saw('R11', '`1.0?x#y` arrives as `1.0%3Fx%23y`', call?.target ?? 'no call');
    expect(call?.target).toMatch(/^\/organizations\/acme\/releases\/1\.0%3Fx%23y\/(\?|$)/);
  });
});

const link = (cursor: string, results = 'results="true"') =>
  `<https://sentry.io/>; rel="next"; ${results}; cursor="${cursor}"`;

describe('paging', () => {
  it.each<[string, (call: number) => string, boolean, boolean]>([
    ['one cursor over and over', () => link('0:100:0'), true, true],
    ['empty pages without end', (call) => link(`0:${call * 100}:0`), true, false],
    ['a cursor that is none', () => link('../../x'), false, true],
    ['a link without results', () => link('0:100:0', ''), false, false],
  ])('ends before an upstream that gives %s', async (name, linkOf, follows, faulty) => {
    upstream.script = (_call, response) => answer(response, [], 200, { link: linkOf(upstream.calls.length) });
    const { data, errors = [] } = await ask(
      '{ organization(slug: "acme") { issues { nodes { title } pageInfo { hasNextPage endCursor } } } }',
    );
    const { hasNextPage } = data.organization.issues.pageInfo;
    const codes = errors.map(({ extensions }: { extensions: { code: string } }) => extensions.code);
    saw(
      'R12',
      `it ends, after at most ${limits.emptyPages + 1} calls`,
      `${name}: ${upstream.calls.length} calls, hasNextPage ${hasNextPage}${codes.length > 0 ? `, ${codes}` : ''}`,
    );
    expect(upstream.calls.length).toBeLessThanOrEqual(limits.emptyPages + 1);
    expect(upstream.calls.length > 1).toBe(follows);
    expect(codes).toEqual(faulty ? ['UPSTREAM_BAD_RESPONSE'] : []);
    if (faulty || !follows) expect(hasNextPage).toBe(false);
  });
});
