import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { InboundSettings } from './index.ts';
import { checkKeys, type JwtSettings } from './jwt.ts';
import { parseTokens } from './token-lines.ts';

const text = z.string().trim().min(1).optional();

/** Settings that say who may ask. */
export const inboundSettings = {
  INBOUND_TOKENS: text,
  INBOUND_TOKENS_FILE: text,
  JWT_ISSUER: text,
  JWT_AUDIENCE: text,
  JWT_JWKS: text,
  JWT_HEADER: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,64}$/, 'must be the name of a header')
    .optional(),
};

/** Their values. */
export type InboundValues = { readonly [N in keyof typeof inboundSettings]?: string | undefined };

const under = <T>(name: string, read: () => T): T => {
  try {
    return read();
  } catch (error) {
    throw new Error(`${name} cannot be used: ${error instanceof Error ? error.message : String(error)}.`);
  }
};

const tokensIn = ({ INBOUND_TOKENS: lines, INBOUND_TOKENS_FILE: file }: InboundValues): InboundSettings['tokens'] => {
  if (lines && file) throw new Error('INBOUND_TOKENS and INBOUND_TOKENS_FILE are both set: keep one.');
  if (lines) under('INBOUND_TOKENS', () => parseTokens(lines));
  if (file) under('INBOUND_TOKENS_FILE', () => parseTokens(readFileSync(file, 'utf8')));
  return lines ? { text: lines } : file ? { file } : null;
};

const keysIn = (where: string, isLoopback: (host: string) => boolean): JwtSettings['keys'] => {
  if (!/^https?:/i.test(where)) {
    under('JWT_JWKS', () => checkKeys(where));
    return { file: where };
  }
  const url = under('JWT_JWKS', () => new URL(where));
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new Error('JWT_JWKS must be https, unless it is on this machine.');
  }
  return { url };
};

const jwtIn = (values: InboundValues, isLoopback: (host: string) => boolean): JwtSettings | null => {
  const { JWT_ISSUER: issuer, JWT_AUDIENCE: audience, JWT_JWKS: keys } = values;
  if (issuer && audience && keys) {
    const audiences = audience.split(',').map((word) => word.trim());
    return { issuer, audience: audiences.filter((word) => word !== ''), keys: keysIn(keys, isLoopback) };
  }
  const given = Object.keys(inboundSettings).filter((name) => name.startsWith('JWT_') && Reflect.get(values, name));
  if (given.length === 0) return null;
  const missing = ['JWT_ISSUER', 'JWT_AUDIENCE', 'JWT_JWKS'].filter((name) => !Reflect.get(values, name));
  throw new Error(`${given[0]} is set without ${missing.join(' and ')}: set them together.`);
};

/**
 * Reads who may ask; null where nobody has to prove it.
 * @throws Error in one line that names the setting that is wrong.
 */
export const inboundIn = (values: InboundValues, isLoopback: (host: string) => boolean): InboundSettings | null => {
  const [tokens, jwt] = [tokensIn(values), jwtIn(values, isLoopback)];
  if (!tokens && !jwt) return null;
  return { tokens, jwt, jwtHeader: (values.JWT_HEADER ?? 'authorization').toLowerCase() };
};
