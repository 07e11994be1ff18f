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
type Example = {
  readonly variables: Record<string, unknown>;
  /** Each in full, or what it looks like. */
  readonly calls: readonly (string | RegExp)[];
};

const organization = 'acme';
const releases = '/organizations/acme/releases/';

const issues = '/organizations/acme/issues/';
const ids = ['5101000615', '5101000632', '5101000649'];
const several = `${issues}?${ids.map((id) => `id=${id}&`).join('')}project=-1&query=issue.id:${ids[0]}`;

const examples: Record<string, Example> = {
  'create-linked-account': { variables: {}, calls: ['POST /connections', /^GET \/connections\//] },
  'create-team': { variables: { organization, name: 'Night Watch' }, calls: ['POST /organizations/acme/teams/'] },
  'delete-issue': {
    variables: { organization, id: 'STOREFRONT-16' },
    calls: [/^GET \/organizations\/acme\/issues\/STOREFRONT-16\//, `DELETE ${issues}STOREFRONT-16/`],
  },
  'delete-issues': { variables: { organization, ids }, calls: [`DELETE ${several}`] },
  'delete-linked-account': {
    variables: { id: '1b4e28ba-2fa1-41d2-883f-0016d3cca427' },
    calls: [
      'GET /connections/1b4e28ba-2fa1-41d2-883f-0016d3cca427',
      'DELETE /connections/1b4e28ba-2fa1-41d2-883f-0016d3cca427',
    ],
  },
  'delete-team': { variables: { organization, team: 'web' }, calls: ['DELETE /teams/acme/web/'] },
  'merge-issues': {
    variables: { organization, ids },
    calls: [`PUT ${several}`, /^GET \/organizations\/acme\/issues\/\?group=\d+&project=-1/],
  },
  'update-issue': {
    variables: { organization, id: 'STOREFRONT-16', assignee: 'team:518002' },
    calls: [`PUT ${issues}STOREFRONT-16/`],
  },
  'update-issues': {
    variables: { organization, ids },
    calls: [`PUT ${several}`, /^GET \/organizations\/acme\/issues\/\?group=\d+&group=\d+&group=\d+&project=-1/],
  },
  'update-team': {
    variables: { organization, team: 'payments', name: 'Paying' },
    calls: ['PUT /teams/acme/payments/'],
  },
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
  'create-deploy': {
    variables: { input: { organization: 'acme', release: '2.5.0-rc.1', environment: 'staging' } },
    calls: [`POST ${releases}2.5.0-rc.1/deploys/`, `GET ${releases}2.5.0-rc.1/`],
  },
  'create-release': {
    variables: {
      input: {
        organization: 'acme',
        version: 'storefront@2.6.0',
        projects: ['storefront'],
        dateReleased: '2026-11-25T11:00:00Z',
        commits: [
          {
            sha: '3f1c2a9d7b5e4f60a8c1d2e3f4a5b6c7d8e9f0a1',
            repository: 'acme/storefront',
            message: 'Round totals once',
            authorName: 'Ada Berg',
            authorEmail: 'ada@example.com',
            timestamp: '2026-11-25T09:30:00Z',
            patchSet: [{ path: 'src/totals.ts', type: 'MODIFIED' }],
          },
        ],
      },
    },
    calls: [`POST ${releases}`],
  },
  'delete-release': {
    variables: { input: { organization: 'acme', id: 'c0ffee1d2a9b48e7f6053d1c8ba94e27f5d06b38' } },
    calls: [`DELETE ${releases}c0ffee1d2a9b48e7f6053d1c8ba94e27f5d06b38/`],
  },
  'update-release': {
    variables: {
      input: {
        organization: 'acme',
        id: '2.5.0-rc.1',
        dateReleased: '2026-11-25T11:00:00Z',
        externalUrl: 'https://example.com/notes/2.5.0',
      },
    },
    calls: [`PUT ${releases}2.5.0-rc.1/`],
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
