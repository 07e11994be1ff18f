import { Cost } from '../../src/gateway/cost.ts';
import type { Call, Reply } from '../../src/gateway/http/call.ts';
import { Secret } from '../../src/gateway/http/secret.ts';

/** A call of an operation that has ten seconds, changed by `parts`. */
export const callOf = (parts: Partial<Call> = {}, deadline = performance.now() + 10_000): Call => ({
  family: 'organization',
  method: 'GET',
  plane: 'data',
  template: '/organizations/{organization}/',
  path: '/organizations/acme/',
  query: [],
  attempt: 0,
  caller: { credential: new Secret('key'), account: null },
  operation: {
    id: 'test',
    client: 'test',
    now: 0,
    deadline,
    signal: new AbortController().signal,
    cost: new Cost(),
    admit: () => undefined,
    warn: () => {},
  },
  ...parts,
});

/** A reply with a JSON body, or with a text where `json` is undefined. */
export const replyOf = (
  status: number,
  json?: unknown,
  headers: Record<string, string> = {},
  text?: string,
): Reply => ({
  status,
  headers: new Map(Object.entries(headers)),
  body: text !== undefined ? { text } : json === undefined ? undefined : { json },
});
