import { readdirSync, readFileSync } from 'node:fs';
import { type GraphQLError, getIntrospectionQuery, parse, print } from 'graphql';
import { describe, expect, it } from 'vitest';
import { limits } from '../../src/gateway/limits.ts';
import { type DocumentFigures, measureDocument, readDocument } from '../../src/server/document-limits.ts';
import { countTokens } from '../../src/server/document-tokens.ts';
import { withIds } from '../support/graph.ts';
import { sized, times } from '../support/hostile-documents.ts';
import { throughAccount, withEdges } from '../support/rewrite.ts';

const codeOf = (read: () => unknown): unknown => {
  try {
    read();
    return null;
  } catch (error) {
    return (error as GraphQLError).extensions.code;
  }
};

describe('a document', () => {
  it.each(Object.entries(sized))('passes at %s and is refused one over it', (name, document) => {
    const limit = limits[name as keyof typeof sized];
    expect(codeOf(() => readDocument(document(limit)))).toBeNull();
    expect(codeOf(() => readDocument(document(limit + 1)))).toBe('QUERY_TOO_COMPLEX');
  });

  it.each([
    ['documentDepth', '{ a { ...F } } fragment F on T { b { ... { c } } }', 3],
    ['documentFields', '{ ...F ...F } fragment F on T { a b { ...G ...G } } fragment G on T { c d }', 12],
    ['documentFields', `{ a } fragment F on T { ${times(10, (i) => `f${i}`)} }`, 10],
    ['documentAliases', '{ ...F ...F x: a } fragment F on T { y: a }', 3],
    ['rootFields', '{ a ... { b c } ...F } fragment F on T { d }', 4],
    ['rootFields', 'query A { a b c } query B { a }', 3],
    ['documentDirectives', 'query @a { b @c ...F @d } fragment F on T @e { f }', 4],
    ['valueNesting', '{ a(x: [{ y: [1] }, []]) }', 3],
    ['documentFields', '{ ...F } fragment F on T { a ...F ...F }', 1],
  ] as const)('counts as %s of %s: %i', (name, document, size) => {
    expect(measureDocument(parse(document))[name]).toBe(size);
  });

  it('says the limit, its value and what to do', () => {
    expect(() => readDocument(sized.documentDepth(31))).toThrow(
      'The document is 31 fields deep; at most 30: ask for less',
    );
  });
});

const names = Object.keys(sized) as (keyof typeof sized)[];

/** The largest figures of some documents, as shares of their limits. */
const shares = (documents: readonly string[]): Record<string, number> => {
  const figures = documents.map((text) => ({ ...measureDocument(parse(text)), ...countTokens(text, limits) }));
  const largest = (name: keyof DocumentFigures | 'documentTokens') => Math.max(...figures.map((each) => each[name]));
  return {
    ...Object.fromEntries(names.map((name) => [name, largest(name) / limits[name]])),
    documentBytes: Math.max(...documents.map((text) => Buffer.byteLength(text))) / limits.documentBytes,
  };
};

describe('the limits', () => {
  const examples = readdirSync('examples/queries').map((file) => readFileSync(`examples/queries/${file}`, 'utf8'));
  const rewritten = examples.flatMap((text) => {
    const edges = withIds(withEdges(text));
    const through = throughAccount(edges);
    return [text, edges, ...(through === null ? [] : [through])].flatMap((document) => [
      document,
      print(parse(document)),
    ]);
  });
  const introspection = [
    getIntrospectionQuery(),
    getIntrospectionQuery({
      descriptions: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: true,
    }),
  ];

  it('leave room for every example document, with edges, ids and a linked account, and for introspection', () => {
    for (const document of [...rewritten, ...introspection]) expect(codeOf(() => readDocument(document))).toBeNull();
    const used = shares([...rewritten, ...introspection]);
    console.info(
      `most of each limit used: ${Object.entries(used)
        .map(([name, share]) => `${name} ${Math.round(share * 100)} %`)
        .join(', ')}`,
    );
    for (const [name, share] of Object.entries(used)) expect(share, name).toBeLessThanOrEqual(0.75);
  });
});
