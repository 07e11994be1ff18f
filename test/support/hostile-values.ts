import { encodeNodeId } from '../../src/schema/node-id.ts';

/** Texts that want out of the place they are given for. */
export const hostileValues: readonly string[] = [
  '',
  ' ',
  '.',
  '..',
  '../../connections',
  '..%2f..%2fconnections',
  '%2e%2e',
  '..;/x',
  'a/b',
  'a\\..\\b',
  '/connections',
  '//evil.example/x',
  'http://evil.example/',
  'acme?project=1',
  'acme#x',
  'acme&project=1',
  'a\r\nX-Evil: 1',
  'a\u0000b',
  '__proto__',
  'constructor',
  '\ud800',
  '\u202eacme\ufeff',
  '<script>alert(1)</script>{{7*7}}',
  'x'.repeat(10_000),
];

/** The parts of a key of each kind of node, its last one to be replaced. */
const nodeParts: Readonly<Record<string, readonly string[]>> = {
  o: [],
  p: ['acme'],
  t: ['acme'],
  m: ['acme'],
  u: ['acme'],
  i: ['acme'],
  e: ['acme', 'payments'],
  r: ['acme'],
};

/** Node ids of every kind whose last part, first part, or linked account is a hostile value. */
export const hostileNodeIds: readonly string[] = hostileValues
  .filter((value) => value.isWellFormed() && value.length < 1_000)
  .flatMap((value) =>
    Object.entries(nodeParts).flatMap(([code, parts]) => [
      encodeNodeId({ code, account: null, parts: [...parts, value] }),
      encodeNodeId({ code, account: null, parts: [value, ...parts] }),
      encodeNodeId({ code, account: value === '' ? '..' : value, parts: [...parts, '1'] }),
    ]),
  );
