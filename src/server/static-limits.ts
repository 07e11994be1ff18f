import { getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { limits } from '../gateway/limits.ts';
import { isRow } from '../gateway/read.ts';
import { checkDocumentBytes, readDocument } from './document-limits.ts';
import { checkIntrospection } from './introspection-limits.ts';
import { checkLists } from './list-limits.ts';
import { tooComplex } from './too-complex.ts';
import { shapeOf } from './value-shape.ts';

const textOf = (source: unknown): string => {
  if (typeof source === 'string') return source;
  return typeof source === 'object' && source !== null && 'body' in source ? String(source.body) : '';
};

/** Refuses what is over a static limit, before a call is made: the document while it is read, its values before it runs. */
export const staticLimits: Plugin = {
  onParams({ params: { query, variables } }) {
    // Before yoga's cache of documents, which would keep the text however long it is.
    if (typeof query === 'string') checkDocumentBytes(query);
    // What is no object, yoga refuses.
    const given = isRow(variables) ? Object.entries(variables) : [];
    if (given.length > limits.variables) {
      throw tooComplex(
        `The request gives ${given.length} variables; at most ${limits.variables}: no document declares as many.`,
      );
    }
    for (const [name, value] of given) {
      const { nesting, members } = shapeOf(value, limits.valueNesting);
      if (nesting > limits.valueNesting) {
        throw tooComplex(`The variable "${name}" is nested deeper than ${limits.valueNesting}: flatten it.`);
      }
      if (members > limits.valueMembers) {
        throw tooComplex(
          `An object in the variable "${name}" has ${members} members; at most ${limits.valueMembers}: no input has as many fields.`,
        );
      }
    }
  },
  onParse({ setParseFn }) {
    setParseFn((source: unknown) => readDocument(textOf(source)));
  },
  onExecute({ args: { schema, document, operationName, variableValues } }) {
    const operation = getOperationAST(document, operationName);
    if (!operation) return;
    checkLists(schema, document, operation, variableValues ?? {});
    checkIntrospection(schema, document, operation, variableValues ?? {});
  },
};
