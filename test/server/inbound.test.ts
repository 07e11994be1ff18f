import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newToken } from '../../src/server/inbound/token-command.ts';
import { parseTokens } from '../../src/server/inbound/token-lines.ts';
import { type Served, startServer } from '../support/server.ts';

const folder = mkdtempSync(join(tmpdir(), 'inbound-'));
const file = join(folder, 'tokens');

const reader = newToken('reader', 'read', 'acme');
const writer = newToken('writer', 'read,write', '*');
const full = newToken('full', 'read,write,manage-linked-accounts,sensitive', '*');
const lines = [reader, writer, full].map(({ line }) => line).join('\n');
writeFileSync(file, `# clients\n${lines}\n`);

const query = '{ organization(slug: "acme") { name } viewer { name scopes mode } }';
const write = 'mutation { updateTeam(input: { organization: "acme", id: "payments", name: "P" }) { team { name } } }';
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

const servers: Served[] = [];
const start = async (environment: Record<string, string>): Promise<Served> => {
  const served = await startServer({ MATON_API_KEY: 'sandbox', HOST: '0.0.0.0', ...environment });
  servers.push(served);
  return served;
};

let served: Served;
beforeAll(async () => {
  served = await start({ INBOUND_TOKENS_FILE: file });
});
afterEach(() => served.sandbox.clearCalls());
afterAll(async () => {
  await Promise.all(servers.map((each) => each.close()));
  rmSync(folder, { recursive: true });
});

describe('inbound tokens', () => {
  it.each([
    ['no token', {}],
    ['another token', bearer('sgt_wrong')],
    ['the digest in place of the token', bearer(reader.line.split(' ')[3] ?? '')],
    ['another scheme', { authorization: `Basic ${reader.token}` }],
    ['two tokens', bearer(`${reader.token} ${writer.token}`)],
    ['a token that goes on', bearer(`${reader.token}x`)],
    ['one that is too long', bearer('x'.repeat(9_000))],
  ])('%s is answered 401 before the document is read', async (_name, headers) => {
    const response = await served.post('{ not json', headers);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    const { errors } = (await response.json()) as { errors: unknown };
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(served.sandbox.calls).toEqual([]);
  });

  it('let their clients in, under their names, and never go up', async () => {
    const response = await served.post(
      { query },
      { ...bearer(reader.token), cookie: 'a=b', 'x-forwarded-for': '1.2.3.4' },
    );
    expect(await response.json()).toMatchObject({
      data: { organization: {}, viewer: { name: 'reader', scopes: ['READ'], mode: 'SERVER_KEY' } },
    });
    const [call] = served.sandbox.calls;
    expect(call?.headers.authorization).toBe('Bearer sandbox');
    expect(JSON.stringify(call?.headers)).not.toContain(reader.token);
    expect(served.log.join('')).toContain('"client":"reader"');
    expect(served.log.join('')).not.toContain('sgt_');
  });

  it('send up the same few headers by every call: a read, a write, one of the control plane', async () => {
    const own = await start({ INBOUND_TOKENS: lines, LINKED_ACCOUNTS: '*', LINKED_ACCOUNTS_MANAGE: '1' });
    own.sandbox.switches.echoHeaders = true;
    const account = own.sandbox.worlds[0]?.connection.id ?? '';
    const theirs = {
      ...bearer(full.token),
      'maton-connection': account,
      cookie: 'a=b',
      forwarded: 'for=1.2.3.4',
      'x-forwarded-for': '1.2.3.4',
      traceparent: '00-11111111111111111111111111111111-2222222222222222-01',
      'user-agent': 'theirs',
    };
    for (const asked of [query, write, '{ linkedAccounts { databaseId } }']) await own.post({ query: asked }, theirs);
    const common = {
      accept: 'application/json',
      'accept-encoding': 'gzip',
      authorization: 'Bearer sandbox',
      connection: 'keep-alive',
      host: new URL(own.sandbox.origin).host,
      'user-agent': 'sentry-graph/test',
    };
    const seen = own.sandbox.calls.map(({ method, path, headers }) => [`${method} ${path.split('?')[0]}`, headers]);
    expect(seen).toEqual([
      ['GET /organizations/acme/', { ...common, 'maton-connection': account }],
      [
        expect.stringMatching(/^PUT /),
        {
          ...common,
          'maton-connection': account,
          'content-type': 'application/json',
          'content-length': expect.stringMatching(/^\d+$/),
        },
      ],
      ['GET /connections', common],
    ]);
  });

  it('are asked for by GET too, not for pages of GraphiQL or health', async () => {
    const get = (path: string, headers = {}) => fetch(`${served.origin}${path}`, { headers });
    expect((await get(`/graphql?query=${encodeURIComponent('{__typename}')}`)).status).toBe(401);
    expect((await get(`/graphql?query=${encodeURIComponent('{__typename}')}`, bearer(reader.token))).status).toBe(200);
    expect((await get('/health/live')).status).toBe(200);
  });

  it('decide alone who may write', async () => {
    const refused = await (await served.post({ query: write }, bearer(reader.token))).json();
    expect(refused).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    expect(served.sandbox.calls).toEqual([]);
    const done = await (await served.post({ query: write }, bearer(writer.token))).json();
    expect(done).toMatchObject({ data: { updateTeam: { team: { name: 'P' } } } });
  });

  it('write nothing where WRITES=0', async () => {
    const off = await start({ INBOUND_TOKENS: lines, WRITES: '0' });
    const answer = await (await off.post({ query: write }, bearer(full.token))).json();
    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'WRITES_DISABLED' } }] });
  });

  it('manage linked accounts where both the token and the service say so', async () => {
    const create = { query: 'mutation { createLinkedAccount { authorizationUrl } }' };
    const code = async (on: Served, token: string) => {
      const { errors } = (await (await on.post(create, bearer(token))).json()) as {
        errors?: { extensions: { code: string } }[];
      };
      return errors?.[0]?.extensions.code;
    };
    expect(await code(served, full.token)).toBe('FORBIDDEN');
    const on = await start({ INBOUND_TOKENS: lines, LINKED_ACCOUNTS_MANAGE: '1' });
    expect([await code(on, writer.token), await code(on, full.token)]).toEqual(['FORBIDDEN', undefined]);
  });

  it('may name no linked account but the listed ones', async () => {
    const id = served.sandbox.worlds[1]?.connection.id ?? '';
    const ask = async (on: Served) =>
      (await on.post({ query }, { ...bearer(full.token), 'maton-connection': id })).json();
    expect(await ask(served)).toMatchObject({ errors: [{ extensions: { code: 'LINKED_ACCOUNT_NOT_FOUND' } }] });
    const open = await start({ INBOUND_TOKENS: lines, LINKED_ACCOUNTS: id });
    expect(await ask(open)).toMatchObject({ data: { viewer: { name: 'full' } } });
  });

  it('reach their organizations alone', async () => {
    const document = '{ organizations { nodes { slug } } }';
    const slugs = async (token: string) => {
      const { data } = (await (await served.post({ query: document }, bearer(token))).json()) as {
        data: { organizations: { nodes: { slug: string }[] } };
      };
      return data.organizations.nodes.map(({ slug }) => slug);
    };
    expect(await slugs(reader.token)).toEqual(['acme']);
    expect((await slugs(full.token)).length).toBeGreaterThan(1);
  });
});

describe('a file of tokens', () => {
  it('counts anew within a second, and a broken one leaves what was known', async () => {
    const path = join(folder, 'changing');
    writeFileSync(path, reader.line);
    const on = await start({ INBOUND_TOKENS_FILE: path });
    const status = async (token: string) => (await on.post({ query: '{ __typename }' }, bearer(token))).status;
    const settle = () => new Promise((resolve) => setTimeout(resolve, 1_050));
    expect([await status(reader.token), await status(writer.token)]).toEqual([200, 401]);
    writeFileSync(path, writer.line);
    await settle();
    expect([await status(reader.token), await status(writer.token)]).toEqual([401, 200]);
    writeFileSync(path, `oops ${reader.token}`);
    await settle();
    expect([await status(writer.token), await status(writer.token)]).toEqual([200, 200]);
    const told = on.log.filter((line) => line.includes('INBOUND_TOKENS_FILE'));
    expect(told).toHaveLength(1);
    expect(told[0]).not.toContain(reader.token);
    rmSync(path);
    await settle();
    expect(await status(writer.token)).toBe(200);
    writeFileSync(path, '# nobody\n');
    await settle();
    expect([await status(writer.token), await status(reader.token)]).toEqual([401, 401]);
    expect(on.log.join()).toContain('INBOUND_TOKENS_FILE holds no token');
  }, 20_000);
});

describe('a file of the Maton key', () => {
  it('is read again when it changes', async () => {
    const path = join(folder, 'key');
    writeFileSync(path, 'wrong');
    const on = await startServer({ MATON_API_KEY_FILE: path });
    servers.push(on);
    const code = async () => {
      const { errors } = (await (await on.post({ query })).json()) as { errors?: { extensions: { code: string } }[] };
      return errors?.[0]?.extensions.code;
    };
    expect(await code()).toBe('UPSTREAM_UNAUTHENTICATED');
    writeFileSync(path, 'sandbox\n');
    utimesSync(path, new Date(), new Date(Date.now() + 5_000));
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    expect(await code()).toBeUndefined();
  });
});

describe('a line', () => {
  const digest = 'ab'.repeat(32);

  it('holds name, scopes, organizations and digest, below comments', () => {
    const [one, two] = parseTokens(
      `\n# all\n portal  read,write   acme,globex ${digest} # since May\r\nbot read * ${'cd'.repeat(32)}`,
    );
    expect(one).toMatchObject({
      name: 'portal',
      scopes: new Set(['READ', 'WRITE']),
      organizations: new Set(['acme', 'globex']),
    });
    expect(two).toMatchObject({ name: 'bot', scopes: new Set(['READ']), organizations: null });
  });

  it.each([
    `portal read * ${digest} more`,
    `portal read *`,
    `portal read,admin * ${digest}`,
    `portal write * ${digest}`,
    `portal read 123 ${digest}`,
    `portal read acme, ${digest}`,
    `portal read * sgt_token`,
    `por/tal read * ${digest}`,
    `a read * ${digest}\nb read * ${digest}`,
    '# nobody',
  ])('%s is refused by number, without being repeated', (text) => {
    expect(() => parseTokens(text)).toThrow(/^(line \d|there is no token)/);
    expect(() => parseTokens(text)).not.toThrow(/sgt_token|admin|abab/);
  });

  it('is made so that it can be read', () => {
    expect(parseTokens(reader.line)).toMatchObject([{ name: 'reader' }]);
    expect(reader.token).toMatch(/^sgt_[\w-]{43}$/);
    expect(() => newToken('two words', 'read', '*')).toThrow();
  });
});
