import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { newToken } from '../../src/server/inbound/token-command.ts';
import { startChild } from '../support/child.ts';
import { watchLog } from '../support/leak-watch.ts';
import { saw } from '../support/promises.ts';

const held = { MATON_API_KEY: 'mtn-top-secret-start', HOST: '0.0.0.0', MATON_CONNECTION: 'one' };

describe('a service that holds a key', () => {
  it('does not listen where others could ask it: exit 78 and one line with the remedies', async () => {
    const started = performance.now();
    const child = spawn(process.execPath, ['dist/index.js'], {
      env: { PATH: process.env.PATH, PORT: '0', ...held },
    });
    let output = '';
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk;
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    const seconds = (performance.now() - started) / 1_000;
    saw('S1', 'refused: exit 78 within 2 s, one line', `exit ${code} after ${seconds.toFixed(1)} s`);
    watchLog(output);
    expect(code).toBe(78);
    expect(seconds).toBeLessThan(2);
    expect(output.trim().split('\n')).toHaveLength(1);
    for (const remedy of ['127.0.0.1', 'AUTH_MODE=pass-through', 'INBOUND_TOKENS_FILE'])
      expect(output).toContain(remedy);
  });

  it.each([
    ['on loopback', { ...held, HOST: '127.0.0.1' }],
    ['in pass-through', { HOST: '0.0.0.0', AUTH_MODE: 'pass-through' }],
    ['where clients prove who they are', { ...held, INBOUND_TOKENS: newToken('portal', 'read', '*').line }],
    ['with the sandbox alone', { ...held, SANDBOX: '1' }],
  ])('starts %s', async (name, environment) => {
    const child = await startChild(environment);
    const { port } = new URL(child.origin);
    const { status } = await fetch(`http://127.0.0.1:${port}/health/ready`);
    saw('S1', 'each remedy starts', `${name}: ready is ${status}`);
    expect(status).toBe(200);
    expect(child.output()).not.toContain('mtn-top-secret');
    child.process.kill('SIGINT');
    expect(await child.ended).toBe(0);
  });
});
