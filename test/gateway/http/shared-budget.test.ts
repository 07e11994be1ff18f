import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { Secret } from '../../../src/gateway/http/secret.ts';
import { SharedBudgets } from '../../../src/gateway/http/shared-budget.ts';

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

it('without Redis nobody waits, and it is told once', async () => {
  const told: string[] = [];
  const budgets = new SharedBudgets(new Secret('redis://:password@127.0.0.1:1'), 10, (isShared, reason) =>
    told.push(`${isShared} ${reason}`),
  );
  const started = performance.now();
  expect(await budgets.of(new Secret('key')).reserve(1, 1)).toBeNull();
  expect(performance.now() - started).toBeLessThan(20);
  await pause(500);
  budgets.close();
  await pause(20);
  expect(told).toEqual(['false ECONNREFUSED']);
});

it('what takes connections and never says a word is away too', async () => {
  const mute = createServer((socket) => socket.on('error', () => {}));
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const { port } = mute.address() as AddressInfo;
  const budgets = new SharedBudgets(new Secret(`redis://127.0.0.1:${port}`), 10, () => {});
  await pause(100);
  const started = performance.now();
  expect(await budgets.of(new Secret('key')).reserve(1, 1)).toBeNull();
  expect(performance.now() - started).toBeLessThan(20);
  budgets.close();
  mute.close();
});
