import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../src/gateway/limits.ts';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());

const issues = (args: string) => `{ organization(slug: "acme") { issues(first: 1, ${args}) { nodes { shortId } } } }`;

describe('a wrong literal', () => {
  it.each([
    ['period: "bogus"', 'period', '"bogus"'],
    ['period: 14', 'period', '14'],
    ['start: "yesterday"', 'start', '"yesterday"'],
    ['start: "2026-02-30"', 'start', '"2026-02-30"'],
    ['period: {a: "b"}', 'period', '{a: "b"}'],
  ])('%s is refused like a variable: with code, argument and place', async (args, name, literal) => {
    const document = issues(args);
    const { errors, calls } = await graph.ask(document);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining(`Argument "${name}" got invalid value ${literal}; A `),
      locations: [{ line: 1, column: document.indexOf(args) + args.indexOf(':') + 3 }],
      extensions: { code: 'BAD_USER_INPUT' },
    });
    expect(calls).toEqual([]);
  });

  it('names no argument where it is a default', async () => {
    const { errors } = await graph.ask(
      'query($p: Period = "bogus") { organization(slug: "acme") { issues(period: $p) { nodes { shortId } } } }',
    );
    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(/^A literal got invalid value "bogus"; /),
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });
});

describe('a DateTime', () => {
  it.each([
    ['2026-11-20', '2026-11-20T00:00:00'],
    ['2026-11-20T10:30', '2026-11-20T10:30:00'],
    ['2026-11-20T10:30:00+02:00', '2026-11-20T08:30:00'],
  ])('may be %s, as a literal and as a variable', async (given, sent) => {
    const end = '2026-11-25T00:00:00Z';
    const literal = await graph.ask(issues(`start: "${given}", end: "${end}"`));
    const variable = await graph.ask(
      'query($s: DateTime, $e: DateTime) { organization(slug: "acme") { issues(first: 1, start: $s, end: $e) { nodes { shortId } } } }',
      { s: given, e: end },
    );
    expect(literal.errors).toBeUndefined();
    expect(variable.calls).toEqual(literal.calls);
    expect(literal.calls[0]).toContain(`start=${sent}`);
  });
});

describe('a URL', () => {
  const address = (length: number) => 'https://acme.sentry.io/issues/?query='.padEnd(length, 'x');

  it('is not read where it is longer than any', async () => {
    const document = 'query($url: URL!) { resource(url: $url) { __typename } }';
    const at = await graph.ask(document, { url: address(limits.addressLength) });
    expect(at.errors).toBeUndefined();
    const over = await graph.ask(document, { url: address(limits.addressLength + 1) });
    expect(over.errors).toMatchObject([
      {
        message: expect.stringMatching(/; A URL may have at most 8000 characters\.$/),
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
    expect(over.errors?.[0]?.message.length).toBeLessThan(600);
    expect(over.calls).toEqual([]);
  });
});
