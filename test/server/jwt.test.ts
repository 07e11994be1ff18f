import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newToken } from '../../src/server/inbound/token-command.ts';
import { type Served, startServer } from '../support/server.ts';

const folder = mkdtempSync(join(tmpdir(), 'jwt-'));
const file = join(folder, 'jwks.json');
const issuer = 'https://login.example';
const [own, other] = await Promise.all([generateKeyPair('ES256'), generateKeyPair('ES256')]);
const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(own.publicKey)), kid: 'k1', alg: 'ES256' }] });
writeFileSync(file, jwks);

const sign = (claims: JWTPayload, key: Parameters<SignJWT['sign']>[0] = own.privateKey, alg = 'ES256') =>
  new SignJWT({ iss: issuer, aud: 'sentry-graph', sub: 'jane', exp: Math.floor(Date.now() / 1000) + 60, ...claims })
    .setProtectedHeader({ alg, kid: 'k1' })
    .sign(key);

const environment = {
  MATON_API_KEY: 'sandbox',
  JWT_ISSUER: issuer,
  JWT_AUDIENCE: 'sentry-graph, other',
  JWT_JWKS: file,
};
const query = '{ viewer { name scopes } organizations { nodes { slug } } }';

const servers: Served[] = [];
const start = async (more: Record<string, string> = {}): Promise<Served> => {
  const served = await startServer({ ...environment, ...more });
  servers.push(served);
  return served;
};

type Told = { viewer: { name: string; scopes: string[] }; organizations: { nodes: { slug: string }[] } };
const ask = async (on: Served, headers: Record<string, string>) => {
  const response = await on.post({ query }, headers);
  const { data, errors } = (await response.json()) as { data?: Told; errors?: { extensions: { code: string } }[] };
  return { status: response.status, data, code: errors?.[0]?.extensions.code };
};
const bearer = async (claims: JWTPayload = {}) => ({ authorization: `Bearer ${await sign(claims)}` });

let served: Served;
beforeAll(async () => {
  served = await start();
});
afterAll(async () => {
  await Promise.all(servers.map((each) => each.close()));
  rmSync(folder, { recursive: true });
});

describe('JSON web tokens', () => {
  it('name the client, and read everything of the account where they claim nothing', async () => {
    const { data } = await ask(served, await bearer());
    expect(data?.viewer).toEqual({ name: 'jane', scopes: ['READ'] });
    expect(data?.organizations.nodes.length).toBeGreaterThan(1);
  });

  it.each([
    [{ scope: 'openid read write sentry-graph:sensitive' }, ['READ', 'WRITE', 'SENSITIVE']],
    [{ scp: ['read', 'sensitive'] }, ['READ', 'SENSITIVE']],
    [{ scp: 'read' }, ['READ']],
  ])('%j gives %j', async (claims, scopes) => {
    expect((await ask(served, await bearer(claims))).data?.viewer.scopes).toEqual(scopes);
  });

  it.each([[['acme']], ['acme other'], ['acme,other']])('reach the organizations of %j', async (claim) => {
    const { data } = await ask(served, await bearer({ sentry_organizations: claim }));
    expect(data?.organizations.nodes).toEqual([{ slug: 'acme' }]);
  });

  it('reach none by an empty claim, and all by *', async () => {
    expect((await ask(served, await bearer({ sentry_organizations: [] }))).data?.organizations.nodes).toEqual([]);
    const { data } = await ask(served, await bearer({ sentry_organizations: '*' }));
    expect(data?.organizations.nodes.length).toBeGreaterThan(1);
  });

  it.each([[['acme,globex']], [['acme globex']], [['acme', 'glo/bex']], [null], [{ globex: true }]])(
    'reach nothing by what is no slug in %j, whatever others have met',
    async (claim) => {
      const on = await start({ CACHE: 'on' });
      const document = '{ organization(slug: "globex") { name } }';
      const answerTo = async (claims: JWTPayload) =>
        (await (await on.post({ query: document }, await bearer(claims))).json()) as { data: unknown };
      const wide = await answerTo({ sentry_organizations: ['acme', 'globex'] });
      expect(wide.data).toEqual({ organization: { name: expect.any(String) } });
      expect((await answerTo({ sentry_organizations: claim })).data).toEqual({ organization: null });
    },
  );

  it('without the scope to read are let in nowhere', async () => {
    expect(await ask(served, await bearer({ scope: 'openid profile' }))).toMatchObject({
      status: 403,
      code: 'FORBIDDEN',
    });
  });

  it.each([
    ['another issuer', () => sign({ iss: 'https://evil.example' })],
    ['another audience', () => sign({ aud: 'elsewhere' })],
    ['one that has expired', () => sign({ exp: Math.floor(Date.now() / 1000) - 120 })],
    ['no expiry', () => sign({ exp: undefined })],
    ['no subject', () => sign({ sub: undefined })],
    ['another key', () => sign({}, other.privateKey)],
    ['a shared secret', () => sign({}, new TextEncoder().encode(jwks), 'HS256')],
    ['no signature', async () => `${btoa('{"alg":"none"}').replaceAll('=', '')}.${(await sign({})).split('.')[1]}.`],
    ['what is none', async () => 'not-a-token'],
  ])('are refused: %s', async (_name, make) => {
    expect(await ask(served, { authorization: `Bearer ${await make()}` })).toMatchObject({
      status: 401,
      code: 'UNAUTHENTICATED',
    });
  });

  it('come in the header that a login proxy adds, beside tokens', async () => {
    const bot = newToken('bot', 'read', '*');
    const on = await start({ JWT_HEADER: 'X-Login-Token', INBOUND_TOKENS: bot.line, HOST: '0.0.0.0' });
    expect((await ask(on, { 'x-login-token': await sign({}) })).data?.viewer.name).toBe('jane');
    expect((await ask(on, { 'x-login-token': `Bearer ${await sign({})}` })).data?.viewer.name).toBe('jane');
    expect((await ask(on, { authorization: `Bearer ${bot.token}` })).data?.viewer.name).toBe('bot');
    expect((await ask(on, await bearer())).status).toBe(401);
    expect(JSON.stringify(on.sandbox.calls.map(({ headers }) => headers))).not.toContain('login');
  });
});

describe('keys at an address', () => {
  let keys: Server;
  let asked = 0;
  let status = 200;
  beforeAll(async () => {
    keys = createServer((_request, response) => {
      asked += 1;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(jwks);
    });
    await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => keys.close(resolve)));
  const at = () => `http://127.0.0.1:${(keys.address() as AddressInfo).port}/jwks`;

  it('are fetched once for many requests', async () => {
    const on = await start({ JWT_JWKS: at() });
    for (let turn = 0; turn < 3; turn += 1) expect((await ask(on, await bearer())).data?.viewer.name).toBe('jane');
    expect(asked).toBe(1);
  });

  it('that cannot be had are no fault of the client, and a line in the log', async () => {
    status = 500;
    const on = await start({ JWT_JWKS: at() });
    expect(await ask(on, await bearer())).toMatchObject({ status: 503, code: 'UPSTREAM_UNAVAILABLE' });
    expect(on.log.join()).toContain('JWT_JWKS');
    expect((await ask(on, { authorization: 'Bearer not-a-token' })).status).toBe(401);
  });
});
