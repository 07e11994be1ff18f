import { readdirSync } from 'node:fs';
import { parse, print, visit } from 'graphql';
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import type { NewestProductionErrorsQuery } from './gql/graphql.ts';
import { type Example, examplesOf, fileOf, roundsIn, textOf } from './support/examples.ts';
import { type Asked, askTwice, type Graph, startGraph, withoutIds } from './support/graph.ts';
import { throughAccount, withEdges, withoutEdges } from './support/rewrite.ts';
import { roundsOf } from './support/rounds.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());

const examples = examplesOf(() => graph);

/** Ids and cursors name the account they were met through, and nothing else does. */
const withoutCursors = (data: unknown): unknown =>
  JSON.parse(JSON.stringify(data), (name, value) => (/[cC]ursor$/.test(name) ? undefined : value));

const check = (example: Example, { data, errors, calls }: Asked): void => {
  expect(errors).toBeUndefined();
  expect([...calls].sort()).toEqual(roundsIn(example, data).flat().sort());
};

describe('the example documents', () => {
  it('are all asked here', () => {
    expect(readdirSync('examples/queries').sort()).toEqual([...new Set(Object.keys(examples).map(fileOf))].sort());
  });

  it.each(Object.entries(examples))('%s takes the calls it says', async (name, example) => {
    expect(textOf(name)).toMatch(/^# .*[Cc]alls?/);
    check(example, await askTwice(graph, print(parse(textOf(name))), example.variables()));
  });

  it.each(Object.entries(examples))('%s takes them in as many rounds as it says', async (name, example) => {
    const { data } = await graph.ask(textOf(name), example.variables());
    expect(await roundsOf(textOf(name), example.variables())).toEqual(roundsIn(example, data));
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
    const through = await graph.ask(document, {
      ...example.variables(),
      account: graph.sandbox.worlds[0]?.connection.id,
    });
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
