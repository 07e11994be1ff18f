import { readdirSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { askedOf } from '../bench/asked.ts';
import { byHand } from '../bench/by-hand/index.ts';
import { openRest } from '../bench/by-hand/rest.ts';
import { documentOf } from '../bench/examples.ts';
import { type Graph, startGraph } from './support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

/** The last part of what one of our ids stands for: the number, slug or version that Sentry knows. */
const nameIn = (id: string): string =>
  decodeURIComponent(Buffer.from(id.slice('v1.'.length), 'base64url').toString().split('/').at(-1) ?? '');

const isId = (value: unknown): value is string => typeof value === 'string' && value.startsWith('v1.');

/** An answer of ours as one by hand: without our cursors, and with Sentry's names for our ids. */
const plain = (data: unknown): unknown =>
  JSON.parse(JSON.stringify(data), (name, value) =>
    name === 'endCursor' ? undefined : isId(value) ? nameIn(value) : value,
  );

describe('an example document takes no more calls than what a person would write by hand for the same answer', () => {
  it('each of them', () => {
    const files = ['queries', 'mutations'].flatMap((folder) => readdirSync(`examples/${folder}`));
    expect([...new Set(Object.keys(byHand).map((name) => `${name.split(' ')[0]}.graphql`))].sort()).toEqual(
      files.sort(),
    );
  });

  it.each(Object.entries(byHand))('%s', async (name, answer) => {
    const variables = askedOf(graph.sandbox)[name] ?? {};
    const ours = await graph.ask(documentOf(name), variables);
    expect(ours.errors).toBeUndefined();
    graph.sandbox.reset();
    const { rest, calls, close } = openRest(graph.sandbox.origin, graph.sandbox.key);
    expect(await answer(rest, variables)).toEqual(plain(ours.data));
    await close();
    expect(ours.extensions?.cost.calls).toBeLessThanOrEqual(calls());
  });
});
