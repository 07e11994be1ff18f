import { json, optional, type Row, text } from '../../gateway/read.ts';
import { builder } from '../builder.ts';
import { part } from '../member.ts';
import { sensitive } from '../sensitive.ts';
import { entryData } from './entries.ts';
import { cookiePairs, headerPairs, KeyValue, type Pair, pairs, queryPairs } from './key-value.ts';

/** The HTTP request of an event; null where it has none. */
export const requestOf = (entries: readonly Row[]): Row | null => entryData(entries, 'request');

/** An address in its parts; what is not in it is null. It need not be absolute. */
const addressOf = (request: Row): { url: string; query: string | null; fragment: string | null } | null => {
  const whole = optional(request, 'url', text);
  const parts = whole === null ? null : /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(whole);
  return parts && { url: parts[1] ?? '', query: parts[2] ?? null, fragment: parts[3] ?? null };
};

/** The address without query and fragment. */
export const urlOf = (request: Row): string | null => addressOf(request)?.url ?? null;

/** The query, also where Sentry left it in the address. */
export const queryOf = (request: Row): Pair[] | null => {
  const query = optional(request, 'query', pairs(queryPairs));
  if (query?.length) return query;
  const inAddress = addressOf(request)?.query;
  return inAddress ? queryPairs(inAddress) : query;
};

/** The fragment, also where Sentry left it in the address. */
export const fragmentOf = (request: Row): string | null =>
  optional(request, 'fragment', text) ?? addressOf(request)?.fragment ?? null;

export const HttpRequest = builder.objectRef<Row>('HttpRequest').implement({
  description:
    'The HTTP request during which an event happened; headers, cookies, body, query, fragment and environment need the SENSITIVE scope.',
  fields: (t) => ({
    url: t.string({ description: 'Address without query.', resolve: urlOf }),
    method: t.string({ description: 'Method.', ...part('method', text) }),
    query: t.field({
      type: [KeyValue],
      description: 'Query parameters in order; needs the SENSITIVE scope.',
      ...sensitive({ resolve: queryOf }),
    }),
    fragment: t.string({ description: 'Fragment; needs the SENSITIVE scope.', ...sensitive({ resolve: fragmentOf }) }),
    headers: t.field({
      type: [KeyValue],
      description: 'Headers in order; needs the SENSITIVE scope.',
      ...sensitive(part('headers', pairs(headerPairs))),
    }),
    cookies: t.field({
      type: [KeyValue],
      description: 'Cookies; needs the SENSITIVE scope.',
      ...sensitive(part('cookies', pairs(cookiePairs))),
    }),
    data: t.field({ type: 'JSON', description: 'Body; needs the SENSITIVE scope.', ...sensitive(part('data', json)) }),
    inferredContentType: t.string({
      description: 'Content type derived from the body.',
      ...part('inferredContentType', text),
    }),
    env: t.field({
      type: 'JSON',
      description: 'Server environment; needs the SENSITIVE scope.',
      ...sensitive(part('env', json)),
    }),
  }),
});
