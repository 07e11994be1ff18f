import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Logger } from 'pino';
import { CodedError } from '../../gateway/http/coded-error.ts';
import { limits } from '../../gateway/limits.ts';
import { WatchedFile } from '../../watched-file.ts';
import { createJwtReader, type JwtSettings } from './jwt.ts';
import { digestOf, type InboundToken, type Proof, parseTokenLines, parseTokens } from './token-lines.ts';

/** Who may ask. */
export type InboundSettings = {
  /** Lines, or the file that holds them. */
  readonly tokens: { readonly text: string } | { readonly file: string } | null;
  readonly jwt: JwtSettings | null;
  /** Name of the header with JSON web tokens, in lower case. */
  readonly jwtHeader: string;
};

/** Finds out who asks. */
export type Inbound = {
  /** @throws CodedError `UNAUTHENTICATED`, `FORBIDDEN`, or `UPSTREAM_UNAVAILABLE` where the issuer's keys cannot be had. */
  prove(headers: IncomingHttpHeaders): Promise<Proof>;
};

const bearerOf = (header: string | string[] | undefined, bare: boolean): string | null => {
  if (typeof header !== 'string' || header.length > limits.credentialBytes) return null;
  const [, token] = /^Bearer +([\x21-\x7e]+)$/i.exec(header) ?? [];
  return token ?? (bare && /^[\x21-\x7e]+$/.test(header) ? header : null);
};

/** The token that was given, compared with every one that is known in the same time whichever it is. */
const matching = (tokens: readonly InboundToken[], given: string): InboundToken | null => {
  const digest = digestOf(given);
  let found: InboundToken | null = null;
  for (const token of tokens) if (timingSafeEqual(token.digest, digest)) found = token;
  return found;
};

const readerOf = (settings: InboundSettings['tokens'], log: Logger): (() => readonly InboundToken[]) => {
  if (settings === null) return () => [];
  if ('file' in settings) {
    const parse = (text: string): readonly InboundToken[] => {
      const tokens = parseTokenLines(text);
      if (tokens.length === 0) log.warn('INBOUND_TOKENS_FILE holds no token any more: none lets anybody in');
      return tokens;
    };
    const file = new WatchedFile(settings.file, parse, (reason) =>
      log.error(`INBOUND_TOKENS_FILE is left unread, the tokens known before still count: ${reason}`),
    );
    return () => file.current;
  }
  const tokens = parseTokens(settings.text);
  return () => tokens;
};

/** Makes what tells clients by inbound tokens and JSON web tokens. */
export const createInbound = ({ tokens, jwt, jwtHeader }: InboundSettings, log: Logger): Inbound => {
  const known = readerOf(tokens, log);
  const readJwt = jwt && createJwtReader(jwt, (reason) => log.error(`JWT_JWKS: ${reason}`));
  return {
    async prove(headers) {
      const bearer = bearerOf(headers.authorization, false);
      const token = bearer === null ? null : matching(known(), bearer);
      if (token) return token;
      const signed = bearerOf(headers[jwtHeader], jwtHeader !== 'authorization');
      const proof = readJwt && signed !== null ? await readJwt(signed) : null;
      if (!proof) {
        throw new CodedError('UNAUTHENTICATED', 'Prove who you are: send your token as "Authorization: Bearer ...".');
      }
      if (!proof.scopes.has('READ')) {
        throw new CodedError('FORBIDDEN', 'Your token lacks the scope read, without which nothing can be asked.');
      }
      return proof;
    },
  };
};
