import { type GraphQLError, getIntrospectionQuery, getOperationAST, graphqlSync, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { limits } from '../../src/gateway/limits.ts';
import { schema } from '../../src/schema/index.ts';
import { checkIntrospection } from '../../src/server/introspection-limits.ts';
import { fieldsOfTypes, times } from '../support/hostile-documents.ts';

const check = (text: string, variables: Record<string, unknown> = {}): void => {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  checkIntrospection(schema, document, operation, variables);
};

const codeOf = (text: string, variables?: Record<string, unknown>): unknown => {
  try {
    check(text, variables);
    return null;
  } catch (error) {
    return (error as GraphQLError).extensions.code;
  }
};

const whole = getIntrospectionQuery({
  descriptions: true,
  specifiedByUrl: true,
  directiveIsRepeatable: true,
  schemaDescription: true,
  inputValueDeprecation: true,
  oneOf: true,
  typeDepth: 9,
});

const type = (name: string, argument: string) =>
  `${name}: __type(name: ${argument}) { name kind description fields(includeDeprecated: true) { name description args { name } type { name kind ofType { name } } } }`;

describe('introspection', () => {
  it.each([
    ['of the whole schema', whole],
    ['of the whole schema, as graphql-js asks by default', getIntrospectionQuery()],
    ['of 20 types by name', `{ ${times(20, (i) => type(`t${i}`, '"Organization"'))} }`],
    ['of a type that is not there', '{ __type(name: "Nobody") { name } }'],
    ['that is none', '{ __typename viewer { mode } }'],
  ])('%s is let through', (_name, document) => {
    expect(codeOf(document)).toBeNull();
  });

  it('of the whole schema takes at most half of what it may', () => {
    const answer = JSON.stringify(graphqlSync({ schema, source: whole }));
    expect(answer.length).toBeLessThan(limits.introspectionBytes / 2);
  });

  it.each([
    ['of fields of types of fields', `{ __schema { types { ${fieldsOfTypes('name description')} } } }`],
    [
      'of one type under many names',
      `{ ${times(20, (i) => `t${i}: __type(name: "Query") { ...T }`)} } fragment T on __Type { ${fieldsOfTypes('name description')} }`,
    ],
    [
      'in fragments',
      `{ ...R } fragment R on Query { __schema { ... { types { ...T } } } } fragment T on __Type { ${fieldsOfTypes('name description')} }`,
    ],
    ['of long aliases', `{ __schema { types { fields { ${'a'.repeat(2_000)}: name } } } }`],
    [
      'of the names of its own types',
      `{ __schema { types { ${fieldsOfTypes(times(2, (i) => `${'a'.repeat(30)}${i}: __typename`))} } } }`,
    ],
  ])('%s is refused', (_name, document) => {
    expect(codeOf(document)).toBe('QUERY_TOO_COMPLEX');
  });

  it('counts what a variable names, or its default', () => {
    const asking = (given: string) =>
      `query($name: String!${given}) { ${times(20, (i) => `t${i}: __type(name: $name) { ${fieldsOfTypes('name description')} }`)} }`;
    expect(codeOf(asking(''), { name: 'Query' })).toBe('QUERY_TOO_COMPLEX');
    expect(codeOf(asking(''), { name: 'Int' })).toBeNull();
    expect(codeOf(asking(' = "Query"'))).toBe('QUERY_TOO_COMPLEX');
    expect(codeOf(asking(''))).toBeNull();
  });

  it('is reckoned as it is answered', () => {
    const size = JSON.stringify(graphqlSync({ schema, source: whole }).data).length;
    const most = Math.floor(limits.introspectionBytes / size);
    const several = (count: number) => {
      const [, fields = '', fragments = ''] = /\{\s*(__schema .*?)\n {4}\}\n(.*)/s.exec(whole) ?? [];
      return `{ ${times(count, (i) => `s${i}: ${fields}`)} } ${fragments}`;
    };
    expect(codeOf(several(most - 1))).toBeNull();
    expect(codeOf(several(most + 1))).toBe('QUERY_TOO_COMPLEX');
  });
});
