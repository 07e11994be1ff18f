import { readFileSync } from 'node:fs';
import { createLocalJWKSet, createRemoteJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Scope } from '../../context.ts';
import { CodedError } from '../../gateway/http/coded-error.ts';
import { isIdentifier } from '../../gateway/http/identifiers.ts';
import { limits } from '../../gateway/limits.ts';
import type { Reach } from '../../gateway/reach.ts';
import { parseJson, reasonOf, WatchedFile } from '../../watched-file.ts';
import { type Proof, scopeOf } from './token-lines.ts';

/** What is asked of JSON web tokens. */
export type JwtSettings = {
  readonly issuer: string;
  readonly audience: readonly string[];
  /** Where the issuer's public keys are. */
  readonly keys: { readonly url: URL } | { readonly file: string };
};

/** Only signatures by keys that the issuer alone holds. */
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** Seconds that the issuer's clock and ours may differ. */
const clockTolerance = 30;

const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1, 'holds no key') });

const parseKeys = (text: string): ReturnType<typeof createLocalJWKSet> => {
  const parsed = keySet.safeParse(parseJson(text));
  if (!parsed.success) throw new Error('it is no JSON web key set with at least one key');
  return createLocalJWKSet(parsed.data satisfies JSONWebKeySet);
};

/** @throws Error where a file of keys cannot be read. */
export const checkKeys = (file: string): void => void parseKeys(readFileSync(file, 'utf8'));

const words = (claim: unknown): string[] => {
  if (typeof claim === 'string') return claim.split(/[\s,]+/).filter((word) => word !== '');
  return Array.isArray(claim) ? claim.filter((word) => typeof word === 'string') : [];
};

/** Scopes by `scope` or `scp`, also written `sentry-graph:read`; a token without either, as login proxies make them, may read. */
const scopesOf = ({ scope, scp }: JWTPayload): ReadonlySet<Scope> => {
  const claim = scope ?? scp;
  if (claim === undefined) return new Set(['READ']);
  return new Set(words(claim).flatMap((word) => scopeOf(word.replace(/^sentry-graph:/, '')) ?? []));
};

/** Organizations by `sentry_organizations`, what is no slug left out; a token without it may reach what the linked account sees. */
const reachOf = ({ sentry_organizations: claim }: JWTPayload): Reach => {
  if (claim === undefined) return null;
  const slugs = words(claim);
  return slugs.includes('*') ? null : new Set(slugs.filter((slug) => isIdentifier('organization', slug)));
};

const nameOf = ({ sub = '' }: JWTPayload): string => sub.replace(/\p{C}/gu, '').slice(0, 200);

/** Whether the issuer's keys are what failed, not the token. */
const isOfKeys = (error: unknown): boolean =>
  !(error instanceof errors.JOSEError) ||
  ['ERR_JOSE_GENERIC', 'ERR_JWKS_INVALID', 'ERR_JWKS_TIMEOUT'].includes(error.code);

/** Reads proofs out of JSON web tokens; null for one that proves nothing. */
export type ReadJwt = (token: string) => Promise<Proof | null>;

/**
 * Checks JSON web tokens of one issuer: signature, issuer, audience, expiry.
 * @throws CodedError `UPSTREAM_UNAVAILABLE` where the issuer's keys cannot be had.
 */
export const createJwtReader = (settings: JwtSettings, onTrouble: (reason: string) => void): ReadJwt => {
  const { issuer, keys } = settings;
  const { timeout, lifetime } = limits.issuerKeys;
  const options = { timeoutDuration: timeout, cacheMaxAge: lifetime };
  const remote = 'url' in keys ? createRemoteJWKSet(keys.url, options) : null;
  const local = 'file' in keys ? new WatchedFile(keys.file, parseKeys, onTrouble) : null;
  return async (token) => {
    const key = remote ?? local?.current;
    if (!key) return null;
    try {
      const { payload } = await jwtVerify(token, key, {
        issuer,
        audience: [...settings.audience],
        algorithms,
        clockTolerance,
        requiredClaims: ['exp', 'sub'],
      });
      const name = nameOf(payload);
      return name === '' ? null : { name, scopes: scopesOf(payload), organizations: reachOf(payload) };
    } catch (error) {
      if (!isOfKeys(error)) return null;
      onTrouble(`the keys cannot be had: ${reasonOf(error)}`);
      throw new CodedError(
        'UPSTREAM_UNAVAILABLE',
        'The keys by which clients are known cannot be had: try again later.',
      );
    }
  };
};
