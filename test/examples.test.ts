import { readdirSync, readFileSync } from 'node:fs';
import { parse, print, visit } from 'graphql';
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import type { NewestProductionErrorsQuery } from './gql/graphql.ts';
import { type Asked, askTwice, type Graph, startGraph, withoutIds } from './support/graph.ts';
import { throughAccount, withEdges, withoutEdges } from './support/rewrite.ts';

let graph: Graph;
let accounts: string[];
beforeAll(async () => {
  graph = await startGraph();
  accounts = graph.sandbox.worlds.map(({ connection }) => connection.id);
});
afterAll(() => graph.close());

const acme = 'GET /organizations/acme/';
const counted = 'collapse=lifetime&collapse=filtered&collapse=unhandled&groupStatsPeriod=';

/** What an example is asked with, and the calls it takes, in any order; or what is true of them where data decides. */
type Example = {
  readonly variables: () => Record<string, unknown>;
  readonly calls: readonly string[] | ((calls: readonly string[], data: Asked['data']) => void);
};

const organization = () => ({ organization: 'acme' });

const examples: Record<string, Example> = {
  'last-releases': { variables: organization, calls: [`${acme}releases/?project=-1&status=open&per_page=20`] },
  'linked-accounts': {
    variables: () => ({}),
    calls: ['GET /connections?app=sentry', 'GET /connections?app=sentry&status=ACTIVE'],
  },
  'newest-production-errors': {
    variables: organization,
    calls: [`${acme}issues/?query=is:unresolved&project=-1&environment=production&sort=new&${counted}&limit=25`],
  },
  'organization-to-frame': {
    variables: organization,
    calls: (calls, data) => {
      const projects: { issues: { nodes: unknown[] } }[] = data.organization.projects.nodes;
      const issues = projects.flatMap((project) => project.issues.nodes);
      expect(issues.length).toBeGreaterThan(0);
      // The organization's own call: its name is in no other payload.
      expect(calls).toContain(`${acme}?detailed=0`);
      expect(calls).toContain(`${acme}projects/?collapse=latestDeploys&collapse=unusedFeatures&per_page=3`);
      expect(calls.filter((call) => call.startsWith(`${acme}issues/?`))).toHaveLength(projects.length);
      expect(calls.filter((call) => call.endsWith('/events/latest/'))).toHaveLength(issues.length);
      expect(calls).toHaveLength(2 + projects.length + issues.length);
    },
  },
  'pending-invitations': { variables: organization, calls: [`${acme}members/?query=isInvited:true&per_page=50`] },
  'release-day': {
    variables: () => ({ organization: 'acme', version: '2.4.0' }),
    calls: [
      `${acme}releases/2.4.0/?health=1&summaryStatsPeriod=14d`,
      `${acme}releases/2.4.0/commits/?per_page=20`,
      `${acme}releases/2.4.0/deploys/?project=-1&per_page=10`,
    ],
  },
  'teams-and-members': {
    variables: organization,
    calls: (calls, data) => {
      const teams: unknown[] = data.organization.teams.nodes;
      expect(calls[0]).toBe(`${acme}teams/?detailed=0&per_page=5`);
      expect(calls.filter((call) => /^GET \/teams\/acme\/\d+\/members\/\?per_page=10$/.test(call))).toHaveLength(
        teams.length,
      );
      expect(calls).toHaveLength(1 + teams.length);
    },
  },
  'two-accounts': {
    variables: () => ({
      one: accounts[0],
      other: accounts[1],
      oneOrganization: 'acme',
      otherOrganization: 'initech',
    }),
    calls: ['acme', 'initech'].map(
      (slug) =>
        `GET /organizations/${slug}/issues/?query=is:unresolved&project=-1&statsPeriod=7d&sort=new&collapse=filtered&collapse=unhandled&groupStatsPeriod=&limit=10`,
    ),
  },
};

/** Ids and cursors name the account they were met through, and nothing else does. */
const withoutCursors = (data: unknown): unknown =>
  JSON.parse(JSON.stringify(data), (name, value) => (/[cC]ursor$/.test(name) ? undefined : value));

const textOf = (name: string): string => readFileSync(`examples/queries/${name}.graphql`, 'utf8');

const check = ({ calls: expected }: Example, { data, errors, calls }: Asked): void => {
  expect(errors).toBeUndefined();
  if (typeof expected === 'function') expected(calls, data);
  else expect([...calls].sort()).toEqual([...expected].sort());
};

describe('the example documents', () => {
  it('are all asked here', () => {
    expect(readdirSync('examples/queries').sort()).toEqual(
      Object.keys(examples)
        .sort()
        .map((name) => `${name}.graphql`),
    );
  });

  it.each(Object.entries(examples))('%s takes the calls it says', async (name, example) => {
    expect(textOf(name)).toMatch(/^# .*[Cc]alls?/);
    check(example, await askTwice(graph, print(parse(textOf(name))), example.variables()));
  });

  it.each(Object.entries(examples))('%s takes the same calls with edges and nodes', async (name, example) => {
    const plain = await graph.ask(textOf(name), example.variables());
    const edges = await graph.ask(withEdges(textOf(name)), example.variables());
    check(example, { ...edges, data: withoutEdges(edges.data) });
    expect(withoutEdges(edges.data)).toEqual(withoutEdges(plain.data));
  });

  it.each(Object.entries(examples))('%s takes the same calls through a linked account', async (name, example) => {
    const document = throughAccount(textOf(name));
    if (document === null) {
      expect(textOf(name)).toMatch(/linkedAccount/);
      return;
    }
    const plain = await graph.ask(textOf(name), example.variables());
    const through = await graph.ask(document, { ...example.variables(), account: accounts[0] });
    check(example, { ...through, data: through.data.linkedAccount });
    expect(withoutCursors(withoutIds(through.data.linkedAccount))).toEqual(withoutCursors(withoutIds(plain.data)));
  });

  it('use no word that would tie them to one account', () => {
    for (const name of Object.keys(examples)) {
      visit(parse(textOf(name)), {
        StringValue({ value }) {
          expect(value).not.toMatch(/acme|initech|globex/);
        },
      });
    }
  });

  it('are typed by codegen', () => {
    type Issue = NonNullable<
      NonNullable<NewestProductionErrorsQuery['organization']>['issues']
    >['edges'][number]['node'];
    expectTypeOf<Issue['title']>().toEqualTypeOf<string>();
    expectTypeOf<Issue['assignee']>().toExtend<{ name: string } | null | undefined>();
  });
});
