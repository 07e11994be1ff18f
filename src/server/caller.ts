import type { IncomingHttpHeaders } from 'node:http';
import type { Config } from '../config.ts';
import type { Scope, Viewer } from '../context.ts';
import type { Caller } from '../gateway/http/call.ts';
import { CodedError } from '../gateway/http/coded-error.ts';
import { identifiers } from '../gateway/http/identifiers.ts';
import { Secret } from '../gateway/http/secret.ts';
import { unknownAccount } from '../gateway/linked-accounts.ts';
import type { Proof } from './inbound/token-lines.ts';

/** Who asks, and as whom we ask upstream. */
export type Identity = {
  readonly client: string;
  readonly caller: Caller;
  readonly viewer: Viewer;
  /** Linked accounts that the client may name; null is any. */
  readonly choosable: ReadonlySet<string> | null;
};

const accountOf = (headers: IncomingHttpHeaders, { account, choosable }: Config): string | null => {
  const header = headers['maton-connection'];
  if (header === undefined || header === '') return account;
  const asked = identifiers.account(String(header));
  if (choosable && !choosable.has(asked)) throw unknownAccount(asked);
  return asked;
};

/** In pass-through mode the client's own Maton key, which travels up. @throws CodedError `UNAUTHENTICATED` */
const bearerOf = ({ authorization }: IncomingHttpHeaders): Secret => {
  const token = /^Bearer ([\x21-\x7e]{1,4096})$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) {
    throw new CodedError('UNAUTHENTICATED', 'Send your Maton API key as "Authorization: Bearer ...".');
  }
  return new Secret(token);
};

/** What everyone may do as the service is set up; with inbound authentication the most that a token can give. */
export const scopesOf = ({ writes, managesAccounts }: Config): Scope[] => [
  'READ',
  ...(writes ? (['WRITE'] as const) : []),
  ...(managesAccounts ? (['MANAGE_LINKED_ACCOUNTS'] as const) : []),
  'SENSITIVE',
];

/**
 * Reads who asks from the request's headers and what they proved, if they had to; no other header of a client travels up. `key` is
 * the service's own, null where each client brings one.
 * @throws CodedError `UNAUTHENTICATED`, `LINKED_ACCOUNT_NOT_FOUND`, or `BAD_USER_INPUT` for a malformed account.
 */
export const identify = (
  headers: IncomingHttpHeaders,
  config: Config,
  key: Secret | null,
  proof: Proof | null,
): Identity => {
  const credential = key ?? bearerOf(headers);
  const anyone = key ? 'anyone' : `key-${credential.fingerprint.slice(0, 8)}`;
  const offered = scopesOf(config);
  const scopes = proof ? offered.filter((scope) => proof.scopes.has(scope)) : offered;
  return {
    client: proof?.name ?? anyone,
    viewer: { name: proof?.name ?? null, mode: config.mode, scopes, offered },
    choosable: config.choosable,
    caller: { credential, account: accountOf(headers, config), reach: proof?.organizations ?? null },
  };
};
