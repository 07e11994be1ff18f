import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';

const tokens = `portal read * ${'ab'.repeat(32)}`;
const jwt = { JWT_ISSUER: 'https://login.example', JWT_AUDIENCE: 'us', JWT_JWKS: 'https://login.example/jwks' };

describe('settings', () => {
  it('serve the sandbox where there is no key', () => {
    expect(readConfig({})).toMatchObject({
      mode: 'sandbox',
      host: '127.0.0.1',
      port: 4000,
      corsOrigins: ['*'],
      graphiql: true,
    });
  });

  it('serve the account where there is a key, which never shows', () => {
    const config = readConfig({ MATON_API_KEY: 'top-secret' });
    expect(config).toMatchObject({ mode: 'server-key', corsOrigins: [] });
    expect(JSON.stringify(config)).not.toContain('top-secret');
    expect(String(config.credential)).toBe('[redacted]');
  });

  it('let clients choose any account on loopback, and only the listed ones where they are listed', () => {
    expect(readConfig({ MATON_API_KEY: 'k' }).choosable).toBeNull();
    expect(readConfig({ MATON_API_KEY: 'k', LINKED_ACCOUNTS: 'a, b' }).choosable).toEqual(new Set(['a', 'b']));
    expect(readConfig({ MATON_API_KEY: 'k', LINKED_ACCOUNTS: '*' }).choosable).toBeNull();
  });

  it.each([[{ INBOUND_TOKENS: tokens }], [jwt], [{ AUTH_MODE: 'pass-through' }], [{ HOST: '127.0.0.1' }]])(
    'listen anywhere with %j',
    (remedy) => {
      const key = 'AUTH_MODE' in remedy ? {} : { MATON_API_KEY: 'k' };
      expect(() => readConfig({ HOST: '0.0.0.0', ...key, ...remedy })).not.toThrow();
    },
  );

  it('leave writes to the scopes of inbound tokens, and linked accounts to the one that is pinned', () => {
    const config = (more: Record<string, string>) =>
      readConfig({ MATON_API_KEY: 'k', INBOUND_TOKENS: tokens, ...more });
    expect(config({})).toMatchObject({ writes: true, managesAccounts: false, choosable: new Set() });
    expect(config({ WRITES: '0', MATON_CONNECTION: 'one' })).toMatchObject({
      writes: false,
      choosable: new Set(['one']),
    });
    expect(config({ LINKED_ACCOUNTS: '*' }).choosable).toBeNull();
  });

  it('name the origins that may call, with the sandbox too', () => {
    const CORS_ORIGINS = 'https://a.example, https://b.example';
    const origins = ['https://a.example', 'https://b.example'];
    expect(readConfig({ CORS_ORIGINS }).corsOrigins).toEqual(origins);
    expect(readConfig({ CORS_ORIGINS, MATON_API_KEY: 'k' }).corsOrigins).toEqual(origins);
  });

  it.each([
    [{ PORT: 'http' }, 'PORT'],
    [{ PORT: '70000' }, 'PORT'],
    [{ SANDBOX: 'yes' }, 'SANDBOX'],
    [{ SANDBOX_NOW: 'yesterday' }, 'SANDBOX_NOW'],
    [{ AUTH_MODE: 'open' }, 'AUTH_MODE'],
    [{ AUTH_MODE: 'pass-through', MATON_API_KEY: 'k' }, 'MATON_API_KEY'],
    [{ MATON_API_KEY: 'k', MATON_API_KEY_FILE: 'f' }, 'MATON_API_KEY_FILE'],
    [{ MATON_API_KEY_FILE: 'no-such-file' }, 'MATON_API_KEY_FILE'],
    [{ MATON_API_KEY: 'schlüssel' }, 'MATON_API_KEY'],
    [{ MATON_API_KEY: 'two words' }, 'MATON_API_KEY'],
    [{ MATON_API_KEY: 'k', HOST: '0.0.0.0' }, 'HOST'],
    [{ MATON_GATEWAY_URL: 'http://gateway.example.com' }, 'MATON_GATEWAY_URL'],
    [{ MATON_GATEWAY_URL: 'https://gateway.example.com/path' }, 'MATON_GATEWAY_URL'],
    [{ MATON_CONNECTION: 'a b' }, 'MATON_CONNECTION'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
    [{ INBOUND_TOKENS: 'portal read *' }, 'INBOUND_TOKENS'],
    [{ INBOUND_TOKENS: tokens, INBOUND_TOKENS_FILE: 'f' }, 'INBOUND_TOKENS_FILE'],
    [{ INBOUND_TOKENS_FILE: 'no-such-file' }, 'INBOUND_TOKENS_FILE'],
    [{ INBOUND_TOKENS: tokens, AUTH_MODE: 'pass-through' }, 'AUTH_MODE'],
    [{ JWT_ISSUER: 'https://login.example' }, 'JWT_AUDIENCE and JWT_JWKS'],
    [{ JWT_HEADER: 'X-Token', INBOUND_TOKENS: tokens }, 'JWT_HEADER'],
    [{ ...jwt, JWT_HEADER: 'no header' }, 'JWT_HEADER'],
    [{ ...jwt, JWT_JWKS: 'http://login.example/jwks' }, 'JWT_JWKS'],
    [{ ...jwt, JWT_JWKS: 'no-such-file' }, 'JWT_JWKS'],
    [{ ...jwt, JWT_JWKS: 'package.json' }, 'JWT_JWKS'],
    [{ ...jwt, AUTH_MODE: 'pass-through' }, 'AUTH_MODE'],
    [{ TRUSTED_DOCUMENTS: 'f', TRUSTED_DOCUMENTS_MODE: 'off' }, 'TRUSTED_DOCUMENTS_MODE'],
    [{ TRUSTED_DOCUMENTS_MODE: 'log' }, 'TRUSTED_DOCUMENTS_MODE'],
  ])('refuse %j in one line that names %s', (environment, name) => {
    const read = () => readConfig(environment as Record<string, string>);
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(new RegExp(`^[^\\n]*${name}[^\\n]*$`));
  });

  it.each([
    'http://:hidden@redis.example',
    ':hidden@redis.example:6379',
    'redis://',
    'redis://:hidden@redis.example/queue',
    'redis://:hidden@redis.example/0?family=6',
    'redis://:hidden%zz@redis.example',
    'hidden',
  ])('refuse the REDIS_URL %s without quoting it', (url) => {
    const read = () => readConfig({ REDIS_URL: url });
    expect(read).toThrow(/^REDIS_URL must be redis:[^\n]*$/);
    expect(read).not.toThrow(/hidden/);
  });

  it('keep the address of Redis to themselves but for its host', () => {
    const { redis } = readConfig({ REDIS_URL: 'rediss://user:hidden@redis.example:6380/2' });
    expect(redis?.host).toBe('redis.example:6380');
    expect(inspect(redis) + JSON.stringify(redis)).not.toContain('hidden');
  });

  it.each([
    ['CORS_ORIGINS', 'https://portal.example/'],
    ['CORS_ORIGINS', 'portal.example'],
    ['CORS_ORIGINS', 'https://a.example, foo'],
    ['ALLOWED_HOSTS', 'https://portal.example'],
    ['ALLOWED_HOSTS', 'Portal.example'],
    ['ALLOWED_HOSTS', 'portal.example:4000'],
    ['LINKED_ACCOUNTS', 'a b'],
  ])('refuse %s=%s, which nothing would ever match', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name} must be `));
  });

  it('take what can match', () => {
    const { corsOrigins, allowedHosts } = readConfig({
      CORS_ORIGINS: 'https://a.example:8443, *',
      ALLOWED_HOSTS: 'portal.example, 10.0.0.7, [fd00::1]',
    });
    expect(corsOrigins).toEqual(['https://a.example:8443', '*']);
    expect(allowedHosts).toEqual(['portal.example', '10.0.0.7', '[fd00::1]']);
  });

  it('refuse a key file whose key no header can hold, without showing the key', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sentry-graph-'));
    const file = join(folder, 'key');
    writeFileSync(file, 'one→two\n');
    expect(() => readConfig({ MATON_API_KEY_FILE: file })).toThrow(/^MATON_API_KEY_FILE [^→]*$/);
    rmSync(folder, { recursive: true });
  });
});
