import {
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  visit,
} from 'graphql';
import { limits } from '../gateway/limits.ts';
import { createMeasure } from './document-size.ts';
import { countTokens } from './document-tokens.ts';
import { tooComplex } from './too-complex.ts';

/** What of a document is bounded, as `limits` names the bounds. */
export type DocumentFigures = {
  readonly documentOperations: number;
  readonly documentDirectives: number;
  readonly documentDepth: number;
  readonly documentFields: number;
  readonly documentAliases: number;
  readonly rootFields: number;
  readonly valueNesting: number;
};

/** A number for people: fragments within fragments make more than a number holds. */
const shown = (value: number): string => (Number.isSafeInteger(value) ? String(value) : 'countless');

const sentences: Readonly<Record<keyof DocumentFigures, (value: number, most: number) => string>> = {
  documentOperations: (value, most) => `The document holds ${value} operations; at most ${most}: send fewer at a time.`,
  documentDirectives: (value, most) => `The document holds ${value} directives; at most ${most}: leave some out.`,
  documentDepth: (value, most) => `The document is ${value} fields deep; at most ${most}: ask for less in one go.`,
  documentFields: (value, most) =>
    `The document asks for ${shown(value)} fields, fragments included; at most ${most}: ask for fewer, or in several requests.`,
  documentAliases: (value, most) =>
    `The document renames ${shown(value)} fields, fragments included; at most ${most}: use fewer aliases, or several requests.`,
  rootFields: (value, most) => `An operation holds ${shown(value)} root fields; at most ${most}: use several requests.`,
  valueNesting: (value, most) => `A value in the document is nested ${value} deep; at most ${most}: flatten it.`,
};

const isOperation = (node: DefinitionNode): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION;
const isFragment = (node: DefinitionNode): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION;

/** The figures of a document: of its largest operation, or fragment, where each has its own. */
export const measureDocument = (document: DocumentNode): DocumentFigures => {
  let directives = 0;
  let nest = 0;
  let valueNesting = 0;
  const nested = {
    enter: () => {
      nest += 1;
      valueNesting = Math.max(valueNesting, nest);
    },
    leave: () => {
      nest -= 1;
    },
  };
  visit(document, {
    Directive: () => {
      directives += 1;
    },
    ListValue: nested,
    ObjectValue: nested,
  });
  const measure = createMeasure(document);
  const operations = document.definitions.filter(isOperation).map(measure);
  const sizes = [...operations, ...document.definitions.filter(isFragment).map(measure)];
  return {
    documentOperations: operations.length,
    documentDirectives: directives,
    documentDepth: Math.max(0, ...sizes.map(({ depth }) => depth)),
    documentFields: Math.max(0, ...sizes.map(({ fields }) => fields)),
    documentAliases: Math.max(0, ...sizes.map(({ aliases }) => aliases)),
    rootFields: Math.max(0, ...operations.map(({ roots }) => roots)),
    valueNesting,
  };
};

const names: readonly (keyof DocumentFigures)[] = [
  'documentOperations',
  'documentDirectives',
  'documentDepth',
  'documentFields',
  'documentAliases',
  'rootFields',
  'valueNesting',
];

/** Refuses a text that is too long to be read at all. @throws GraphQLError `QUERY_TOO_COMPLEX` */
export const checkDocumentBytes = (text: string): void => {
  const bytes = Buffer.byteLength(text);
  if (bytes <= limits.documentBytes) return;
  throw tooComplex(
    `The document is ${bytes} bytes long; at most ${limits.documentBytes}: send a smaller one, its values as variables.`,
  );
};

/**
 * Parses a document within all limits that its text alone can break.
 * @throws GraphQLError `QUERY_TOO_COMPLEX`, or as the parser does.
 */
export const readDocument = (text: string): DocumentNode => {
  checkDocumentBytes(text);
  const { documentTokens, documentNesting } = countTokens(text, limits);
  if (documentTokens > limits.documentTokens) {
    throw tooComplex(
      `The document holds more than ${limits.documentTokens} tokens: ask for less, or in several requests.`,
    );
  }
  if (documentNesting > limits.documentNesting) {
    throw tooComplex(
      `The document opens more than ${limits.documentNesting} brackets within each other: ask for less in one go.`,
    );
  }
  const document = parse(text);
  const figures = measureDocument(document);
  for (const name of names) {
    if (figures[name] > limits[name]) throw tooComplex(sentences[name](figures[name], limits[name]));
  }
  return document;
};
