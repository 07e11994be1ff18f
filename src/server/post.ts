import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExecutionResult, GraphQLError } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import { badInput } from '../gateway/http/coded-error.ts';
import { isRow } from '../gateway/read.ts';
import { parsed } from './json.ts';
import { limitWriting } from './limit-writing.ts';
import type { RequestContext } from './operations.ts';
import type { GraphQL } from './yoga.ts';

const isParams = (value: unknown): value is GraphQLParams => isRow(value);

const readParams = async (body: string): Promise<GraphQLParams> => {
  const value = parsed(body);
  if (isParams(value)) return value;
  throw badInput(
    value === undefined
      ? 'The body of the request is no JSON.'
      : 'The body of the request must be a JSON object with one operation.',
  );
};

const mediaTypes = new Map([
  ['application/graphql-response+json', 'application/graphql-response+json'],
  ['application/json', 'application/json'],
  ['application/*', 'application/json'],
  ['*/*', 'application/json'],
]);

/** The media type of JSON that a request names first; undefined where it takes none. */
const mediaTypeOf = ({ headers: { accept = '*/*' } }: IncomingMessage): string | undefined => {
  for (const each of accept.split(',')) {
    const mediaType = mediaTypes.get(each.replace(/;.*/s, '').trim().toLowerCase());
    if (mediaType) return mediaType;
  }
  return undefined;
};

type Http = { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly spec?: boolean };

const httpOf = ({ extensions: { http } }: GraphQLError): Http =>
  typeof http === 'object' && http !== null ? http : {};

const shown = (error: GraphQLError) => {
  const { extensions: { http: _http, ...extensions } = {}, ...rest } = error.toJSON();
  return { ...rest, extensions };
};

const send = ({ errors = [], ...rest }: ExecutionResult, response: ServerResponse, mediaType: string): void => {
  const http = errors.map(httpOf);
  for (const { headers = {} } of http) {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  }
  const statuses = http.map(({ status = 200, spec }) => (spec && mediaType === 'application/json' ? 200 : status));
  response.statusCode = Math.max(200, ...statuses);
  response.setHeader('content-type', `${mediaType}; charset=utf-8`);
  limitWriting(response);
  response.end(JSON.stringify({ ...rest, ...(errors.length > 0 && { errors: errors.map(shown) }) }));
};

/** The media type to answer with, where a request is a POST of plain JSON that takes JSON. */
const plainType = (request: IncomingMessage): string | undefined =>
  request.method === 'POST' && /^application\/json\b/i.test(request.headers['content-type'] ?? '')
    ? mediaTypeOf(request)
    : undefined;

/**
 * Answers a POST of plain JSON without yoga's emulation of fetch, which costs more than the rest of a small request. False where
 * a request is anything else, which is yoga's to answer.
 */
export const answerPost = async (
  graphql: GraphQL,
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
  context: RequestContext,
): Promise<boolean> => {
  const mediaType = plainType(request);
  if (!mediaType) return false;
  const result = await graphql.run(readParams(body), context);
  if (!context.left.aborted) send(result, response, mediaType);
  return true;
};
