import { expect, it } from 'vitest';
import { reachText } from '../../src/gateway/reach.ts';
import { callOf } from '../support/call.ts';

const { caller } = callOf();
const textFor = (...organizations: string[]) => reachText({ ...caller, reach: new Set(organizations) });

it('names a reach by a text that no other reach has', () => {
  expect(textFor('globex', 'acme')).toBe(textFor('acme', 'globex'));
  const texts = [reachText(caller), textFor(), textFor(''), textFor('acme', 'globex'), textFor('acme,globex')];
  expect(new Set(texts).size).toBe(texts.length);
});
