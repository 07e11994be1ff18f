import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rotation } from '../../../src/gateway/http/rotation.ts';

type Call = { readonly name: string; readonly clients: readonly string[] };

const order = (rotation: Rotation, ...calls: [name: string, ...clients: string[]][]) =>
  [
    ...rotation.order(
      calls.map(([name, ...clients]): Call => ({ name, clients })),
      ({ clients }) => clients,
    ),
  ].map(([{ name }, client]) => `${name} for ${client}`);

describe('a rotation', () => {
  it('gives each client a turn before any has a second one, and keeps the order of each', () => {
    const calls: [string, string][] = [
      ['a1', 'a'],
      ['a2', 'a'],
      ['a3', 'a'],
      ['b1', 'b'],
      ['c1', 'c'],
      ['b2', 'b'],
    ];
    const names = order(new Rotation(), ...calls).map((text) => text.split(' ')[0]);
    expect(names).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
  });

  it('begins with who was served longest ago', () => {
    const rotation = new Rotation();
    for (const client of ['a', 'b', 'a']) rotation.served(client);
    expect(order(rotation, ['a1', 'a'], ['b1', 'b'], ['c1', 'c'])).toEqual(['c1 for c', 'b1 for b', 'a1 for a']);
  });

  it('gives a call of several clients the first turn of any, on the account of that one alone', () => {
    const rotation = new Rotation();
    rotation.served('b');
    rotation.served('a');
    expect(order(rotation, ['a1', 'a'], ['shared', 'a', 'b'], ['b1', 'b'])).toEqual([
      'shared for b',
      'a1 for a',
      'b1 for b',
    ]);
  });

  it('remembers no more clients than it must', () => {
    const rotation = new Rotation();
    for (let client = 0; client < 1_500; client += 1) rotation.served(`c${client}`);
    expect(order(rotation, ['late', 'c1499'], ['early', 'c600'], ['old', 'c1'])).toEqual([
      'old for c1',
      'early for c600',
      'late for c1499',
    ]);
  });

  it('loses no call and gives none twice', () => {
    const call = fc.record({
      name: fc.uuid(),
      clients: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 }),
    });
    fc.assert(
      fc.property(fc.array(call, { maxLength: 30 }), (calls) => {
        const given = [...new Rotation().order(calls, ({ clients }) => clients)].map(([each]) => each);
        expect(new Set(given)).toEqual(new Set(calls));
        expect(given).toHaveLength(calls.length);
      }),
    );
  });
});
