import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../support/graph.ts';
import { type Served, startServer } from '../support/server.ts';

let served: Served;
beforeAll(async () => {
  served = await startServer();
});
afterAll(() => served.close());

const issues = `query Issues($first: Int, $sort: IssueSort, $ids: [ID!], $deep: Boolean = true) {
  organization(slug: "acme") { issues(first: $first, sort: $sort, projects: $ids) { nodes { title @include(if: $deep) } } }
}`;
const named = 'query Named($organization: String!) { organization(slug: $organization) { slug } }';
const renaming = 'mutation Renaming($input: UpdateTeamInput!) { updateTeam(input: $input) { userErrors { code } } }';

/** What is asked, the answer's status, and the beginning of its sentence. */
const refused: readonly [string, object, number, RegExp][] = [
  [
    'a text for a number',
    { query: issues, variables: { first: 'many' } },
    200,
    /^Variable "\$first" got invalid value "many"/,
  ],
  [
    'a fraction for a number',
    { query: issues, variables: { first: 1.5 } },
    200,
    /^Variable "\$first" got invalid value 1.5/,
  ],
  [
    'a number beyond 32 bits',
    { query: issues, variables: { first: 2 ** 31 } },
    200,
    /^Variable "\$first" .* non 32-bit/,
  ],
  [
    'a list for a number',
    { query: issues, variables: { first: [1] } },
    200,
    /^Variable "\$first" got invalid value \[1\]/,
  ],
  ['an object for a list', { query: issues, variables: { ids: { a: 1 } } }, 200, /^Variable "\$ids" got invalid value/],
  [
    'null in a list of no nulls',
    { query: issues, variables: { ids: [null] } },
    200,
    /^Variable "\$ids" .* not to be null/,
  ],
  [
    'a text for a condition',
    { query: issues, variables: { deep: 'yes' } },
    200,
    /^Variable "\$deep" got invalid value "yes"/,
  ],
  [
    'a word that no enum has',
    { query: issues, variables: { sort: 'LOUDEST' } },
    200,
    /^Variable "\$sort" .* "LOUDEST" does not exist/,
  ],
  [
    'a number for an enum',
    { query: issues, variables: { sort: 3 } },
    200,
    /^Variable "\$sort" .* cannot represent non-string/,
  ],
  ['a required variable left out', { query: named }, 200, /^Variable "\$organization" .* was not provided/],
  [
    'null for a required variable',
    { query: named, variables: { organization: null } },
    200,
    /^Variable "\$organization" .* must not be null/,
  ],
  [
    'variables that are null, one being required',
    { query: named, variables: null },
    200,
    /^Variable "\$organization" .* was not provided/,
  ],
  [
    'an input with a field too many',
    { query: renaming, variables: { input: { id: 'a', colour: 1 } } },
    200,
    /Field "colour" is not defined/,
  ],
  [
    'an input with a field too few',
    { query: renaming, variables: { input: {} } },
    200,
    /Field "id" .* was not provided/,
  ],
  [
    'a text for an input',
    { query: renaming, variables: { input: 'a' } },
    200,
    /^Variable "\$input" .* to be an object/,
  ],
  ['variables that are a list', { query: named, variables: ['acme'] }, 400, /^Expected "variables" .* given array/],
  ['variables that are an empty list', { query: named, variables: [] }, 400, /^Expected "variables" .* given array/],
  [
    'variables that are a text',
    { query: named, variables: '{"organization":"acme"}' },
    400,
    /^Expected "variables" .* given string/,
  ],
  ['variables that are a number', { query: named, variables: 0 }, 400, /^Expected "variables" .* given number/],
  [
    'an operation that is not there',
    { query: named, operationName: 'Others' },
    400,
    /^Could not determine what operation/,
  ],
  ['an operation named by a number', { query: named, operationName: 3 }, 400, /^Could not determine what operation/],
  ['no operation named of several', { query: `${named} ${renaming}` }, 400, /^Could not determine what operation/],
  [
    'no operation at all',
    { query: 'fragment Nobody on Query { __typename }' },
    400,
    /^Could not determine what operation/,
  ],
];

const notRun = { calls: 0, least: 0, most: 0 };

describe('a request whose values do not fit is answered with BAD_USER_INPUT and no call', () => {
  it.each(refused)('%s', async (_name, body, status, message) => {
    for (const extensions of [{}, { dryRun: true }]) {
      for (const accept of ['application/json', 'application/graphql-response+json']) {
        const response = await served.post({ ...body, extensions }, { accept });
        const answer: Answer = await response.json();
        expect(answer.errors).toMatchObject([
          { message: expect.stringMatching(message), extensions: { code: 'BAD_USER_INPUT' } },
        ]);
        expect(answer.data).toBeUndefined();
        expect(response.status).toBe(accept === 'application/json' ? status : 400);
        if (status === 200) expect(answer.extensions?.cost).toMatchObject(notRun);
      }
    }
    expect(served.sandbox.calls).toEqual([]);
    expect(served.log.filter((line) => line.includes('"level":50'))).toEqual([]);
  });

  it('is told of every variable that does not fit', async () => {
    const response = await served.post({ query: issues, variables: { first: 'many', sort: 'LOUDEST' } });
    const { errors }: Answer = await response.json();
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT']);
  });
});

describe('a request', () => {
  it.each([
    ['with a variable that no operation knows runs', { query: named, variables: { organization: 'acme', more: 1 } }],
    [
      'whose operation is named null runs the only one',
      { query: named, variables: { organization: 'acme' }, operationName: null },
    ],
    [
      'whose variables are null runs where it needs none',
      { query: '{ organization(slug: "acme") { slug } }', variables: null },
    ],
  ])('%s', async (_name, body) => {
    const response = await served.post(body);
    const answer: Answer = await response.json();
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toEqual({ organization: { slug: 'acme' } });
  });

  it.each([
    ['an enum', 'sort: LOUDEST', /"LOUDEST" does not exist in "IssueSort"/],
    ['a number', 'first: 99999999999', /non 32-bit signed integer/],
    ['a type', 'first: "many"', /non-integer value: "many"/],
  ])('whose document itself is wrong about %s is not valid', async (_name, given, message) => {
    const query = `{ organization(slug: "acme") { issues(${given}) { nodes { title } } } }`;
    const response = await served.post({ query });
    const { errors }: Answer = await response.json();
    expect(response.status).toBe(400);
    expect(errors).toMatchObject([
      { message: expect.stringMatching(message), extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ]);
  });
});

describe('an answer without data', () => {
  const query = 'query ($url: URL!) { resource(url: $url) { id } }';

  it.each([
    ['application/json', 200],
    ['application/graphql-response+json', 400],
  ])('is for %s %i', async (accept, status) => {
    for (const variables of [{ url: 'x' }, {}]) {
      const posted = await served.post({ query, variables }, { accept });
      const parameters = new URLSearchParams({ query, variables: JSON.stringify(variables) });
      const got = await fetch(`${served.origin}/graphql?${parameters}`, { headers: { accept } });
      for (const response of [posted, got]) {
        expect(response.status).toBe(status);
        const answer = await response.json();
        expect(answer).not.toHaveProperty('data');
        expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
        expect(answer.errors[0].extensions).not.toHaveProperty('http');
      }
    }
  });
});
