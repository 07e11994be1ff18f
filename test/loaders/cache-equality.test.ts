import { type GraphQLObjectType, getNamedType, isLeafType, isObjectType, isRequiredArgument } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../../src/schema/index.ts';
import { startGraph } from '../support/graph.ts';

/** Every plain field of a type, and those of the plain objects in it. */
const leavesOf = (type: GraphQLObjectType, depth = 0): string =>
  Object.values(type.getFields())
    .filter(({ args }) => !args.some(isRequiredArgument))
    .flatMap((field) => {
      const of = getNamedType(field.type);
      if (isLeafType(of)) return [field.name];
      if (depth > 0 || !isObjectType(of) || of.name.endsWith('Connection')) return [];
      const inner = leavesOf(of, depth + 1);
      return inner === '' ? [] : [`${field.name} { ${inner} }`];
    })
    .join(' ');

/** Lists that bring rows of a type in different ways. */
const lists: [string, string][] = [
  ['Organization', 'organizations(first: 3) { nodes { id } }'],
  ['Project', 'organization(slug: "acme") { projects(first: 3) { nodes { id } } }'],
  ['Project', 'organization(slug: "acme") { releases(first: 4) { nodes { projects { project { id } } } } }'],
  ['Team', 'organization(slug: "acme") { issues(first: 20) { nodes { assignee { ... on Team { id name } } } } }'],
  ['Team', 'organization(slug: "acme") { projects(first: 3) { nodes { teams { id } } } }'],
  ['Member', 'organization(slug: "acme") { members(first: 3) { nodes { id user { name } } } }'],
  ['User', 'organization(slug: "acme") { members(first: 3) { nodes { user { id name member { databaseId } } } } }'],
  ['Release', 'organization(slug: "acme") { releases(first: 4, status: null) { nodes { id } } }'],
  [
    'Release',
    'project(organization: "acme", slug: "storefront") { releases(first: 4) { nodes { id newIssueCount } } }',
  ],
  [
    'Release',
    'organization(slug: "acme") { releases(first: 4, environment: ["production"], projects: ["payments"]) { nodes { id projects { health { adoption } } } } }',
  ],
  ['Issue', 'organization(slug: "acme") { issues(first: 4, period: "24h") { nodes { id count } } }'],
  [
    'Issue',
    'organization(slug: "acme") { issues(first: 4, environment: ["production"]) { nodes { id } edges { window { count } } } }',
  ],
  ['Issue', 'organization(slug: "acme") { issues(first: 3) { nodes { id activity { type } participants { name } } } }'],
];

/** The node ids of one type in an answer. */
const idsIn = (data: unknown, code: string): string[] =>
  [...JSON.stringify(data).matchAll(/"id":"(v1\.[^"]+)"/g)]
    .map(([, id = '']) => id)
    .filter((id) => Buffer.from(id.slice(3), 'base64url').toString().startsWith(`${code}/`));

const codes: Record<string, string> = {
  Organization: 'o',
  Project: 'p',
  Team: 't',
  Member: 'm',
  User: 'u',
  Release: 'r',
  Issue: 'i',
};

describe('what is kept from a list', () => {
  it.each(lists)('answers every field of a %s as a call would: %s', async (name, list) => {
    const [on, off] = await Promise.all([startGraph({}, { CACHE: 'on' }), startGraph({}, { CACHE: 'off' })]);
    try {
      const type = schema.getType(name);
      if (!isObjectType(type)) throw new Error(`${name} is no object type.`);
      const { data } = await on.ask(`{ ${list} }`);
      const ids = [...new Set(idsIn(data, codes[name] ?? ''))].slice(0, 3);
      expect(ids.length).toBeGreaterThan(0);
      const document = `query ($id: ID!) { node(id: $id) { ... on ${name} { ${leavesOf(type)} } } }`;
      for (const id of ids) {
        const [kept, read] = [await on.ask(document, { id }), await off.ask(document, { id })];
        expect(kept.errors).toEqual(read.errors);
        expect(kept.data).toEqual(read.data);
      }
    } finally {
      await Promise.all([on.close(), off.close()]);
    }
  });
});
