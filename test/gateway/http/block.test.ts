import { expect, it } from 'vitest';
import { Block } from '../../../src/gateway/http/block.ts';

const sent = { at: 0, number: 1 };

it('lets nothing through while it lasts, then one call, then all', () => {
  const block = new Block('SENTRY');
  expect(block.room(0)).toBe(Number.POSITIVE_INFINITY);
  block.extend(1_000, 0);
  expect([block.room(999), block.room(1_000)]).toEqual([0, 1]);
  block.start(sent);
  expect(block.room(1_000)).toBe(0);
  block.pass(sent);
  expect(block.room(1_000)).toBe(Number.POSITIVE_INFINITY);
});

it('that another replica tells of when its quiet is over holds nothing back, and is still told truly', () => {
  const block = new Block('MATON');
  block.extend(60_000, 0, 0);
  expect([block.room(0), block.clearIn(0)]).toEqual([Number.POSITIVE_INFINITY, 60_000]);
});
