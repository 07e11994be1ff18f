import { GraphQLError, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { isRow } from '../gateway/read.ts';
import { parsed } from './json.ts';

type Address = { request: Request; params?: { operationName?: string } };

/** A parameter that holds a JSON object; absent, empty and `null` are none. */
const objectIn = (search: URLSearchParams, name: string): Record<string, unknown> | undefined => {
  const text = search.get(name) ?? '';
  if (text === '' || text === 'null') return undefined;
  const value = parsed(text);
  if (isRow(value)) return value;
  throw new GraphQLError(`The parameter "${name}" of the address must be a JSON object.`, {
    extensions: { code: 'BAD_USER_INPUT' },
  });
};

const readAddress = ({ url }: { url: string }) => {
  const [, query = ''] = /\?([^#]*)/.exec(url) ?? [];
  const search = new URLSearchParams(query);
  const text = (name: string) => search.get(name) || undefined;
  const [document, operationName] = [text('query'), text('operationName')];
  const documentId = text('documentId');
  const [variables, extensions] = [objectIn(search, 'variables'), objectIn(search, 'extensions')];
  return {
    ...(document !== undefined && { query: document }),
    ...(operationName !== undefined && { operationName }),
    ...(documentId !== undefined && { documentId }),
    ...(variables && { variables }),
    ...(extensions && { extensions }),
  };
};

/** Operations in the address of a GET, as some clients send short queries; only queries, since an address alone can be a trap. */
export const byGet: Plugin<Address> = {
  onRequestParse({ request, setRequestParser }) {
    // Yoga's own parser answers 500 where `variables` is no JSON.
    if (request.method === 'GET') setRequestParser(readAddress);
  },
  onParse({ context: { request, params } }) {
    return ({ result }) => {
      if (request.method !== 'GET' || result === null || result instanceof Error) return;
      const kind = getOperationAST(result, params?.operationName)?.operation;
      if (kind === undefined || kind === 'query') return;
      throw new GraphQLError(`Send a ${kind} by POST: by GET only queries are answered.`, {
        extensions: { code: 'BAD_USER_INPUT', http: { status: 405, headers: { allow: 'POST' } } },
      });
    };
  },
};
