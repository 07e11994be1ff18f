import { readFileSync } from 'node:fs';
import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { issueDetailParts } from '../../src/gateway/issue-payload.ts';
import { printedSchema, schema } from '../../src/schema/index.ts';
import { lookupCost } from '../../src/schema/lookup.ts';

const types = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);

/** Everything that has a description, by its place. */
const described = (): [string, string | null | undefined][] =>
  types.flatMap((type) => {
    const parts: [string, string | null | undefined][] = [[type.name, type.description]];
    if (isEnumType(type))
      for (const { name, description } of type.getValues()) parts.push([`${type.name}.${name}`, description]);
    if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        parts.push([`${type.name}.${field.name}`, field.description]);
        if ('args' in field) {
          for (const { name, description } of field.args)
            parts.push([`${type.name}.${field.name}(${name}:)`, description]);
        }
      }
    }
    return parts;
  });

describe('the schema', () => {
  it('describes every type, field, argument and enum value', () => {
    const without = described().filter(([, description]) => !description?.trim());
    expect(without.map(([place]) => place)).toEqual([]);
  });

  it('describes nothing by its place: what clients see is sorted', () => {
    const byPlace =
      /\b(first|last|next) (two|three|four|five)\b|\bfrom `\w+` on\b|\b(above|below|latter)\b|\bmarked\b/i;
    expect(described().filter(([, description]) => byPlace.test(description ?? ''))).toEqual([]);
  });

  it('says of every deletion what tells that nothing was there', () => {
    const deleted = described().filter(([place]) => place.endsWith('.deletedId'));
    expect(deleted).toHaveLength(5);
    for (const [place, description] of deleted)
      expect(description, place).toMatch(/where it was not there a warning tells/i);
  });

  it('says of every lookup by slug or version what it costs', () => {
    const roots = ['Query', 'Organization', 'LinkedAccount'];
    const lookups = described().filter(([place]) => {
      const [type = '', field = ''] = place.split('.');
      return roots.includes(type) && ['node', 'organization', 'project', 'team', 'release'].includes(field);
    });
    expect(lookups).toHaveLength(12);
    for (const [place, description] of lookups) expect(description, place).toContain(lookupCost);
  });

  it('is written in plain ASCII apostrophes', () => {
    expect(described().filter(([, description]) => /[‘’]/.test(description ?? ''))).toEqual([]);
  });

  it('names the object of each edge', () => {
    const nodes = described().filter(([place]) => place.endsWith('Edge.node'));
    expect(nodes).toContainEqual(['EventSummaryEdge.node', 'The event summary itself.']);
    expect(nodes.filter(([, description]) => /row/.test(description ?? ''))).toEqual([]);
  });

  it('marks the body fields of an event, and no others', () => {
    const event = schema.getType('Event');
    const fields = isObjectType(event) ? Object.values(event.getFields()) : [];
    const bodies = fields.filter(({ extensions }) => extensions.part === 'body').map(({ name }) => name);
    expect(bodies).toContain('dateReceived');
    expect(fields.filter(({ description }) => description?.endsWith(' Body field.')).map(({ name }) => name)).toEqual(
      bodies,
    );
  });

  it('names issue detail at every field of an issue that it brings', () => {
    const issue = schema.getType('Issue');
    const fields = isObjectType(issue) ? Object.values(issue.getFields()) : [];
    const unnamed = fields.filter(
      ({ extensions, description }) =>
        typeof extensions.part === 'string' &&
        issueDetailParts.has(extensions.part) &&
        !description?.includes('issue detail'),
    );
    expect(unnamed.map(({ name }) => name)).toEqual([]);
  });

  it('has `id` on Node types alone, since clients normalise by it', () => {
    const node = schema.getType('Node');
    const others = types.filter(
      (type) =>
        isObjectType(type) && type.getFields().id && !type.getInterfaces().some((implemented) => implemented === node),
    );
    expect(others.map(({ name }) => name)).toEqual([]);
  });

  it('gives every node its id in Sentry and its page there', () => {
    const nodes = types.filter(isObjectType).filter((type) => type.getInterfaces().some(({ name }) => name === 'Node'));
    const without = (field: string) => nodes.filter((type) => !type.getFields()[field]).map(({ name }) => name);
    expect(without('databaseId')).toEqual([]);
    // A linked account is Maton's, which has no page for it.
    expect(without('url')).toEqual(['LinkedAccount']);
  });

  it('gives every enum that Sentry may add to a value UNKNOWN and a raw sibling', () => {
    // Words of our own, to which Sentry adds nothing.
    const ours = ['UserError.code', 'Viewer.mode'];
    const bare = types.filter(isObjectType).flatMap((type) =>
      Object.values(type.getFields())
        .filter(({ type: of }) => isEnumType(of) || ('ofType' in of && isEnumType(of.ofType)))
        .filter(({ name }) => !type.getFields()[`${name}Raw`])
        .map(({ name }) => `${type.name}.${name}`),
    );
    expect(bare.filter((name) => !ours.includes(name))).toEqual([]);
  });
});

it('schema.graphql is current: run `npm run schema` where it is not', () => {
  expect(readFileSync('schema.graphql', 'utf8')).toBe(printedSchema());
});
