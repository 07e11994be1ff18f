import { GraphQLError, Kind, type ValueNode, valueFromASTUntyped } from 'graphql';
import { builder } from './builder.ts';

const refuse = (message: string): never => {
  throw new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
};

const textOf = (value: unknown, what: string): string =>
  typeof value === 'string' ? value : refuse(`${what} must be given as a text.`);

const moment = (value: unknown): string => {
  const text = textOf(value, 'A DateTime');
  const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?$/.test(text);
  const time = Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);
  if (!iso || Number.isNaN(time)) refuse('A DateTime must be ISO 8601, such as 2026-11-25T14:05:00Z.');
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
  return URL.canParse(text) && /^https?:/i.test(text)
    ? text
    : refuse('A URL must be an absolute http or https address.');
};

const count = (value: unknown): number =>
  typeof value === 'number' && Number.isSafeInteger(value)
    ? value
    : refuse('A Count must be a whole number up to 2^53.');

const literal = (node: ValueNode): unknown =>
  node.kind === Kind.STRING ? node.value : node.kind === Kind.INT ? Number(node.value) : undefined;

builder.scalarType('DateTime', {
  description: 'A moment in ISO 8601, UTC, with the fraction of a second that Sentry gave.',
  serialize: (value) => value,
  parseValue: moment,
  parseLiteral: (node) => moment(literal(node)),
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
  parseLiteral: (node) => count(literal(node)),
});
builder.scalarType('Period', {
  description: 'A length of time as Sentry writes it: a number and one of s, m, h, d, w; for example `24h` or `14d`.',
  serialize: (value) => value,
  parseValue: period,
  parseLiteral: (node) => period(literal(node)),
});
builder.scalarType('URL', {
  description: 'An absolute http or https address.',
  serialize: (value) => value,
  parseValue: address,
  parseLiteral: (node) => address(literal(node)),
});
