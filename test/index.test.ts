import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const run = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync('node_modules/.bin/tsx', ['src/index.ts', ...args], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  });
  return { status, stdout, stderr };
};

describe('sentry-graph token', () => {
  it('gives the token and its line apart', () => {
    const { status, stdout, stderr } = run('token', 'portal', '--organizations', 'acme');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^portal read acme [0-9a-f]{64}\n$/);
    expect(stderr).toMatch(/^The token of portal, shown this once: sgt_/);
  });

  it.each([
    [[], 'Give the client one name: sentry-graph token NAME [--scopes ...] [--organizations ...]'],
    [['a', 'b'], 'Give the client one name: sentry-graph token NAME [--scopes ...] [--organizations ...]'],
    [['bad name'], 'No token is made, for its line begins with no name: letters, digits and "_.@-", at most 64.'],
    [
      ['x', '--scopes', 'read,all'],
      'No token is made, for its line names a scope that is none of read, write, manage-linked-accounts, sensitive.',
    ],
  ])('of %j says what is expected', (args, sentence) => {
    expect(run('token', ...args)).toEqual({ status: 78, stdout: '', stderr: `sentry-graph: ${sentence}\n` });
  });
});
