import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { startChild } from '../support/child.ts';

const held = { MATON_API_KEY: 'top-secret-key', HOST: '0.0.0.0', MATON_CONNECTION: 'one' };

describe('a service that holds a key', () => {
  it('does not listen where others could ask it: exit 78 and one line with the remedies', async () => {
    const started = performance.now();
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/index.ts'], {
      env: { PATH: process.env.PATH, PORT: '0', ...held },
    });
    let output = '';
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk;
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(code).toBe(78);
    expect((performance.now() - started) / 1_000).toBeLessThan(4);
    expect(output.trim().split('\n')).toHaveLength(1);
    for (const remedy of ['127.0.0.1', 'AUTH_MODE=pass-through', 'INBOUND_TOKENS_FILE'])
      expect(output).toContain(remedy);
    expect(output).not.toContain('top-secret-key');
  });

  it.each([
    ['on loopback', { ...held, HOST: '127.0.0.1' }],
    ['in pass-through', { HOST: '0.0.0.0', AUTH_MODE: 'pass-through' }],
    ['with the sandbox alone', { ...held, SANDBOX: '1' }],
  ])('starts %s', async (_name, environment) => {
    const child = await startChild(environment);
    const { port } = new URL(child.origin);
    expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(200);
    expect(child.output()).not.toContain('top-secret-key');
    child.process.kill('SIGINT');
    expect(await child.ended).toBe(0);
  });
});
