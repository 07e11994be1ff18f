import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { HeldKeys } from '../../src/gateway/http/secret.ts';
import { credentialOf } from '../../src/server/credential.ts';
import { logOptions } from '../../src/server/log.ts';
import { startServer } from '../support/server.ts';

let folder = '';
let file = '';
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  folder = mkdtempSync(join(tmpdir(), 'key-'));
  file = join(folder, 'key');
  writeFileSync(file, 'first\n');
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

const watched = () => {
  const log: string[] = [];
  const key = credentialOf(
    readConfig({ MATON_API_KEY_FILE: file }),
    pino({}, { write: (line: string) => void log.push(line) }),
  );
  return { log, key, later: () => vi.advanceTimersByTime(1_000) };
};

describe('the file of the Maton key', () => {
  it('is read again once it has changed, at most once a second', () => {
    const { key, later, log } = watched();
    expect(key()?.reveal()).toBe('first');
    writeFileSync(file, 'second-key');
    expect(key()?.reveal()).toBe('first');
    later();
    expect(key()?.reveal()).toBe('second-key');
    expect(log).toEqual([]);
  });

  it('may be put in place of the old one, as secret stores do', () => {
    const { key, later } = watched();
    writeFileSync(`${file}.new`, 'other');
    renameSync(`${file}.new`, file);
    later();
    expect(key()?.reveal()).toBe('other');
  });

  it.each(['', 'two words', 'schl\u00fcssel'])('that holds %j leaves the key as it was, and says so once', (text) => {
    const { key, later, log } = watched();
    key();
    writeFileSync(file, text);
    for (let time = 0; time < 3; time += 1) {
      later();
      expect(key()?.reveal()).toBe('first');
    }
    expect(log).toHaveLength(1);
    writeFileSync(file, 'mended');
    later();
    expect(key()?.reveal()).toBe('mended');
  });

  it('that is gone leaves the key as it was until it is there again', () => {
    const { key, later } = watched();
    rmSync(file);
    later();
    expect(key()?.reveal()).toBe('first');
    writeFileSync(file, 'again');
    later();
    expect(key()?.reveal()).toBe('again');
  });

  it('is used by a running service', async () => {
    const served = await startServer({ MATON_API_KEY_FILE: file });
    const ask = async () => (await served.post({ query: '{ organization(slug: "acme") { name } }' })).json();
    expect(await ask()).toMatchObject({ errors: [{ extensions: { code: 'UPSTREAM_UNAUTHENTICATED' } }] });
    writeFileSync(file, served.sandbox.key);
    vi.advanceTimersByTime(1_000);
    expect((await ask()).errors).toBeUndefined();
    expect(served.sandbox.calls.at(-1)?.headers.authorization).toBe(`Bearer ${served.sandbox.key}`);
    await served.close();
  });

  it('holds keys that the log strikes out, each of them, however often it changes', () => {
    const keys = new HeldKeys();
    const log: string[] = [];
    const logger = pino(logOptions('info', keys.redact), { write: (line: string) => void log.push(line) });
    const key = credentialOf(readConfig({ MATON_API_KEY_FILE: file }), logger, keys.add);
    for (const name of ['second-key', 'third-key']) {
      writeFileSync(file, name);
      vi.advanceTimersByTime(1_000);
      expect(key()?.reveal()).toBe(name);
    }
    logger.warn({ told: 'first' }, 'second-key and third-key');
    expect(log.join('')).not.toMatch(/first|second-key|third-key/);
    expect(JSON.parse(log[0] ?? '')).toMatchObject({ told: '[redacted]', msg: '[redacted] and [redacted]' });
  });

  it('leaves a key of the environment alone, and pass-through without one', () => {
    const log = pino({ level: 'silent' });
    expect(credentialOf(readConfig({ MATON_API_KEY: 'k' }), log)()?.reveal()).toBe('k');
    expect(credentialOf(readConfig({ AUTH_MODE: 'pass-through' }), log)()).toBeNull();
  });
});
