import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Child, startChild } from '../support/child.ts';
import { tokenOf } from '../support/leak-watch.ts';
import { type Answered, drive, post, quantile } from '../support/load.ts';
import { saw } from '../support/promises.ts';
import { answer, echo, pause, type Scripted, startScripted } from '../support/scripted-upstream.ts';

const hour = 3_600_000;

/** What the upstream's clock is ahead of ours. */
let ahead = 0;
let upstream: Scripted;
let service: Child;
beforeAll(async () => {
  // Each second one window of twenty calls, told by the upstream's own clock.
  upstream = await startScripted((call, response) => {
    const now = Date.now() + ahead;
    answer(response, echo(call), 200, {
      date: new Date(now).toUTCString(),
      'x-sentry-rate-limit-limit': '40',
      'x-sentry-rate-limit-remaining': '20',
      'x-sentry-rate-limit-reset': String(Math.ceil((now + 1) / 1_000)),
      'x-sentry-rate-limit-concurrentlimit': '25',
      'x-sentry-rate-limit-concurrentremaining': '20',
    });
  });
  // The service's own clock, which jumps when it is told to.
  const folder = mkdtempSync(join(tmpdir(), 'clock-'));
  const jump = join(folder, 'jump.mjs');
  writeFileSync(
    jump,
    `const now = Date.now;
    const jumps = [${hour}, -${hour}, 0];
    process.on('SIGUSR2', () => {
      const off = jumps.shift() ?? 0;
      Date.now = () => now() + off;
    });`,
  );
  const urls = { MATON_GATEWAY_URL: upstream.origin, MATON_CONTROL_URL: upstream.origin };
  service = await startChild({ AUTH_MODE: 'pass-through', UPSTREAM_RPS: '100', ...urls }, [jump]);
  rmSync(folder, { recursive: true });
});
afterAll(async () => {
  service.process.kill('SIGKILL');
  await upstream.close();
});

let words = 0;
const ask = async (): Promise<Answered> => {
  words += 1;
  const query = `{ organization(slug: "acme") { issues(query: "word${words}", first: 1) { nodes { title } } } }`;
  const answered = await post(service.origin, { query }, { headers: { authorization: `Bearer ${tokenOf('clock')}` } });
  await pause(20);
  return answered;
};

describe('a clock that is wrong', () => {
  it.each([
    ['the upstream’s an hour ahead', hour],
    ['the upstream’s an hour behind', -hour],
    ['our own jumping an hour ahead', null],
    ['our own jumping two hours back', null],
    ['our own jumping to the right time', null],
  ])('is not waited for: %s', async (name, upstreamAhead) => {
    const answers = await drive(
      2,
      (asked) => asked < 100,
      async (asked) => {
        if (asked === 20 && upstreamAhead !== null) ahead = upstreamAhead;
        else if (asked === 20) service.process.kill('SIGUSR2');
        return ask();
      },
    );
    const good = answers.filter(({ text }) => !text.includes('"errors"')).length;
    const slowest = quantile(
      answers.map(({ took }) => took),
      0.99,
    );
    saw('R13', '100 % answered, p99 < 1 s', `${name}: ${good} of ${answers.length}, p99 ${Math.round(slowest)} ms`);
    expect(good).toBe(answers.length);
    expect(slowest).toBeLessThan(1_000);
    ahead = 0;
  });
});
