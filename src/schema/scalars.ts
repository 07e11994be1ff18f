import { GraphQLError, Kind, print, TokenKind, type ValueNode, valueFromASTUntyped } from 'graphql';
import { limits } from '../gateway/limits.ts';
import { builder } from './builder.ts';

const refuse = (message: string): never => {
  throw new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
};

const textOf = (value: unknown, what: string): string =>
  typeof value === 'string' ? value : refuse(`${what} must be given as a text.`);

const moment = (value: unknown): string => {
  const text = textOf(value, 'A DateTime');
  const [, day, clock = 'T00:00', zone = 'Z'] =
    /^(\d{4}-\d\d-\d\d)(?:(T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:\d\d)?)?$/.exec(text) ?? [];
  const time = Date.parse(`${day}${clock}${zone}`);
  // Date.parse takes February 30 for March 2.
  if (day === undefined || Number.isNaN(time) || new Date(day).toISOString().slice(0, 10) !== day) {
    refuse('A DateTime must be ISO 8601, such as 2026-11-25T14:05:00Z, or a day, such as 2026-11-25.');
  }
  return new Date(time).toISOString();
};

const period = (value: unknown): string => {
  const text = textOf(value, 'A Period');
  return /^[1-9]\d{0,5}[smhdw]$/.test(text)
    ? text
    : refuse('A Period is a number and one of s, m, h, d, w, such as 24h or 14d.');
};

const address = (value: unknown): string => {
  const text = textOf(value, 'A URL');
  if (text.length > limits.addressLength) refuse(`A URL may have at most ${limits.addressLength} characters.`);
  return URL.canParse(text) && /^https?:/i.test(text)
    ? text
    : refuse('A URL must be an absolute http or https address.');
};

const count = (value: unknown): number =>
  typeof value === 'number' && Number.isSafeInteger(value)
    ? value
    : refuse('A Count must be a whole number up to 2^53.');

const contentOf = (node: ValueNode): unknown =>
  node.kind === Kind.STRING ? node.value : node.kind === Kind.INT ? Number(node.value) : undefined;

/**
 * The argument or input field that a literal is given for. graphql-js tells a scalar its node alone, so the tokens before it do.
 */
const nameOf = ({ loc }: ValueNode): string | undefined => {
  let token = loc?.startToken.prev;
  while (token && token.kind !== TokenKind.COLON && token.kind !== TokenKind.EQUALS) token = token.prev;
  return token?.kind === TokenKind.COLON ? token.prev?.value : undefined;
};

/** Reads a value written in a document by `read`; a refusal has the literal's place and reads like that of a variable. */
const literal =
  <T>(read: (value: unknown) => T) =>
  (node: ValueNode): T => {
    try {
      return read(contentOf(node));
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      const name = nameOf(node);
      const subject = name === undefined ? 'A literal' : `Argument "${name}"`;
      throw new GraphQLError(`${subject} got invalid value ${print(node)}; ${error.message}`, {
        nodes: [node],
        extensions: error.extensions,
      });
    }
  };

builder.scalarType('DateTime', {
  description:
    'A moment in ISO 8601, UTC, with the fraction of a second that Sentry gave. A day given alone, such as `2026-11-25`, is its midnight.',
  serialize: (value) => value,
  parseValue: moment,
  parseLiteral: literal(moment),
});
builder.scalarType('JSON', {
  description: 'Any JSON value, handed through as Sentry gave it.',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
});
builder.scalarType('Count', {
  description: 'A whole number that may exceed 32 bits; a JSON number up to 2^53.',
  serialize: (value) => count(value),
  parseValue: count,
  parseLiteral: literal(count),
});
builder.scalarType('Period', {
  description: 'A length of time as Sentry writes it: a number and one of s, m, h, d, w; for example `24h` or `14d`.',
  serialize: (value) => value,
  parseValue: period,
  parseLiteral: literal(period),
});
builder.scalarType('URL', {
  description: 'An absolute http or https address.',
  serialize: (value) => value,
  parseValue: address,
  parseLiteral: literal(address),
});
