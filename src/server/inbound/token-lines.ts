import { createHash } from 'node:crypto';
import type { Scope } from '../../context.ts';
import { isIdentifier } from '../../gateway/http/identifiers.ts';
import type { Reach } from '../../gateway/reach.ts';

/** What a client has proved: who it is, what it may do, and where. */
export type Proof = { readonly name: string; readonly scopes: ReadonlySet<Scope>; readonly organizations: Reach };

/** A client that proves itself by a token, of which only the SHA-256 is kept. */
export type InboundToken = Proof & { readonly digest: Buffer };

/** How scopes are written in lines and claims. */
const scopeWords: ReadonlyMap<string, Scope> = new Map([
  ['read', 'READ'],
  ['write', 'WRITE'],
  ['manage-linked-accounts', 'MANAGE_LINKED_ACCOUNTS'],
  ['sensitive', 'SENSITIVE'],
]);

/** The scope of a word; undefined for a word that is none. */
export const scopeOf = (word: string): Scope | undefined => scopeWords.get(word);

const scopesIn = (words: string): ReadonlySet<Scope> => {
  const scopes = words.split(',').map((word) => {
    const scope = scopeOf(word);
    if (!scope) throw new Error(`names a scope that is none of ${[...scopeWords.keys()].join(', ')}`);
    return scope;
  });
  if (!scopes.includes('READ')) throw new Error('lacks the scope read, without which nothing can be asked');
  return new Set(scopes);
};

const organizationsIn = (words: string): Reach => {
  if (words === '*') return null;
  return new Set(
    words.split(',').map((slug) => {
      if (isIdentifier('organization', slug)) return slug;
      throw new Error('names an organization by what is no slug: give slugs with commas between, or * for any');
    }),
  );
};

const nameIn = (word: string): string => {
  if (/^[\w.@-]{1,64}$/.test(word)) return word;
  throw new Error('begins with no name: letters, digits and "_.@-", at most 64');
};

/** SHA-256 of a token. */
export const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest();

const tokenIn = (line: string): InboundToken => {
  const words = line.split(/\s+/);
  const [name = '', scopes = '', organizations = '', digest = ''] = words;
  if (words.length !== 4) throw new Error(`has ${words.length} words, not four: name scopes organizations sha256`);
  if (!/^[0-9a-f]{64}$/i.test(digest)) throw new Error('ends in no SHA-256: 64 hexadecimal digits');
  return {
    name: nameIn(name),
    scopes: scopesIn(scopes),
    organizations: organizationsIn(organizations),
    digest: Buffer.from(digest, 'hex'),
  };
};

/**
 * Reads tokens, one a line: `name scopes organizations sha256`; `#` begins a comment. Two lines may share a name while a token is
 * exchanged for the next. No line is nobody.
 * @throws Error that names the line, and nothing of a token.
 */
export const parseTokenLines = (text: string): readonly InboundToken[] => {
  const tokens: InboundToken[] = [];
  for (const [index, whole] of text.split(/\r?\n/).entries()) {
    const line = whole.replace(/#.*$/, '').trim();
    if (line === '') continue;
    try {
      const token = tokenIn(line);
      if (tokens.some(({ digest }) => digest.equals(token.digest)))
        throw new Error('repeats the token of another line');
      tokens.push(token);
    } catch (error) {
      throw new Error(`line ${index + 1} ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return tokens;
};

/** As `parseTokenLines`, of which there must be one. */
export const parseTokens = (text: string): readonly InboundToken[] => {
  const tokens = parseTokenLines(text);
  if (tokens.length === 0) throw new Error('there is no token in it');
  return tokens;
};

/**
 * Writes a line for a token.
 * @throws Error where a part of it could not be read again.
 */
export const tokenLine = (token: string, name: string, scopes: string, organizations: string): string => {
  nameIn(name);
  scopesIn(scopes);
  organizationsIn(organizations);
  return [name, scopes, organizations, digestOf(token).toString('hex')].join(' ');
};
