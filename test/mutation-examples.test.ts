import { readdirSync, readFileSync } from 'node:fs';
import { parse, visit } from 'graphql';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { askedOf } from '../bench/asked.ts';
import { type Graph, startGraph, withIds } from './support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

const releases = '/organizations/acme/releases/';

const issues = '/organizations/acme/issues/';
const ids = ['5101000615', '5101000632', '5101000649'];
const several = `${issues}?${ids.map((id) => `id=${id}&`).join('')}project=-1&query=issue.id:${ids[0]}`;

/** The calls that an example takes, in order, each in full or what it looks like. */
const examples: Record<string, readonly (string | RegExp)[]> = {
  'create-linked-account': ['POST /connections', /^GET \/connections\//],
  'create-team': ['POST /organizations/acme/teams/'],
  'delete-issue': [/^GET \/organizations\/acme\/issues\/STOREFRONT-16\//, `DELETE ${issues}STOREFRONT-16/`],
  'delete-issues': [`DELETE ${several}`],
  'delete-linked-account': [
    'GET /connections/1b4e28ba-2fa1-41d2-883f-0016d3cca427',
    'DELETE /connections/1b4e28ba-2fa1-41d2-883f-0016d3cca427',
  ],
  'delete-team': ['DELETE /teams/acme/web/'],
  'merge-issues': [`PUT ${several}`, /^GET \/organizations\/acme\/issues\/\?group=\d+&project=-1/],
  'update-issue': [`PUT ${issues}STOREFRONT-16/`],
  'update-issues': [`PUT ${several}`, /^GET \/organizations\/acme\/issues\/\?group=\d+&group=\d+&group=\d+&project=-1/],
  'update-team': ['PUT /teams/acme/payments/'],
  'create-project': ['POST /teams/acme/web/projects/'],
  'delete-project': ['DELETE /projects/acme/payments/'],
  'update-organization': ['PUT /organizations/acme/'],
  'update-project': ['PUT /projects/acme/payments/'],
  'create-deploy': [`POST ${releases}2.5.0-rc.1/deploys/`, `GET ${releases}2.5.0-rc.1/`],
  'create-release': [`POST ${releases}`],
  'delete-release': [`DELETE ${releases}c0ffee1d2a9b48e7f6053d1c8ba94e27f5d06b38/`],
  'update-release': [`PUT ${releases}2.5.0-rc.1/`],
};

const textOf = (name: string): string => readFileSync(`examples/mutations/${name}.graphql`, 'utf8');

/** `update-project` as `updateProject`. */
const fieldOf = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

describe('the example mutations', () => {
  it('are all asked here', () => {
    const names = Object.keys(examples).sort();
    expect(readdirSync('examples/mutations').sort()).toEqual(names.map((name) => `${name}.graphql`));
  });

  it.each(Object.entries(examples))('%s takes the calls it says, ids or not', async (name, calls) => {
    const variables = askedOf(graph.sandbox)[name];
    expect(textOf(name)).toMatch(/^#(.*\n#)?.*[Cc]alls?/);
    for (const document of [textOf(name), withIds(textOf(name))]) {
      const { data, errors, extensions, calls: made } = await graph.ask(document, variables);
      expect(errors).toBeUndefined();
      expect(extensions?.warnings).toBeUndefined();
      const [payload] = Object.values<{ userErrors: unknown[] }>(data);
      const { userErrors, ...changed } = payload ?? { userErrors: ['nothing came back'] };
      expect(userErrors).toEqual([]);
      expect(Object.values(changed)).not.toContain(null);
      expect(made).toEqual(calls.map((call) => (typeof call === 'string' ? call : expect.stringMatching(call))));
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
    // A merge is a change of several issues.
    expect(fields[0]).toBe(name === 'merge-issues' ? 'updateIssues' : fieldOf(name));
    expect(fields).toContain('userErrors');
  });
});
