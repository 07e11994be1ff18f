import { readdirSync, readFileSync } from 'node:fs';
import { GraphQLEnumType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../src/schema/index.ts';
import { type Served, startServer } from './support/server.ts';

const page = readFileSync('docs/errors.md', 'utf8');

/** Cells of the rows in one part of the page, by code. */
const rowsOf = (part: string): Map<string, string[]> => {
  const [, text = ''] = new RegExp(`\\n## ${part}\\n(.*?)(?=\\n## |$)`, 's').exec(page) ?? [];
  const rows = [...text.matchAll(/^\| `([A-Z_]+)` \|(.*)\|$/gm)];
  return new Map(rows.map(([, code = '', cells = '']) => [code, cells.split('|').map((cell) => cell.trim())]));
};

const codesIn = (source: string, pattern: RegExp): string[] =>
  [...new Set([...source.matchAll(pattern)].map(([, code = '']) => code))].sort();

const sources = readdirSync('src', { recursive: true, withFileTypes: true })
  .filter(({ name }) => name.endsWith('.ts'))
  .map(({ parentPath, name }) => readFileSync(`${parentPath}/${name}`, 'utf8'));

const errors = rowsOf('Errors');

describe('docs/errors.md', () => {
  it('has every code an error can carry, and no other', () => {
    const [type = ''] =
      /export type ErrorCode =.*?;/s.exec(readFileSync('src/gateway/http/coded-error.ts', 'utf8')) ?? [];
    const codes = codesIn(type, /\| '([A-Z_]+)'/g);
    expect(codes.length).toBeGreaterThan(20);
    expect([...errors.keys()].sort()).toEqual(codes);
  });

  it('has every code of user errors, and no other', () => {
    const type = schema.getType('UserErrorCode');
    const names = type instanceof GraphQLEnumType ? type.getValues().map(({ name }) => name) : [];
    expect([...rowsOf('User errors').keys()].sort()).toEqual(names.sort());
  });

  it('has every code of warnings, and no other', () => {
    const codes = codesIn(sources.join('\n'), /\bwarn\(\s*(?:\{\s*code: )?'([A-Z_]+)'/g);
    expect([...rowsOf('Warnings').keys()].sort()).toEqual(codes);
  });

  it('gives cause and remedy for each, and for errors the status and whether to try again', () => {
    for (const [code, cells] of errors) {
      expect(cells, code).toHaveLength(4);
      expect(cells[2], code).toMatch(/^\d{3}/);
      expect(cells[3], code).toMatch(/^(no|yes|perhaps|once|with)\b/);
    }
    for (const part of ['Errors', 'User errors', 'Warnings']) {
      for (const [code, cells] of rowsOf(part))
        expect(
          cells.every((cell) => cell.length > 1),
          code,
        ).toBe(true);
    }
  });
});

describe('the statuses it names', () => {
  let served: Served;
  let through: Served;
  beforeAll(async () => {
    [served, through] = await Promise.all([
      startServer({ CORS_ORIGINS: 'https://a.example' }),
      startServer({ AUTH_MODE: 'pass-through' }),
    ]);
  });
  afterAll(() => Promise.all([served.close(), through.close()]));

  const one = '{ organization(slug: "acme") { name } }';

  it.each([
    ['GRAPHQL_PARSE_FAILED', 400, { query: '{' }, {}],
    ['GRAPHQL_VALIDATION_FAILED', 400, { query: '{ nope }' }, {}],
    ['QUERY_TOO_COMPLEX', 400, { query: `{ ${'_'.repeat(33 * 1024)} }` }, {}],
    ['BAD_USER_INPUT', 200, { query: '{ organization(slug: "../x") { name } }' }, {}],
    ['BAD_USER_INPUT', 415, { query: one }, { 'content-type': 'text/plain' }],
    ['BAD_USER_INPUT', 406, { query: one }, { accept: 'text/html' }],
    ['BAD_USER_INPUT', 400, { query: one }, { 'maton-connection': 'a b' }],
    ['NOT_FOUND', 200, { query: '{ organization(slug: "nobody") { name } }' }, {}],
    ['FORBIDDEN', 403, { query: one }, { origin: 'https://b.example' }],
    ['PERSISTED_QUERY_NOT_SUPPORTED', 200, { extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } }, {}],
  ] as [string, number, object, Record<string, string>][])('%s comes with %i', async (code, status, body, headers) => {
    const response = await served.post(body, headers);
    const answer = (await response.json()) as { errors: { extensions: { code: string; requestId: string } }[] };
    expect(answer.errors[0]?.extensions.code).toBe(code);
    expect(response.status).toBe(status);
    expect(errors.get(code)?.[2]).toContain(String(status));
    expect(answer.errors[0]?.extensions.requestId).toBe(response.headers.get('x-request-id'));
  });

  it('UNAUTHENTICATED comes with 401', async () => {
    expect((await through.post({ query: one })).status).toBe(401);
    expect(errors.get('UNAUTHENTICATED')?.[2]).toBe('401');
  });
});
