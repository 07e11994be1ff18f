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
import { printedSchema, schema } from '../../src/schema/index.ts';

const types = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);

const undescribed = (): string[] =>
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
    return parts.filter(([, description]) => !description?.trim()).map(([name]) => name);
  });

describe('the schema', () => {
  it('describes every type, field, argument and enum value', () => {
    expect(undescribed()).toEqual([]);
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
