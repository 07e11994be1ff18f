import { readdirSync, readFileSync } from 'node:fs';
import { parse, visit } from 'graphql';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Graph, startGraph, withIds } from './support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

/** What an example is asked with, and the calls it takes, in order. */
type Example = { readonly variables: Record<string, unknown>; readonly calls: readonly string[] };

const organization = 'acme';

const examples: Record<string, Example> = {
  'create-project': {
    variables: { organization, team: 'web', name: 'Price Feed', platform: 'node' },
    calls: ['POST /teams/acme/web/projects/'],
  },
  'delete-project': {
    variables: { organization, project: 'payments' },
    calls: ['DELETE /projects/acme/payments/'],
  },
  'update-organization': {
    variables: { organization, name: 'Acme GmbH' },
    calls: ['PUT /organizations/acme/'],
  },
  'update-project': {
    variables: { organization, project: 'payments', name: 'Checkout Payments', slug: 'checkout-payments' },
    calls: ['PUT /projects/acme/payments/'],
  },
};

const textOf = (name: string): string => readFileSync(`examples/mutations/${name}.graphql`, 'utf8');

/** `update-project` as `updateProject`. */
const fieldOf = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

describe('the example mutations', () => {
  it('are all asked here', () => {
    const names = Object.keys(examples).sort();
    expect(readdirSync('examples/mutations').sort()).toEqual(names.map((name) => `${name}.graphql`));
  });

  it.each(Object.entries(examples))('%s takes the calls it says, ids or not', async (name, { variables, calls }) => {
    expect(textOf(name)).toMatch(/^#(.*\n#)?.*[Cc]alls?/);
    for (const document of [textOf(name), withIds(textOf(name))]) {
      const { data, errors, extensions, calls: made } = await graph.ask(document, variables);
      expect(errors).toBeUndefined();
      expect(extensions?.warnings).toBeUndefined();
      const { userErrors, ...changed } = data[fieldOf(name)];
      expect(userErrors).toEqual([]);
      expect(Object.values(changed)).not.toContain(null);
      expect(made).toEqual(calls);
      graph.sandbox.reset();
    }
  });

  it.each(Object.keys(examples))('%s asks for its refusals, and is tied to no account', (name) => {
    const fields: string[] = [];
    visit(parse(textOf(name)), {
      Field(node) {
        fields.push(node.name.value);
      },
      StringValue({ value }) {
        expect(value).not.toMatch(/acme|initech|globex/);
      },
    });
    expect(fields[0]).toBe(fieldOf(name));
    expect(fields).toContain('userErrors');
  });
});
