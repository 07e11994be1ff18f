import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Secret } from '../../src/gateway/http/secret.ts';
import { SharedBudgets } from '../../src/gateway/http/shared-budget.ts';
import { limits } from '../../src/gateway/limits.ts';
import { type RedisServer, startRedis } from '../support/redis.ts';

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const acl = '~sentry-graph:* +@read +@write +@scripting +@connection +time +info';
const key = new Secret('maton-key');

let server: RedisServer;
let told: string[] = [];
const opened: SharedBudgets[] = [];

/** Budgets as one more replica has them, once it has been told whether they are shared. */
const open = async (user: string): Promise<SharedBudgets> => {
  const url = new Secret(server.url.replace('//', `//${user}@`));
  const before = told.length;
  const budgets = new SharedBudgets(url, 5, (isShared, reason) => told.push(`${isShared} ${reason}`.trim()));
  opened.push(budgets);
  while (told.length === before) await pause(5);
  return budgets;
};

beforeAll(async () => {
  server = await startRedis('--requirepass', 'admin', '--user', 'graph', 'on', '>p%ss', ...acl.split(' '));
});
afterAll(async () => {
  for (const budgets of opened) budgets.close();
  await server.kill();
});

it('takes places up to the rate, tells of all of them, and gives back what is not used', async () => {
  const [one, other] = [await open('graph:p%25ss'), await open('graph:p%25ss')].map((budgets) => budgets.of(key));
  const first = await one?.reserve(3, 3);
  expect(first).toMatchObject({ places: 3, ages: [], contenders: 0, blocks: [] });
  const second = await other?.reserve(4, 6);
  expect(second).toMatchObject({ places: 2, contenders: 0 });
  expect(second?.ages).toHaveLength(3);
  second?.settle(1);
  await pause(20);
  expect(await one?.reserve(1, 1)).toMatchObject({ places: 1, contenders: 1 });
  expect(await one?.reserve(1, 1)).toMatchObject({ places: 0 });
  await pause(limits.sharedWindow);
  expect((await other?.reserve(5, 5))?.places).toBe(5);
});

it('dates a place anew whose call leaves late', async () => {
  const budget = (await open('graph:p%25ss')).of(new Secret('late'));
  const reserved = await budget.reserve(1, 1);
  await pause(500);
  reserved?.settle(1);
  await pause(100);
  const [age = 0] = (await budget.reserve(1, 1))?.ages ?? [];
  expect(age).toBeGreaterThan(90);
  expect(age).toBeLessThan(200);
});

it('keeps the longest block, of the credential or of an endpoint, until it is over', async () => {
  const budget = (await open('graph:p%25ss')).of(new Secret('blocked'));
  budget.block({ endpoint: 'digest', left: 400, clearIn: 9_000 });
  budget.block({ endpoint: 'digest', left: 100, clearIn: 100 });
  await pause(50);
  const held = await budget.reserve(1, 1);
  expect(held).toMatchObject({ places: 1, blocks: [{ endpoint: 'digest' }] });
  expect(held?.blocks[0]?.left).toBeGreaterThan(200);
  expect(held?.blocks[0]?.clearIn).toBeGreaterThan(8_500);
  budget.block({ endpoint: '', left: 200, clearIn: 200 });
  await pause(20);
  expect((await budget.reserve(1, 1))?.places).toBe(0);
  await pause(500);
  expect(await budget.reserve(1, 1)).toMatchObject({ places: 1, blocks: [] });
});

it('brings its scripts to a Redis that has forgotten them', async () => {
  const budget = (await open('graph:p%25ss')).of(new Secret('forgotten'));
  const admin = new Redis(server.url, { password: 'admin' });
  await admin.script('FLUSH');
  expect((await budget.reserve(1, 1))?.places).toBe(1);
  admin.disconnect();
});

it('leaves nothing there but digests and times, and those not for long', async () => {
  const admin = new Redis(server.url, { password: 'admin' });
  const budget = (await open('graph:p%25ss')).of(key);
  await budget.reserve(9, 20);
  budget.block({ endpoint: '', left: 60_000, clearIn: 3_600_000 });
  await pause(20);
  const keys = await admin.keys('*');
  expect(keys).toContain(`sentry-graph:{${key.fingerprint.slice(0, 32)}}:starts`);
  for (const name of keys) {
    expect(name).toMatch(/^sentry-graph:\{[0-9a-f]{32}\}:(starts|blocks|waiting)$/);
    const left = await admin.pttl(name);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(limits.longestBlock + 1_000);
  }
  admin.disconnect();
});

it('tells in one word why it cannot share, and of the password nothing', async () => {
  told = [];
  const budgets = await open('graph:wrong-password');
  expect(await budgets.of(key).reserve(1, 1)).toBeNull();
  await pause(500);
  expect(told).toEqual(['false WRONGPASS']);
});
