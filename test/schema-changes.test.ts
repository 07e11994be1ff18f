import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { brokenPromises } from './support/schema-changes.ts';

const released = 'schema.released.graphql';

describe('schema.graphql', () => {
  it('breaks nothing that the last release promised', () => {
    if (!existsSync(released)) return;
    expect(brokenPromises(readFileSync(released, 'utf8'), readFileSync('schema.graphql', 'utf8'))).toEqual([]);
  });

  it('is kept as it was released, from the first release in CHANGELOG.md on', () => {
    const versions = readFileSync('CHANGELOG.md', 'utf8').match(/^## \d+\.\d+\.\d+/gm) ?? [];
    expect(existsSync(released)).toBe(versions.length > 0);
  });

  it('breaks nothing of itself', () => {
    const schema = readFileSync('schema.graphql', 'utf8');
    expect(brokenPromises(schema, schema)).toEqual([]);
  });
});

describe('the check of a change', () => {
  const before = `
    type Query { thing(id: ID!, old: Int @deprecated(reason: "no use")): Thing gone: Old @deprecated(reason: "use thing") }
    type Thing { id: ID! name: String label: String @deprecated(reason: "use name") state: State }
    type Old { id: ID! }
    enum State { ON OFF HALF @deprecated(reason: "use ON") }
    input ThingInput { name: String label: String @deprecated(reason: "use name") }
    type Mutation { change(input: ThingInput!): Thing }
  `;
  const changed = (from: string, to: string) => {
    expect(before).toContain(from);
    return brokenPromises(before, before.replace(from, to));
  };

  it.each([
    ['a field', ' label: String @deprecated(reason: "use name") state', ' state'],
    ['an argument', ', old: Int @deprecated(reason: "no use")', ''],
    ['a value', ' HALF @deprecated(reason: "use ON")', ''],
    ['a member of an input', ' label: String @deprecated(reason: "use name") }', ' }'],
    ['the type of a field', 'label: String @deprecated', 'label: Int @deprecated'],
  ])('lets %s go that was deprecated', (_what, from, to) => {
    expect(changed(from, to)).toEqual([]);
  });

  it('lets a type go that only a deprecated field led to', () => {
    const after = before.replace(' gone: Old @deprecated(reason: "use thing")', '').replace('type Old { id: ID! }', '');
    expect(brokenPromises(before, after)).toEqual([]);
  });

  it.each([
    ['a field that goes', ' name: String label', ' label'],
    ['an argument that goes', 'id: ID!, old', 'old'],
    ['a value that goes', 'ON OFF', 'ON'],
    ['a member of an input that goes', 'ThingInput { name: String', 'ThingInput {'],
    ['a type that becomes another', 'name: String label: String @', 'name: Int label: String @'],
    ['a field that may now be null', 'Thing { id: ID!', 'Thing { id: ID'],
    ['an argument that is now needed', 'thing(id: ID!', 'thing(new: ID!, id: ID!'],
    ['an input that now needs more', 'ThingInput { name: String', 'ThingInput { name: String!'],
  ])('refuses %s', (_what, from, to) => {
    expect(changed(from, to)).toHaveLength(1);
  });

  it.each([
    ['a field', 'Thing { id: ID!', 'Thing { id: ID! more: Int'],
    ['a value', 'ON OFF', 'ON OFF NEW'],
    ['a promise not to be null', 'name: String label: String @', 'name: String! label: String @'],
  ])('takes %s more', (_what, from, to) => {
    expect(changed(from, to)).toEqual([]);
  });
});
