import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());

const acme = () => {
  const found = graph.sandbox.worlds[0]?.organizations.find(({ slug }) => slug === 'acme');
  if (!found) throw new Error('no acme');
  return found;
};

/** Lists with a `search`, what names their rows, and the texts in which each row is looked for. */
const lists: Record<string, { key: string; rows: () => { name: string; texts: string[] }[] }> = {
  projects: { key: 'slug', rows: () => acme().projects.map(({ slug, name }) => ({ name: slug, texts: [slug, name] })) },
  teams: { key: 'slug', rows: () => acme().teams.map(({ slug, name }) => ({ name: slug, texts: [slug, name] })) },
  members: {
    key: 'email',
    rows: () => acme().members.map(({ email, user }) => ({ name: email, texts: [email, user?.name ?? ''] })),
  },
  'releases(status: null)': {
    key: 'version',
    rows: () => acme().releases.map(({ version }) => ({ name: version, texts: [version] })),
  },
};

/** What would be a key, an operator, a wildcard or an end, were it not quoted. */
const hostile = [
  'team:payments',
  'is_member:1',
  'slug:web',
  'id:1',
  'role:owner',
  'isInvited:true',
  'email:jane@acme.com',
  'release:2.4.0',
  'finalized:true',
  'release.version:>=2.0',
  '!slug:web',
  '*',
  'pay*',
  '(',
  ') OR (',
  'OR',
  'AND',
  "'",
  'a:b c:d',
  ':',
  '[web]',
  '%',
  'é',
  '+',
];

const found = async (list: string, key: string, search: string): Promise<string[] | null> => {
  const field = list.includes('(')
    ? list.replace('(', '(search: $search, first: 100, ')
    : `${list}(search: $search, first: 100)`;
  const { data, errors, calls } = await graph.ask(
    `query ($search: String) { organization(slug: "acme") { list: ${field} { nodes { key: ${key} } } } }`,
    { search },
  );
  if (errors) {
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(calls).toEqual([]);
    return null;
  }
  return data.organization.list.nodes.map((node: { key: string }) => node.key).sort();
};

describe.each(Object.entries(lists))('the search of %s', (list, { key, rows }) => {
  const expected = (search: string) =>
    rows()
      .filter(({ texts }) => texts.some((text) => text.toLowerCase().includes(search.trim().toLowerCase())))
      .map(({ name }) => name)
      .sort()
      .slice(0, 100);

  it.each(hostile)('%s is a text to look for and nothing else', async (search) => {
    expect(await found(list, key, search)).toEqual(expected(search));
  });

  it('finds no row that does not contain the text, whatever it is', async () => {
    const word = fc.constantFrom(
      'pay',
      'web',
      'team',
      ':',
      '"',
      "'",
      '*',
      '(',
      ')',
      ' ',
      'OR',
      'is',
      '!',
      '\\',
      '1',
      ',',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 5 }), async (words) => {
        const search = words.join('');
        if (search.trim() === '') return;
        for (const name of (await found(list, key, search)) ?? []) expect(expected(search)).toContain(name);
      }),
      { numRuns: 25 },
    );
  });
});
