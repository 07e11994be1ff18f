import fc from 'fast-check';
import { isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/schema/index.ts';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());

/** A connection: where it stands, with `$` for its arguments, and what tells its rows apart. */
type Listed = { readonly at: string; readonly key: string; readonly bothWays?: true };

const connections: Record<string, Listed> = {
  'Query.organizations': { at: 'organizations($)', key: 'slug' },
  'Organization.projects': { at: 'organization(slug: "acme") { projects($) }', key: 'slug', bothWays: true },
  'Organization.events': {
    at: 'organization(slug: "acme") { events(period: "1d", $) }',
    key: 'databaseId',
    bothWays: true,
  },
  'Team.projects': {
    at: 'team(organization: "acme", slug: "payments") { projects($) }',
    key: 'databaseId',
    bothWays: true,
  },
  'Organization.teams': { at: 'organization(slug: "acme") { teams($) }', key: 'databaseId', bothWays: true },
  'Organization.members': { at: 'organization(slug: "acme") { members($) }', key: 'databaseId', bothWays: true },
  'Organization.issues': { at: 'organization(slug: "acme") { issues(sort: NEW, status: null, $) }', key: 'databaseId' },
  'Organization.releases': {
    at: 'organization(slug: "acme") { releases(status: null, $) }',
    key: 'version',
    bothWays: true,
  },
  'Project.issues': { at: 'project(organization: "acme", slug: "storefront") { issues($) }', key: 'databaseId' },
  'Project.releases': {
    at: 'project(organization: "acme", slug: "payments") { releases($) }',
    key: 'version',
    bothWays: true,
  },
  'Team.members': {
    at: 'team(organization: "acme", slug: "payments") { members($) }',
    key: 'databaseId',
    bothWays: true,
  },
  'Issue.events': {
    at: 'issue(organization: "acme", id: "CHECKOUT-API-1A") { events($) }',
    key: 'databaseId',
    bothWays: true,
  },
  'Issue.hashes': {
    at: 'issue(organization: "acme", id: "CHECKOUT-API-1A") { hashes($) }',
    key: 'hash',
    bothWays: true,
  },
  'Release.deploys': {
    at: 'release(organization: "acme", version: "2.4.0") { deploys($) }',
    key: 'databaseId',
    bothWays: true,
  },
  'Release.newIssues': {
    at: 'release(organization: "acme", version: "2.4.0") { newIssues($) }',
    key: 'databaseId',
  },
  'Release.issues': {
    at: 'release(organization: "acme", version: "2.4.0") { issues(sort: NEW, $) }',
    key: 'databaseId',
  },
  'Release.commits': { at: 'release(organization: "acme", version: "2.4.0") { commits($) }', key: 'sha' },
};

/** Paged by the same code over the same family as a list above, but not walked here: 60 calls a minute are its limit. */
const elsewhere = ['Project.events', 'LinkedAccount.organizations', 'Viewer.organizations'];

type Read = {
  keys: string[];
  cursors: string[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  endCursor: string | null;
};

const read = async ({ at, key }: Listed, args: string): Promise<Read> => {
  const field = at
    .replace('$', args)
    .replace(
      /(\))( \})?$/,
      `$1 { edges { cursor node { key: ${key} } } pageInfo { hasNextPage hasPreviousPage endCursor } }$2`,
    );
  const { data, errors } = await graph.ask(`{ ${field} }`);
  expect(errors).toBeUndefined();
  let found = data;
  while (!found.pageInfo) [found] = Object.values(found);
  return {
    keys: found.edges.map(({ node }: { node: { key: string } }) => node.key),
    cursors: found.edges.map(({ cursor }: { cursor: string }) => cursor),
    ...found.pageInfo,
  };
};

const walk = async (list: Listed, sizes: readonly number[], from: string | null = null): Promise<string[]> => {
  const keys: string[] = [];
  let after = from;
  for (let page = 0; ; page += 1) {
    const size = sizes[page % sizes.length] ?? 25;
    const slice = await read(list, `first: ${size}${after === null ? '' : `, after: "${after}"`}`);
    expect(slice.keys.length).toBeLessThanOrEqual(size);
    keys.push(...slice.keys);
    if (!slice.hasNextPage) return keys;
    expect(slice.endCursor).not.toBeNull();
    after = slice.endCursor;
    expect(page).toBeLessThan(600);
  }
};

describe('every connection of the graph', () => {
  it('is walked here', () => {
    const fields = Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .flatMap((type) =>
        Object.values(type.getFields())
          .filter((field) => `${field.type}`.replace('!', '').endsWith('Connection'))
          .map((field) => `${type.name}.${field.name}`),
      );
    expect(fields.filter((name) => !elsewhere.includes(name)).sort()).toEqual(Object.keys(connections).sort());
  });

  it.each(Object.entries(connections))(
    '%s shows each row once, whatever the sizes and wherever one starts',
    async (_name, list) => {
      const all = await walk(list, [100]);
      expect(new Set(all).size).toBe(all.length);
      expect(all.length).toBeGreaterThan(0);
      const size = all.length > 60 ? fc.constantFrom(7, 25, 100) : fc.constantFrom(1, 2, 7, 25, 100);
      await fc.assert(
        fc.asyncProperty(fc.array(size, { minLength: 1, maxLength: 4 }), fc.nat(), async (sizes, seed) => {
          expect(await walk(list, sizes)).toEqual(all);
          const first = await read(list, `first: ${sizes[0]}`);
          const index = seed % first.keys.length;
          expect(await walk(list, [...sizes].reverse(), first.cursors[index])).toEqual(all.slice(index + 1));
        }),
        { numRuns: 4 },
      );
    },
  );

  it.each(Object.entries(connections).filter(([, { bothWays }]) => bothWays))(
    '%s pages back to its beginning',
    async (_name, list) => {
      const all = await walk(list, [100]);
      const first = await read(list, 'first: 100');
      for (const last of [1, 7, 100]) {
        const index = Math.min(first.keys.length - 1, 20);
        const page = await read(list, `last: ${last}, before: "${first.cursors[index]}"`);
        // A page that would cross a border of the upstream's pages may be shorter, but ends where it was told to.
        expect(page.keys).toEqual(all.slice(index - page.keys.length, index));
        expect(page.keys.length > 0).toBe(index > 0);
        expect(page.hasPreviousPage).toBe(page.keys.length < index);
      }
    },
  );
});
