import { randomBytes } from 'node:crypto';
import { tokenLine } from './token-lines.ts';

/** A new token, to be shown once, and the line that lets it in. */
export type NewToken = { readonly token: string; readonly line: string };

/**
 * Makes a token of 256 random bits.
 * @throws Error where name, scopes or organizations cannot stand in a line.
 */
export const newToken = (name: string, scopes: string, organizations: string): NewToken => {
  const token = `sgt_${randomBytes(32).toString('base64url')}`;
  return { token, line: tokenLine(token, name, scopes, organizations) };
};
