import { buildSchema, getOperationAST, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { checkLists } from '../../src/server/list-limits.ts';

// The inputs with longer lists, as the graph has them or will have them.
const schema = buildSchema(`
  type Query { nodes(ids: [ID!]!, deep: [[Int]]): Int }
  type Mutation { updateIssues(input: UpdateIssuesInput!): Int createRelease(input: CreateReleaseInput!): Int }
  input UpdateIssuesInput { ids: [ID!]! tags: [String!] }
  input CreateReleaseInput { commits: [ReleaseCommitInput!] projects: [String!] }
  input ReleaseCommitInput { id: ID patchSet: [PatchInput!] }
  input PatchInput { path: String }
`);

const lists = (text: string, variables: Record<string, unknown> = {}) => {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  checkLists(schema, document, operation, variables);
};

const ids = (count: number) => Array.from({ length: count }, (_, index) => `${index}`);
const nodes = 'query($ids: [ID!]!) { nodes(ids: $ids) }';
const whole = 'mutation($input: UpdateIssuesInput!) { updateIssues(input: $input) }';
const inner = 'mutation($ids: [ID!]!) { updateIssues(input: { ids: $ids }) }';
const release = 'mutation($input: CreateReleaseInput!) { createRelease(input: $input) }';
const written = (count: number) => `[${ids(count).join(' ')}]`;

describe('a list', () => {
  it.each([
    ['an argument', 100, (n: number) => lists(nodes, { ids: ids(n) })],
    ['an argument in the document', 100, (n: number) => lists(`{ nodes(ids: ${written(n)}) }`)],
    ['a default', 100, (n: number) => lists(`query($ids: [ID!] = ${written(n)}) { nodes(ids: $ids) }`)],
    ['a list of lists', 100, (n: number) => lists('query($d: [[Int]]) { nodes(deep: $d) }', { d: [[], ids(n)] })],
    ['a field of an input', 100, (n: number) => lists(whole, { input: { tags: ids(n) } })],
    ['ids of updateIssues', 10_000, (n: number) => lists(whole, { input: { ids: ids(n) } })],
    ['ids of updateIssues alone', 10_000, (n: number) => lists(inner, { ids: ids(n) })],
    [
      'ids of updateIssues written',
      10_000,
      (n: number) => lists(`mutation { updateIssues(input: { ids: ${written(n)} }) }`),
    ],
    [
      'commits of a release',
      10_000,
      (n: number) => lists(release, { input: { commits: ids(n).map((id) => ({ id })) } }),
    ],
    [
      'files of a commit',
      10_000,
      (n: number) => lists(release, { input: { commits: [{ patchSet: ids(n).map(() => ({})) }] } }),
    ],
    ['projects of a release', 100, (n: number) => lists(release, { input: { projects: ids(n) } })],
  ] as const)('of %s holds at most %i', (_name, most, give) => {
    give(most);
    expect(() => give(most + 1)).toThrow(`holds ${most + 1} values; at most ${most}`);
  });

  it('in a variable of two uses holds what the narrower one allows', () => {
    const both = 'mutation($ids: [ID!]!) { updateIssues(input: { ids: $ids, tags: $ids }) }';
    expect(() => lists(both, { ids: ids(101) })).toThrow('at most 100');
  });

  it('may be one value, null, or of a variable nobody declared', () => {
    lists(nodes, { ids: 'one', other: ids(5_000) });
    lists(nodes, { ids: null });
    lists(whole, { input: JSON.parse('{"__proto__": {"tags": [1]}, "constructor": 1}') });
  });
});
